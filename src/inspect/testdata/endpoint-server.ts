import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A running endpoint/main.go; it ends when it is disposed of, at the latest with this process. */
export interface EndpointServer extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
}

/** Builds endpoint/main.go with one Go line into a folder of its own; the path of the program. */
export async function buildEndpoint(toolchain = 'local', experiment = ''): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-endpoint-'));
  fs.copyFileSync(path.join(import.meta.dirname, 'endpoint', 'main.go'), path.join(folder, 'main.go'));
  // GOTOOLCHAIN is heard inside a module only.
  fs.writeFileSync(path.join(folder, 'go.mod'), 'module endpoint.test\n\ngo 1.18\n');
  const env = { ...process.env, GOTOOLCHAIN: toolchain, GOEXPERIMENT: experiment, CGO_ENABLED: '0' };
  await promisify(execFile)('go', ['build', '-o', 'endpoint', '.'], { cwd: folder, env });
  return path.join(folder, 'endpoint');
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
