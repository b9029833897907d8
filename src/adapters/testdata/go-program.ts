import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const sources = import.meta.dirname;
const folder = path.join(os.tmpdir(), 'highwater-adapters');

/** Builds testdata/NAME.go; Go's own cache makes the second time quick. `variant` names the build for other settings. */
export function buildProgram(
  name: string,
  variant = '',
  environment: Record<string, string> = {},
  flags: string[] = [],
): string {
  const module = fs.mkdtempSync(ensured(folder));
  const output = path.join(module, name + variant);
  const source = path.join(module, 'main.go');
  fs.copyFileSync(path.join(sources, `${name}.go`), source);
  // GOTOOLCHAIN is heard inside a module only.
  const hasToolchain = environment['GOTOOLCHAIN'] !== undefined;
  if (hasToolchain) fs.writeFileSync(path.join(module, 'go.mod'), `module ${name}.test\n\ngo 1.18\n`);
  execFileSync('go', ['build', ...flags, '-o', output, hasToolchain ? '.' : source], {
    cwd: module,
    env: { ...process.env, ...(hasToolchain ? {} : { GO111MODULE: 'off' }), ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return output;
}

/** A running program that ends when its stdin closes, at the latest with this process. */
export interface Program<Facts> {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly facts: Facts;
  end(): Promise<void>;
}

/** Starts a program that prints one line of JSON and then waits. */
export async function startProgram<Facts>(
  binary: string,
  parameters: string[] = [],
  environment: Record<string, string> = {},
): Promise<Program<Facts>> {
  const child = spawn(binary, parameters, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...environment },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await firstLine(child);
  return {
    child,
    pid: child.pid ?? 0,
    facts: JSON.parse(line),
    end: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`the program ended with ${code} before its first line`)));
    child.once('error', reject);
  });
}

function ensured(parent: string): string {
  fs.mkdirSync(parent, { recursive: true });
  return `${parent}${path.sep}`;
}
