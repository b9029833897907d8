import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { encodeText } from '../../base/index.ts';
import { type FatalLine } from '../fatalerror/fatal-line.ts';
import type { RaceReport } from '../fatalerror/race-report.ts';
import type { GcTraceLine } from '../godebug/gctrace.ts';
import type { InitTraceLine } from '../godebug/inittrace.ts';
import type { ScavTraceLine } from '../godebug/scavtrace.ts';
import { type GoLogCounts, GoLogReader, type LogPlace } from '../golog/go-log-reader.ts';
import type { GoroutineProfileRecord } from '../goroutinedump/goroutine-profile.ts';
import type { TracebackGoroutine } from '../goroutinedump/traceback-reader.ts';

/** All that a log has, in order. */
export interface CollectedLog {
  readonly collections: GcTraceLine[];
  readonly scavenges: ScavTraceLine[];
  readonly initialisations: InitTraceLine[];
  readonly goroutines: TracebackGoroutine[];
  readonly records: GoroutineProfileRecord[];
  readonly fatals: FatalLine[];
  readonly races: RaceReport[];
  /** Of each of them. */
  readonly places: LogPlace[];
  counts: GoLogCounts;
}

/** Reads a text, in pieces of so many bytes. */
export function collectLog(text: string | Uint8Array, pieceLength = 65_536): CollectedLog {
  const log: Omit<CollectedLog, 'counts'> = {
    collections: [],
    scavenges: [],
    initialisations: [],
    goroutines: [],
    records: [],
    fatals: [],
    races: [],
    places: [],
  };
  const into =
    <Value>(list: Value[]) =>
    (value: Value, place: LogPlace): void => {
      list.push(value);
      log.places.push(place);
    };
  const reader = new GoLogReader({
    collection: into(log.collections),
    scavenge: into(log.scavenges),
    initialisation: into(log.initialisations),
    goroutine: into(log.goroutines),
    profileRecord: into(log.records),
    fatal: into(log.fatals),
    race: into(log.races),
  });
  const bytes = typeof text === 'string' ? encodeText(text) : text;
  for (let at = 0; at < bytes.length; at += pieceLength) reader.push(bytes.subarray(at, at + pieceLength));
  return { ...log, counts: reader.end() };
}

/**
 * With gctrace=1 and scavtrace=1 at once the runtime may hang in the middle of a line (seen on Go 1.23 to 1.26, up to once in
 * three runs): sweepone prints with mheap_.lock held and waits for printlock, and who has that may need the former.
 */
const mostHangs = 12;
const hangMs = 8000;

/** What a program of testdata writes; `shell` runs before it, such as a limit. */
export function outputOf(
  binary: string,
  mode: string,
  environment: Readonly<Record<string, string>> = {},
  shell = '',
): { readonly stdout: string; readonly stderr: string } {
  const mayHang = environment['GODEBUG']?.includes('scavtrace') ?? false;
  for (let hangs = 0; ; hangs++) {
    const { stdout, stderr, signal } = spawnSync('sh', ['-c', `${shell}\nexec "$0" "$1"`, binary, mode], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
      timeout: mayHang ? hangMs : 60_000,
      killSignal: 'SIGKILL',
      maxBuffer: 2 ** 26,
    });
    if (signal !== 'SIGKILL' || !mayHang || hangs === mostHangs) return { stdout, stderr };
  }
}

/** Line of `// place: NAME` in a program of testdata, and the file as the compiler names it. */
export function placeIn(program: string, name: string): { readonly file: string; readonly line: number } {
  const file = path.join(import.meta.dirname, program, 'main.go');
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  return { file, line: 1 + lines.findIndex((line) => line.endsWith(`// place: ${name}`)) };
}
