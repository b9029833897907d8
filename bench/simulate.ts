/*
 * Simulated maps against the real ones of this machine, turn by turn in one run: a million integer keys inserted, nine
 * tenths of them deleted. Both must end with the same entries. A ratio over 1 means that the simulation did more
 * operations a second than Go's own map. And predictions: milliseconds for the first one of a process, and for later ones.
 *
 *     npm run bench:simulate
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { simulateMap } from '../src/simulate/index.ts';
import { buildFixture, type GoLine, toolchainVersion } from '../test/truth/toolchain.ts';
import { median } from './measure.ts';
import { machineLine, printTable } from './print.ts';

const keyCount = 1_000_000;
const rounds = 9;

interface Round {
  readonly InsertMs: number;
  readonly DeleteMs: number;
  readonly FullLen: number;
  readonly Len: number;
  readonly KeySum: number;
}

const int = {
  keyBytes: 8,
  keyAlign: 8,
  keyHasPointers: false,
  valueBytes: 8,
  valueAlign: 8,
  valueHasPointers: false,
} as const;

function simulatedRound(line: { minor: number; mapKind: 'classic' | 'swiss' }, seed: number): Round {
  const map = simulateMap(int, line, { seed });
  const start = performance.now();
  for (let key = 0; key < keyCount; key++) map.insert(key);
  const filled = performance.now();
  const fullLen = map.len;
  const begun = performance.now();
  for (let key = 0; key < keyCount; key++) if (key % 10 !== 0) map.delete(key);
  const done = performance.now();
  let keySum = 0;
  map.iterate((key) => {
    keySum += key;
  });
  return {
    InsertMs: filled - start,
    DeleteMs: done - begun,
    FullLen: fullLen,
    Len: map.len,
    KeySum: keySum,
  };
}

/** A real map's rounds, one for each question. */
function realRounds(line: GoLine): { process: ChildProcess; next: () => Promise<Round> } {
  const process = spawn(buildFixture(line, 'plain', 'mapspeed'), { stdio: ['pipe', 'pipe', 'inherit'] });
  if (process.stdout === null) throw new Error('the Go program has no output');
  const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  return {
    process,
    next: async () => {
      process.stdin?.write('\n');
      const { value, done } = await lines.next();
      if (done === true) throw new Error('the Go program ended');
      return JSON.parse(value) as Round;
    },
  };
}

function sameEntries(ours: Round, real: Round): void {
  for (const field of ['FullLen', 'Len', 'KeySum'] as const) {
    if (ours[field] !== real[field]) throw new Error(`${field} ${ours[field]}, Go ${real[field]}`);
  }
}

async function compare(line: GoLine, mapKind: 'classic' | 'swiss'): Promise<string[][]> {
  const version = toolchainVersion(line);
  if (version === undefined) throw new Error(`${line.toolchain} cannot be downloaded`);
  const minor = Number(version.split('.')[1]);
  const real = realRounds(line);
  const pairs: { ours: Round; go: Round }[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const go = await real.next();
      const ours = simulatedRound({ minor, mapKind }, round);
      sameEntries(ours, go);
      pairs.push({ ours, go });
    }
  } finally {
    real.process.kill();
  }
  const row = (name: string, operations: number, msOf: (round: Round) => number): string[] => {
    const ours = median(pairs.map((pair) => msOf(pair.ours)));
    const go = median(pairs.map((pair) => msOf(pair.go)));
    const perSecond = (ms: number): string => `${(operations / ms / 1000).toFixed(1)} M/s`;
    const ratio = median(pairs.map((pair) => msOf(pair.go) / msOf(pair.ours)));
    return [`${version} ${mapKind}`, name, perSecond(go), perSecond(ours), `${ratio.toFixed(2)} x`];
  };
  const deletes = keyCount * 0.9;
  return [
    row('inserts', keyCount, ({ InsertMs }) => InsertMs),
    row('deletes', deletes, ({ DeleteMs }) => DeleteMs),
    row('both', keyCount + deletes, ({ InsertMs, DeleteMs }) => InsertMs + DeleteMs),
  ];
}

/** In a process of its own: what a user waits for is the first prediction, with nothing compiled yet. */
const predictionProgram = `
  const { predictMap } = await import('./src/gomem/index.ts');
  const shape = JSON.parse(process.argv[1]);
  const [mapKind, minor, entries] = process.argv.slice(2);
  const times = [];
  for (let call = 0; call < 20; call++) {
    const start = performance.now();
    predictMap(shape, { minor: Number(minor), mapKind }, { entries: Number(entries) + call, deleted: 'all' });
    times.push(performance.now() - start);
  }
  console.log(JSON.stringify(times));
`;

function predictionTimes(mapKind: string, minor: number, entries: number): string[] {
  const parameters = [JSON.stringify(int), mapKind, String(minor), String(entries)];
  const printed = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', predictionProgram, ...parameters],
    {
      encoding: 'utf8',
    },
  );
  const times = JSON.parse(printed) as number[];
  return [
    `Go 1.${minor}`,
    String(entries),
    `${times[0].toFixed(1)} ms`,
    `${median(times.slice(1)).toFixed(2)} ms`,
  ];
}

console.log(machineLine(`median of ${rounds} turns, ${keyCount} integer keys`));
printTable(
  ['map', 'operations', 'Go', 'simulated', 'ratio'],
  [
    ...(await compare({ toolchain: 'local' }, 'swiss')),
    ...(await compare({ toolchain: 'go1.23.12' }, 'classic')),
  ],
);
console.log();
printTable(
  ['predictMap', 'entries', 'first call', 'later calls'],
  [100, 5000, 100_000, 5_000_000].flatMap((entries) => [
    predictionTimes('swiss', 26, entries),
    predictionTimes('classic', 23, entries),
  ]),
);
