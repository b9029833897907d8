import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { buildGo } from './go-binary.ts';

/** What traced/main.go says of itself. */
export interface TracedTruth {
  readonly GoVersion: string;
  readonly Leaked: number;
  readonly Background: number;
  readonly Awaited: number;
  readonly Pool: number;
  readonly Collections: number;
  readonly GivenBack: number;
  readonly Polls: number;
  readonly Sessions: number;
  readonly Rounds: number;
}

export interface TracedRun extends Disposable {
  /** There until it is disposed of. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly truth: TracedTruth;
}

export interface TracedOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** About 30 ms each; 60 where it is not given. */
  readonly rounds?: number;
  /** `flight`: what a flight recorder kept; Go 1.25+. `busy`: it allocates all the time. */
  readonly mode?: 'trace' | 'flight' | 'busy';
}

/** Builds testdata/traced with a toolchain, runs it and gives its trace. */
export function tracedRun(
  toolchain: string,
  { environment = {}, rounds = 60, mode = 'trace' }: TracedOptions = {},
): TracedRun {
  const binary = buildGo({ program: 'traced', toolchain, environment: { CGO_ENABLED: '0' } });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-traced-'));
  const file = path.join(folder, 'go.trace');
  const out = execFileSync(binary, [file, String(rounds), mode], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  return {
    file,
    bytes: new Uint8Array(fs.readFileSync(file)),
    truth: JSON.parse(out) as TracedTruth,
    [Symbol.dispose]: () => fs.rmSync(folder, { recursive: true }),
  };
}

/** A trace of testdata/traced that was recorded with an older Go, and what `go tool trace -d` of it printed; see testdata/traces. */
export function recordedTrace(name: 'go1.18' | 'go1.20' | 'go1.21'): { bytes: Uint8Array; listing: string } {
  const read = (ending: string): Buffer =>
    zlib.gunzipSync(fs.readFileSync(path.join(import.meta.dirname, 'traces', `${name}.${ending}.gz`)));
  return { bytes: Uint8Array.from(read('trace')), listing: read('listing').toString('utf8') };
}
