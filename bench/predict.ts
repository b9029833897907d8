/*
 * How long `predict` takes to answer: for types of every kind, from nothing to a billion entries, on every Go version.
 * `command` is from the command line to the last byte of the output, in a process of its own in which the program has just
 * been loaded and nothing of the command yet (on a busy machine its CPU time says more); `process` is all that a shell waits for, the start of Node too. `later` is one
 * more prediction in a process that has made some.
 * A prediction must answer within 50 ms after the start, whatever the size: the last line says whether all did.
 *
 *     npm run bench:predict
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { goLines, goLineName, predict } from '../src/predict/index.ts';
import { projectRoot, runScript } from '../scripts/tool.ts';
import { median } from './measure.ts';
import { machineLine, printTable } from './print.ts';

const limitMs = 50;
const rounds = 3;
const types = [
  'map[int]int',
  'map[int][128]byte',
  'map[int][129]byte',
  'map[int]*[1024]byte',
  'map[int]struct{}',
  'map[string]struct{}',
  'map[string]bool',
  'map[string]string',
  'map[string][]byte',
  'map[string]any',
  'map[string]map[string]int',
  'map[[16]byte]*int',
  'map[[129]byte]int',
  'map[int32]int32',
  'map[uint8]uint8',
  'map[float64]float64',
  'map[any]any',
  'map[*int]int',
  'map[struct{a int8; b int64}]bool',
  'map[chan int]func()',
  'map[int][64]byte',
  'map[int][1024]byte',
  'map[rune]string',
  'map[uint16]uint64',
  'map[complex128]int',
  '[]int',
  '[]string',
  '[]byte',
  '[][16]byte',
  '[]struct{a bool; b int64}',
  'chan int',
  '[1000]int',
  'struct{a bool; b int64; c bool}',
  '*int',
  'string',
];
const coldSizes = [0, 8, 1000, 5000, 50_000, 1_000_000, 1_000_000_000];
const laterSizes = [...coldSizes, 1, 9, 209, 897, 1793, 13_313, 26_625, 1_835_009, 100_000_000];

const timed = `
  const { enableCompileCache } = await import('node:module');
  const { setFlagsFromString } = await import('node:v8');
  // As main.ts does.
  setFlagsFromString('--no-turbofan');
  enableCompileCache();
  const [program, ...words] = process.argv.slice(1);
  const { run } = await import(program);
  const before = process.threadCpuUsage();
  const start = performance.now();
  await run(words);
  const commandMs = performance.now() - start;
  const { user, system } = process.threadCpuUsage(before);
  process.stderr.write(JSON.stringify({ commandMs, cpuMs: (user + system) / 1000 }));
`;

interface Answer {
  readonly type: string;
  readonly commandMs: number;
  readonly cpuMs: number;
  readonly processMs: number;
}

/** The fastest of a few: what the command takes, not what its neighbours on the machine do. */
function fastest(type: string, entries: number, go: string): Answer {
  const answers = Array.from({ length: rounds }, () => answer(type, entries, go));
  return answers.reduce((one, other) => (other.commandMs < one.commandMs ? other : one));
}

function answer(type: string, entries: number, go: string): Answer {
  const program = join(projectRoot, 'dist/cli/run.js');
  const words = ['predict', type, '--entries', String(entries), '--delete', 'all', '--go', go];
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', timed, '--', program, ...words],
    {
      encoding: 'utf8',
    },
  );
  const processMs = performance.now() - start;
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
  return { type, ...(JSON.parse(stderr) as { commandMs: number; cpuMs: number }), processMs };
}

function laterMs(type: string, entries: number): number[] {
  return goLines.map((line) => {
    const start = performance.now();
    predict(type, { entries, line, deleted: 'all' });
    return performance.now() - start;
  });
}

function shown(values: readonly number[]): string {
  return `${median(values).toFixed(1)} / ${Math.max(...values).toFixed(1)} ms`;
}

if (!runScript('scripts/build.ts')) throw new Error('the build failed');
console.log(machineLine(`${types.length} types, fastest of ${rounds} each, median / worst of the types`));
const rows: string[][] = [];
let slowest: Answer & { readonly entries: number } = {
  type: '',
  entries: 0,
  commandMs: 0,
  cpuMs: 0,
  processMs: 0,
};
let call = 0;
for (const entries of coldSizes) {
  // Every line of Go has its turn: one answer is worked out for all of them anyway.
  const answers = types.map((type) => fastest(type, entries, goLineName(goLines[call++ % goLines.length])));
  for (const each of answers) if (each.commandMs > slowest.commandMs) slowest = { ...each, entries };
  const later = types.flatMap((type) => laterMs(type, entries));
  rows.push([
    String(entries),
    shown(answers.map(({ commandMs }) => commandMs)),
    shown(answers.map(({ cpuMs }) => cpuMs)),
    shown(answers.map(({ processMs }) => processMs)),
    shown(later),
  ]);
}
printTable(['entries', 'command', 'of it CPU', 'process', 'later'], rows);
const later = laterSizes.flatMap((entries) => types.flatMap((type) => laterMs(type, entries)));
console.log(`\n${later.length} predictions one after another: ${shown(later)}`);
const verdict = slowest.commandMs < limitMs ? 'within' : 'OVER';
console.log(
  `slowest command: ${slowest.commandMs.toFixed(1)} ms, ${slowest.type} with ${slowest.entries} entries: ${verdict} ${limitMs} ms`,
);
