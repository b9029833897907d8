import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { buildGoProgram } from '../../../test/truth/build-go.ts';

/** What the program of formats/testdata/traced says of itself, and the traces of it that older versions of Go made. */
const formats = path.join(import.meta.dirname, '../../formats/testdata');
const program = path.join(formats, 'traced');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-traced-'));
let runCount = 0;

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

export interface TracedService {
  readonly file: string;
  readonly truth: {
    readonly Leaked: number;
    readonly Background: number;
    readonly Awaited: number;
    readonly Pool: number;
    readonly Collections: number;
    readonly GivenBack: number;
    readonly Polls: number;
    readonly Sessions: number;
  };
}

export interface TracedServiceOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** About 30 ms each. */
  readonly rounds: number;
  /** `flight`: what a flight recorder kept. `busy`: it allocates all the time. */
  readonly mode?: 'trace' | 'flight' | 'busy';
}

/** Runs the program, built with the machine's Go, and gives its trace. */
export function tracedService({
  environment = {},
  rounds,
  mode = 'trace',
}: TracedServiceOptions): TracedService {
  const binary = buildGoProgram({ source: program, environment: { CGO_ENABLED: '0' } });
  const file = path.join(folder, `${runCount++}.trace`);
  const env = { ...process.env, ...environment };
  const out = execFileSync(binary, [file, String(rounds), mode], { encoding: 'utf8', env });
  return { file, truth: JSON.parse(out) as TracedService['truth'] };
}

/** A packed trace of the same program that an older Go made. */
export function olderTrace(name: 'go1.18' | 'go1.20' | 'go1.21'): string {
  return path.join(formats, 'traces', `${name}.trace.gz`);
}

/** Line of main.go at which main.leakHandler has its go statement. */
export function leakLine(): number {
  const lines = fs.readFileSync(path.join(program, 'main.go'), 'utf8').split('\n');
  return lines.findIndex((text) => text.startsWith('func leakHandler')) + 2;
}
