import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { buildGoProgram } from '../../../test/truth/build-go.ts';

/** A running endpoint/main.go; it ends when it is disposed of, at the latest with this process. */
export interface EndpointServer extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
}

/** Builds endpoint/main.go with one Go line; the path of the program. */
export function buildEndpoint(toolchain = 'local', experiment = ''): string {
  const source = path.join(import.meta.dirname, 'endpoint', 'main.go');
  return buildGoProgram({ source, toolchain, environment: { GOEXPERIMENT: experiment, CGO_ENABLED: '0' } });
}

/** Starts it in the state that `environment` names. */
export async function startEndpoint(
  binary: string,
  environment: Readonly<Record<string, string>>,
): Promise<EndpointServer> {
  const child = spawn(binary, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { port } = JSON.parse(await firstLine(child)) as { port: number };
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
