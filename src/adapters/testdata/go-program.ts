import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { buildGoProgram, type GoProgram } from '../../../test/truth/build-go.ts';

const sources = import.meta.dirname;
/** Builds testdata/NAME.go. */
export function buildProgram(name: string, options: Omit<GoProgram, 'source'> = {}): string {
  // The machine's own Go may use all of its language.
  const environment = { ...(options.toolchain ? {} : { GO111MODULE: 'off' }), ...options.environment };
  return buildGoProgram({ ...options, source: path.join(sources, `${name}.go`), environment });
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
