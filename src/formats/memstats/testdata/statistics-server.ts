import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildGoProgram } from '../../../../test/truth/build-go.ts';

const source = join(import.meta.dirname, 'server');

/** Which client_golang the program has: none, 1.11 (one ReadMemStats a scrape) or 1.17 (runtime/metrics). */
export type Collector = 'none' | 'old' | 'new';

const buildFlags: Readonly<Record<Collector, readonly string[]>> = {
  none: [],
  old: ['-modfile=go.old.mod', '-tags=prometheus,oldcollector'],
  new: ['-tags=prometheus'],
};

/** Path of the program; undefined where its toolchain or modules cannot be had. */
export function statisticsServer(collector: Collector, toolchain = 'local'): string | undefined {
  try {
    const environment = { CGO_ENABLED: '0' };
    return buildGoProgram({ source, toolchain, flags: buildFlags[collector], environment });
  } catch (error) {
    // What cannot be fetched is skipped; what does not compile is a bug of the program.
    if (/dial tcp|no such host|i\/o timeout|download|lookup /.test(String(error))) return undefined;
    throw error;
  }
}

export interface StatisticsServer extends AsyncDisposable {
  readonly pid: number;
  readonly origin: string;
  readonly goVersion: string;
}

/** Starts it; it ends when it is disposed of, at the latest with this process. */
export async function startStatisticsServer(
  binary: string,
  parameters: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<StatisticsServer> {
  const child = spawn(binary, parameters, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { port, goVersion } = JSON.parse(await firstLine(child)) as { port: number; goVersion: string };
  return {
    pid: child.pid ?? 0,
    origin: `http://127.0.0.1:${port}`,
    goVersion,
    [Symbol.asyncDispose]: () => {
      child.stdin?.end();
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
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
