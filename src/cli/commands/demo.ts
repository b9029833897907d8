import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { UnreadableError } from '../../base/index.ts';
import type { InspectCommandOptions } from './inspect.ts';

const readyTimeoutMs = 120_000;

/** Builds and starts the leaking service of fixtures/demo, inspects it, and ends it whatever happens. */
export async function demo(options: InspectCommandOptions): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-demo-'));
  let service: ChildProcess | undefined;
  const end = (): void => {
    service?.kill('SIGKILL');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  try {
    note('building and starting fixtures/demo …');
    service = spawn(build(folder), { stdio: ['pipe', 'pipe', 'inherit'] });
    await ready(service);
    note(`inspecting it: highwater inspect ${service.pid}`);
    const { inspect } = await import('./inspect.ts');
    await inspect([String(service.pid)], options);
  } finally {
    process.off('exit', end);
    end();
  }
}

/** From src/cli/commands and from dist/cli/commands the fixtures are at the same place. */
function demoSource(): string {
  return fileURLToPath(new URL('../../../fixtures/demo', import.meta.url));
}

function build(folder: string): string {
  const program = path.join(folder, 'gateway');
  const built = spawnSync('go', ['build', '-buildvcs=false', '-o', program, '.'], {
    cwd: demoSource(),
    encoding: 'utf8',
  });
  if (built.error) {
    throw new UnreadableError(
      'go-missing',
      'the demo is a Go program and needs the go command, which is not on PATH; install it from https://go.dev/dl, or inspect a Go process of yours',
    );
  }
  if (built.status !== 0) {
    throw new UnreadableError(
      'demo-build-failed',
      `the demo did not build: ${built.stderr.trim().split('\n').at(-1)}`,
    );
  }
  return program;
}

/** Waits for the line that the service prints in the state worth looking at. */
async function ready(service: ChildProcess): Promise<void> {
  const failed = new AbortController();
  const timer = setTimeout(() => failed.abort(), readyTimeoutMs);
  const { stdout } = service;
  if (!stdout) throw new UnreadableError('demo-not-ready', 'the demo service has no output');
  const lines = createInterface({ input: stdout });
  try {
    await Promise.race([
      readyLine(lines),
      once(service, 'exit', { signal: failed.signal }).then(() => Promise.reject(new Error('it ended'))),
    ]);
  } catch (error) {
    const why = failed.signal.aborted
      ? 'it was not ready in time'
      : error instanceof Error
        ? error.message
        : '';
    throw new UnreadableError('demo-not-ready', `the demo service did not start: ${why}`);
  } finally {
    clearTimeout(timer);
    lines.close();
    stdout.resume();
  }
}

async function readyLine(lines: AsyncIterable<string>): Promise<void> {
  for await (const line of lines) if (line.startsWith('READY')) return;
  throw new Error('it ended before it was ready');
}

function note(text: string): void {
  process.stderr.write(`highwater demo: ${text}\n`);
}
