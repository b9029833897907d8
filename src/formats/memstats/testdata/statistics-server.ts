import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = join(import.meta.dirname, 'server');

/** Which client_golang the program has: none, 1.11 (one ReadMemStats a scrape) or 1.17 (runtime/metrics). */
export type Collector = 'none' | 'old' | 'new';

const buildFlags: Readonly<Record<Collector, readonly string[]>> = {
  none: [],
  old: ['-modfile=go.old.mod', '-tags=prometheus,oldcollector'],
  new: ['-tags=prometheus'],
};

/** Path of the program, built once for each state of its source; undefined where its toolchain or modules cannot be had. */
export function statisticsServer(collector: Collector, toolchain = 'local'): string | undefined {
  const hash = createHash('sha256');
  for (const name of readdirSync(source).sort()) hash.update(name).update(readFileSync(join(source, name)));
  const folder = join(tmpdir(), 'highwater-statistics', hash.digest('hex').slice(0, 16));
  const binary = join(folder, `server-${collector}-${toolchain}`);
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const partial = `${binary}.${process.pid}`;
  const built = spawnSync('go', ['build', ...buildFlags[collector], '-o', partial, '.'], {
    cwd: source,
    env: { ...process.env, GOTOOLCHAIN: toolchain, GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0' },
    encoding: 'utf8',
  });
  if (built.status !== 0) {
    // What cannot be fetched is skipped; what does not compile is a bug of the program.
    if (/dial tcp|no such host|i\/o timeout|download|lookup /.test(built.stderr)) return undefined;
    throw new Error(`the server does not build: ${built.stderr}`);
  }
  renameSync(partial, binary);
  return binary;
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
