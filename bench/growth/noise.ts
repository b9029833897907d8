/*
 * Fits the noise of the simulated services to the recordings of real servers and writes src/profile/growth/testdata/noise.ts:
 * `node bench/growth/noise.ts`. What is alive is taken from the goal of each collection (Go's default of 100 percent: twice
 * what was alive), so that no saw-tooth is in it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const names = ['prometheus', 'nats', 'caddy'];
const lagsMax = 60;
const root = join(import.meta.dirname, '..', '..');

interface Fit {
  readonly fastDeviation: number;
  readonly fastSeconds: number;
  readonly slowDeviation: number;
  readonly slowSeconds: number;
}

const rows = names.map((name) => {
  const { seconds, logs, collections } = recording(name);
  const fit = fitWandering(withoutTrend(seconds, logs));
  process.stdout.write(
    `${name}: ${seconds.length} samples in ${Math.round(seconds.at(-1) ?? 0)} s, ${collections} collections, ${JSON.stringify(fit)}\n`,
  );
  const numbers = Object.entries(fit).map(([key, value]) => `${key}: ${value}`);
  return `  { server: '${name}', recordedSeconds: ${Math.round(seconds.at(-1) ?? 0)}, ${numbers.join(', ')} },`;
});
writeFileSync(
  join(root, 'src/profile/growth/testdata/noise.ts'),
  `/** How one server's live heap wanders: two wanderings whose correlation falls by e in so many seconds, in shares of the heap. */
export interface ServerNoise {
  readonly server: string;
  readonly recordedSeconds: number;
  readonly fastDeviation: number;
  readonly fastSeconds: number;
  readonly slowDeviation: number;
  readonly slowSeconds: number;
}

/** Written by bench/growth/noise.ts from bench/growth/recordings. */
export const serverNoises: readonly ServerNoise[] = [
${rows.join('\n')}
];
`,
);

function recording(name: string): { seconds: number[]; logs: number[]; collections: number } {
  const [head, ...lines] = readFileSync(join(import.meta.dirname, 'recordings', `${name}.csv`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const column = (title: string): number[] => lines.map((line) => Number(line[head.indexOf(title)]));
  const counts = column('gcCount');
  return {
    seconds: column('seconds'),
    logs: column('nextGcBytes').map(Math.log),
    collections: (counts.at(-1) ?? 0) - counts[0],
  };
}

/** A recording of minutes cannot tell a slow wave from growth: the straight line goes. */
function withoutTrend(seconds: readonly number[], logs: readonly number[]): number[] {
  const count = logs.length;
  const time = seconds.reduce((a, b) => a + b, 0) / count;
  const mean = logs.reduce((a, b) => a + b, 0) / count;
  let [product, square] = [0, 0];
  for (let i = 0; i < count; i++) {
    product += (seconds[i] - time) * (logs[i] - mean);
    square += (seconds[i] - time) ** 2;
  }
  return logs.map((log, i) => log - mean - (product / square) * (seconds[i] - time));
}

/** Two exponentials to the autocovariance of the first minute's lags, by trying; deviations to 0.1 %, times to 10 %. */
function fitWandering(values: readonly number[]): Fit {
  const covariance = Array.from({ length: lagsMax + 1 }, (_, lag) => {
    let sum = 0;
    for (let i = 0; i + lag < values.length; i++) sum += values[i] * values[i + lag];
    return sum / values.length;
  });
  let best: Fit = { fastDeviation: 0, fastSeconds: 1, slowDeviation: 0, slowSeconds: 1 };
  let least = Infinity;
  for (let fastSeconds = 1; fastSeconds < 30; fastSeconds *= 1.1)
    for (let slowSeconds = 3 * fastSeconds; slowSeconds < 600; slowSeconds *= 1.2)
      for (let share = 0; share <= 1; share += 0.02) {
        let left = 0;
        for (const [lag, seen] of covariance.entries()) {
          const shape = share * Math.exp(-lag / fastSeconds) + (1 - share) * Math.exp(-lag / slowSeconds);
          left += (seen - covariance[0] * shape) ** 2;
        }
        if (left >= least) continue;
        least = left;
        best = {
          fastDeviation: round(Math.sqrt(share * covariance[0]), 3),
          fastSeconds: round(fastSeconds, 1),
          slowDeviation: round(Math.sqrt((1 - share) * covariance[0]), 3),
          slowSeconds: round(slowSeconds, 0),
        };
      }
  return best;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
