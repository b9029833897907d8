/*
 * How fast profiles are read. Decoding: profile.proto that is inflated already, against the npm package pprof-format, each
 * in a process of its own, by CPU time; every sample must be the same. The whole command: `highwater inspect` against `go tool pprof -top`, as a
 * shell waits for them; flat and cumulative bytes of every function must be the same.
 *
 *     npm run bench:pprof
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Profile } from 'pprof-format';
import { Diagnostics } from '../src/base/index.ts';
import { type ProfileColumns, ProfileDecoder } from '../src/formats/index.ts';
import { takeProfiles } from '../test/truth/profiles.ts';
import { highwaterCommand } from './highwater.ts';
import { writeProfile } from './made-profile.ts';
import { median, runOnce } from './measure.ts';
import { machineLine, mebibytes, milliseconds, printTable } from './print.ts';

/** Samples that come to 1 MB and 50 MB of gzip. */
const files = [
  { name: '1 MB', sampleCount: 11_000, rounds: 25 },
  { name: '50 MB', sampleCount: 1_180_000, rounds: 3 },
];
const folder = join(tmpdir(), 'highwater-bench-pprof');

const [chosenSide, decodedPath, decodedRounds] = process.argv.slice(2);
if (chosenSide === 'ours' || chosenSide === 'theirs') {
  console.log(decodeMs(chosenSide, decodedPath, Number(decodedRounds)));
} else {
  await compare();
}

async function compare(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const decodeRows: string[][] = [];
  const commandRows: string[][] = [smallRow()];
  for (const { name, sampleCount, rounds } of files) {
    const path = join(folder, `${sampleCount}.pb.gz`);
    if (!existsSync(path)) {
      await writeProfile(`${path}.part`, sampleCount);
      renameSync(`${path}.part`, path);
    }
    const size = mebibytes(statSync(path).size);
    decodeRows.push([name, size, ...decodeRow(path, rounds)]);
    commandRows.push([name, size, ...commandRow(path, rounds)]);
  }
  console.log(machineLine(execFileSync('go', ['version'], { encoding: 'utf8' }).trim()));
  printTable(['profile', 'gzip', 'inflated', 'samples', 'highwater', 'pprof-format', 'ratio'], decodeRows);
  printTable(
    ['profile', 'gzip', 'highwater inspect', 'go tool pprof -top', 'ratio', 'peak', 'peak of pprof'],
    commandRows,
  );
}

/** The heap of a small program, which it wrote itself: reading it is nothing, and what is left is the start of both tools. */
function smallRow(): string[] {
  const path = join(folder, 'small.pb.gz');
  using taken = takeProfiles({ toolchain: 'local' }, 65_536);
  copyFileSync(taken.path('heap'), path);
  return ['small', `${(statSync(path).size / 1024).toFixed(1)} KiB`, ...commandRow(path, 25)];
}

/** Each side in a process of its own: what the other leaves to be collected would be counted with it. */
function decodeRow(path: string, rounds: number): string[] {
  const bytes = inflated(path);
  const profile = decode(bytes);
  expectEqual(profile, Profile.decode(bytes));
  const [ours, theirs] = (['ours', 'theirs'] as const).map((side) =>
    Number(
      execFileSync(process.execPath, [fileURLToPath(import.meta.url), side, path, String(rounds)], {
        encoding: 'utf8',
      }),
    ),
  );
  const speed = (ms: number): string => `${Math.round(bytes.length / 1000 / ms)} MB/s`;
  const ratio = (theirs / ours).toFixed(1);
  return [mebibytes(bytes.length), String(profile.samples.count), speed(ours), speed(theirs), ratio];
}

/** Median of the rounds after the first one, which warms up. */
function decodeMs(side: string, path: string, rounds: number): number {
  const bytes = inflated(path);
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const start = process.cpuUsage();
    if (side === 'ours') decode(bytes);
    else Profile.decode(bytes);
    if (round > 0) times.push(cpuMs(start, process.cpuUsage()));
  }
  return median(times);
}

function inflated(path: string): Uint8Array {
  return new Uint8Array(gunzipSync(readFileSync(path)));
}

