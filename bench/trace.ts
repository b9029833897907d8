/*
 * How fast execution traces are read: `highwater inspect TRACE --json`, whole, against `go tool trace -d=parsed`, which decodes
 * the same file and prints it (to nothing here). Both run as commands and take turns. The goroutines that were started and
 * ended, the collections and the stops of the world must be equal. A trace of the same program that is ten times as long is read
 * by ours alone, so that the peaks of memory show whether it grows with the file.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { highwaterCommand } from './highwater.ts';
import { median, type Run, runOnce } from './measure.ts';
import { machineLine, mebibytes, milliseconds, printTable } from './print.ts';

const rounds = 3;

interface TraceCase {
  readonly name: string;
  readonly toolchain: string;
  readonly parameters: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly isOursAlone?: boolean;
}

const cases: readonly TraceCase[] = [
  { name: 'busy service', toolchain: 'local', parameters: ['20', 'busy'] },
  // `go tool trace` prints some 40 times the size of a trace: of this one it would take minutes.
  {
    name: 'busy service, 10 times as long',
    toolchain: 'local',
    parameters: ['200', 'busy'],
    isOursAlone: true,
  },
  {
    name: 'with traceallocfree=1',
    toolchain: 'local',
    parameters: ['10', 'busy'],
    environment: { GODEBUG: 'traceallocfree=1' },
  },
  { name: 'busy service, Go 1.21', toolchain: 'go1.21.13', parameters: ['20', 'busy'] },
];

/** What both tools count. */
interface Counts {
  readonly started: number;
  readonly ended: number;
  readonly collections: number;
  readonly stops: number;
}

function goCommand(toolchain: string): string {
  if (toolchain === 'local') return 'go';
  const env = { ...process.env, GOTOOLCHAIN: toolchain };
  return path.join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8', env }).trim(), 'bin', 'go');
}

function makeTrace(
  folder: string,
  { toolchain, parameters, environment = {} }: TraceCase,
  index: number,
): string {
  const binary = path.join(folder, `traced-${index}`);
  const file = path.join(folder, `${index}.trace`);
  const program = path.join(import.meta.dirname, '..', 'src', 'formats', 'testdata', 'traced');
  const env = { ...process.env, GO111MODULE: 'off', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
  execFileSync(goCommand(toolchain), ['build', '-o', binary, '.'], { cwd: program, env });
  execFileSync(binary, [file, ...parameters], { env: { ...process.env, ...environment }, stdio: 'ignore' });
  return file;
}

/** Reads the counts from what `go tool trace` prints, which is far larger than the trace. */
function countsOfGo(file: string): Counts {
  const patterns =
    'NotExist->|->NotExist|RangeEnd .*Name="GC concurrent mark phase"|RangeEnd .*Name="stop-the-world';
  const script = `go tool trace -d=parsed "$0" | grep -oE '${patterns}' | sed -E 's/RangeEnd .*Name="//' | sort | uniq -c`;
  const lines = execFileSync('sh', ['-c', script, file], { encoding: 'utf8' }).split('\n');
  const count = (text: string): number =>
    Number(
      lines
        .find((line) => line.includes(text))
        ?.trim()
        .split(' ')[0] ?? 0,
    );
  return {
    started: count('NotExist->'),
    ended: count('->NotExist'),
    collections: count('GC concurrent mark phase'),
    stops: count('stop-the-world'),
  };
}

interface TraceAnswer {
  readonly trace: {
    readonly eventCount: number;
    readonly goroutines: { readonly created: number; readonly ended: number };
    readonly collections: { readonly count: number };
    readonly stops: { readonly count: number };
  };
}

function checked(run: Run, tool: string): Run {
  if (run.exitCode !== 0) throw new Error(`${tool} ended with ${run.exitCode}`);
  return run;
}

function measure({ name, isOursAlone = false }: TraceCase, file: string): string[] {
  const ours: Run[] = [];
  const theirs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(checked(runOnce(highwaterCommand(file, [])), 'highwater'));
    if (isOursAlone) continue;
    theirs.push(
      checked(runOnce(['sh', '-c', 'go tool trace -d=parsed "$0" > /dev/null', file]), 'go tool trace'),
    );
  }
  const { trace } = JSON.parse(ours[0].stdout) as TraceAnswer;
  if (!isOursAlone) checkCounts(name, trace, countsOfGo(file));
  const bytes = fs.statSync(file).size;
  const speed = (elapsedMs: number): string => `${(bytes / 1e6 / (elapsedMs / 1000)).toFixed(1)} MB/s`;
  const columns = (runs: readonly Run[]): string[] => {
    if (runs.length === 0) return ['', '', '', ''];
    const wallMs = median(runs.map((run) => run.wallMs));
    const cpuMs = median(runs.map((run) => run.cpuMs));
    const peakBytes = Math.max(...runs.map((run) => run.peakBytes));
    return [milliseconds(wallMs), speed(wallMs), speed(cpuMs), mebibytes(peakBytes)];
  };
  return [
    name,
    `${(bytes / 1e6).toFixed(1)} MB`,
    `${(trace.eventCount / 1e6).toFixed(2)} M`,
    String(trace.goroutines.created),
    ...columns(ours),
    ...columns(theirs),
    isOursAlone ? '' : `${median(theirs.map((run, index) => run.wallMs / ours[index].wallMs)).toFixed(1)} x`,
  ];
}

function checkCounts(
  name: string,
  { goroutines, collections, stops }: TraceAnswer['trace'],
  go: Counts,
): void {
  const ours: Counts = {
    started: goroutines.created,
    ended: goroutines.ended,
    collections: collections.count,
    stops: stops.count,
  };
  if (JSON.stringify(ours) !== JSON.stringify(go))
    throw new Error(`${name}: ${JSON.stringify(ours)}, and ${JSON.stringify(go)} of go tool trace`);
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-bench-'));
try {
  const rows = cases.map((each, index) => {
    const file = makeTrace(folder, each, index);
    const row = measure(each, file);
    fs.rmSync(file);
    return row;
  });
  console.log(machineLine(`median of ${rounds} runs, start of both programs included`));
  printTable(
    [
      '',
      'trace',
      'events',
      'goroutines started',
      'ours',
      'by the clock',
      'by CPU time',
      'peak RSS',
      'go tool trace',
      'by the clock',
      'by CPU time',
      'peak RSS',
      'speed of ours',
    ],
    rows,
  );
} finally {
  fs.rmSync(folder, { recursive: true });
}
