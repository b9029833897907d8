/*
 * How often a service that does not leak is said to grow, and how soon a leak is: `node bench/growth/simulate.ts`, half an
 * hour on one processor. Writes docs/growth.md. With arguments `SCENARIO FIRST COUNT` it does a part and prints it as JSON.
 *
 * Thresholds were set on seeds below 2,000 and frozen in the commit that set `firstSeed`; the seeds here are others. An earlier
 * method had its final run on seeds from 700,001 on.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { falseAlarms, hoursToAlarm } from '../../src/profile/growth/testdata/alarms.ts';
import { serverNoises } from '../../src/profile/growth/testdata/noise.ts';

const scenarios = {
  standard: { text: 'standard: bytes alive after each collection', seeds: 1000, options: {} },
  'saw-tooth': {
    text: 'HeapAlloc, the saw-tooth itself, in its place',
    seeds: 100,
    options: { line: 'heap-alloc' },
  },
  deploy: { text: 'the leak comes with a deploy', seeds: 100, options: { leakDeploys: true } },
  'untold-starts': { text: 'restarts are not told', seeds: 100, options: { harder: 'untold-starts' } },
  weekends: { text: 'weekends of less load', seeds: 100, options: { harder: 'weekends' } },
  bursts: { text: 'bursts of minutes to two hours', seeds: 100, options: { harder: 'bursts' } },
  'unsteady-days': {
    text: 'days that differ by a tenth and a quarter of an hour',
    seeds: 100,
    options: { harder: 'unsteady-days' },
  },
} as const;
type Scenario = keyof typeof scenarios;

const firstSeed = 900_001;
const seedsAPart = 50;

interface Part {
  readonly alarmed: readonly number[];
  readonly hours: readonly (number | null)[];
}

const [scenario, first, count] = process.argv.slice(2);
if (scenario === undefined) await writeTable();
else process.stdout.write(JSON.stringify(partOf(scenario as Scenario, Number(first), Number(count))));

function partOf(name: Scenario, from: number, seedCount: number): Part {
  const options = { sampleSeconds: 15, line: 'heap-live', ...scenarios[name].options } as const;
  const seeds = Array.from({ length: seedCount }, (_, i) => from + i);
  return {
    alarmed: seeds.filter((seed) => falseAlarms(seed, { ...options, leakDeploys: false }).length > 0),
    hours: seeds.map((seed) => hoursToAlarm(seed, options) ?? null),
  };
}

async function writeTable(): Promise<void> {
  const work = Object.entries(scenarios).flatMap(([name, { seeds }]) =>
    Array.from({ length: seeds / seedsAPart }, (_, i) => ({ name, from: firstSeed + i * seedsAPart })),
  );
  const parts = new Map<string, Part[]>();
  const takeParts = async (): Promise<void> => {
    for (let next = work.shift(); next; next = work.shift()) {
      const { name, from } = next;
      const part = await partOfProcess(name, from);
      parts.set(name, [...(parts.get(name) ?? []), part]);
      process.stderr.write(
        `${name} ${from}: ${part.alarmed.length} alarmed, ${part.hours.filter((each) => each !== null && each <= 6).length} caught\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, takeParts));
  const rows = Object.entries(scenarios).map(([name, { text, seeds }]) =>
    rowOf(text, seeds, parts.get(name) ?? []),
  );
  const file = join(import.meta.dirname, '..', '..', 'docs', 'growth.md');
  const [head] = readFileSync(file, 'utf8').split('<!-- table -->');
  const noise = serverNoises.map(
    ({ server, recordedSeconds, fastDeviation, fastSeconds, slowDeviation, slowSeconds }) =>
      `| ${server} | ${recordedSeconds} s | ${percent(fastDeviation)} | ${fastSeconds} s | ${percent(slowDeviation)} | ${slowSeconds} s |`,
  );
  const table = [
    '| Services | Series | With a false alarm | Leak caught within 6 h | within 12 h | Middle |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    '| Noise of | Recorded | Fast part | falls by e in | Slow part | falls by e in |',
    '|---|---|---|---|---|---|',
    ...noise,
  ];
  writeFileSync(file, `${head}<!-- table -->\n\n${table.join('\n')}\n`);
}

function rowOf(text: string, seeds: number, parts: readonly Part[]): string {
  const alarmed = parts.flatMap((part) => part.alarmed).length;
  const hours = parts.flatMap((part) => part.hours.map((each) => each ?? Infinity)).sort((a, b) => a - b);
  const within = (limit: number): string => percent(hours.filter((each) => each <= limit).length / seeds);
  const middle = hours[Math.floor(hours.length / 2)];
  const middleText = Number.isFinite(middle) ? `${middle.toFixed(1)} h` : 'over 12 h';
  return `| ${text} | ${seeds} | ${alarmed} | ${within(6)} | ${within(12)} | ${middleText} |`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function partOfProcess(name: string, from: number): Promise<Part> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, name, String(from), String(seedsAPart)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(text) as Part)
        : reject(new Error(`${name} ${from} ended with ${code}`)),
    );
  });
}