/** Of all threads, the collector's too: on a busy machine the clock says nothing. */
function cpuMs(from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number {
  return (to.user - from.user + to.system - from.system) / 1000;
}

function decode(bytes: Uint8Array): ProfileColumns {
  const diagnostics = new Diagnostics();
  const decoder = new ProfileDecoder({ diagnostics });
  const pieceBytes = 2 ** 18;
  for (let at = 0; at < bytes.length; at += pieceBytes) decoder.push(bytes.subarray(at, at + pieceBytes));
  const profile = decoder.finish();
  if (diagnostics.list().length > 0) throw new Error(JSON.stringify(diagnostics.list()));
  return profile;
}

function expectEqual({ samples, locations, functions, texts }: ProfileColumns, other: Profile): void {
  const equal = (ours: unknown, theirs: unknown, what: string): void => {
    if (ours !== theirs) throw new Error(`${what}: ${String(ours)}, and ${String(theirs)} of pprof-format`);
  };
  equal(samples.count, other.sample.length, 'samples');
  equal(locations.count, other.location.length, 'locations');
  equal(functions.count, other.function.length, 'functions');
  const ids = other.location.map(({ id }) => Number(id));
  other.sample.forEach((sample, index) => {
    const stack = samples.stackLocations.subarray(samples.stackStarts[index], samples.stackStarts[index + 1]);
    equal(stack.length, sample.locationId.length, 'frames');
    sample.locationId.forEach((id, frame) => equal(ids[stack[frame]], Number(id), 'location'));
    sample.value.forEach((value, column) =>
      equal(samples.values[index * samples.width + column], Number(value), 'value'),
    );
    equal(samples.labels.numbers[samples.labelStarts[index]], Number(sample.label[0]?.num), 'label');
  });
  other.function.forEach((each, index) =>
    equal(texts.text(functions.names[index]), other.stringTable.strings[Number(each.name)], 'name'),
  );
}

interface Answer {
  readonly functions: readonly {
    readonly function: string;
    readonly flatBytes: number;
    readonly cumBytes: number;
  }[];
}

function commandRow(path: string, rounds: number): string[] {
  const goWords = [
    '-top',
    '-symbolize=none',
    '-sample_index=inuse_space',
    '-nodecount=1000000',
    '-nodefraction=0',
    '-edgefraction=0',
  ];
  const jsonCommand = highwaterCommand(path, ['--lang', 'en']);
  // What is measured is the report for people, as `-top` is; JSON has every function, and the flame graph beside it.
  const ourCommand = jsonCommand.filter((word) => word !== '--json');
  const goCommand = ['go', 'tool', 'pprof', ...goWords, '-unit=B', path];
  const ours = { wallMs: [] as number[], peakBytes: 0 };
  const theirs = { wallMs: [] as number[], peakBytes: 0 };
  for (let round = 0; round <= rounds; round++) {
    const our = runOnce(ourCommand);
    const go = runOnce(goCommand);
    if (our.exitCode !== 0 || go.exitCode !== 0) throw new Error('a command failed');
    if (round === 0) {
      expectSameFunctions(JSON.parse(runOnce(jsonCommand).stdout) as Answer, go.stdout);
      continue;
    }
    for (const [run, sums] of [
      [our, ours],
      [go, theirs],
    ] as const) {
      sums.wallMs.push(run.wallMs);
      sums.peakBytes = Math.max(sums.peakBytes, run.peakBytes);
    }
  }
  return [
    milliseconds(median(ours.wallMs)),
    milliseconds(median(theirs.wallMs)),
    (median(theirs.wallMs) / median(ours.wallMs)).toFixed(2),
    mebibytes(ours.peakBytes),
    mebibytes(theirs.peakBytes),
  ];
}

function expectSameFunctions({ functions }: Answer, text: string): void {
  const known = new Map(functions.map((row) => [row.function, row]));
  let count = 0;
  for (const [, flat, cum, name] of text.matchAll(
    /^ *(\d+)B? +\S+ +\S+ +(\d+)B? +\S+ +(.+?)(?: \((?:partial-)?inline\))?$/gm,
  )) {
    if (Number(cum) === 0) continue;
    count++;
    const row = known.get(name);
    if (row?.flatBytes !== Number(flat) || row.cumBytes !== Number(cum))
      throw new Error(`${name}: ${flat} and ${cum} of pprof, ${JSON.stringify(row)}`);
  }
  if (count !== known.size) throw new Error(`${known.size} functions, and ${count} of pprof`);
}
