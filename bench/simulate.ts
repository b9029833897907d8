/*
 * Simulated maps against the real ones of this machine, turn by turn in one run: a million integer keys inserted, nine
 * tenths of them deleted. Both must end with the same entries. A ratio over 1 means that the simulation did more
 * operations a second than Go's own map. `npm run bench:predict` times the formulas.
 *
 *     npm run bench:simulate
 */
import { type ChildProcess, spawn } from 'node:child_process';
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

console.log(machineLine(`median of ${rounds} turns, ${keyCount} integer keys`));
printTable(
  ['map', 'operations', 'Go', 'simulated', 'ratio'],
  [
    ...(await compare({ toolchain: 'local' }, 'swiss')),
    ...(await compare({ toolchain: 'go1.23.12' }, 'classic')),
  ],
);
