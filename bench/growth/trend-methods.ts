/*
 * How often a test of slope calls noise a trend, and how often its interval holds the slope: `node bench/growth/trend-methods.ts`.
 * Noise of the first autoregressive order, 4,000 series a cell; a p-value below 5 % should come in 5 of 100.
 */
import { Random } from '../../src/profile/growth/testdata/random.ts';
import { twoSidedTail } from '../../src/profile/growth/statistics.ts';
import { trendOf } from '../../src/profile/growth/trend.ts';

const seriesCount = 4000;
const slope = 0.05;

process.stdout.write('points correlation | least squares | Kendall | ours | interval holds\n');
for (const count of [6, 10, 20, 48])
  for (const correlation of [0, 0.3, 0.6, 0.9]) {
    const random = new Random(17, count * 100 + correlation * 10);
    let [squares, kendall, own, holds] = [0, 0, 0, 0];
    for (let series = 0; series < seriesCount; series++) {
      const noise = wander(random, count, correlation);
      const hours = noise.map((_, i) => i);
      if (leastSquares(noise) < 0.05) squares++;
      const trend = trendOf(hours, noise);
      if (!trend) continue;
      if (trend.pValue < 0.05) own++;
      if (plainKendall(noise) < 0.05) kendall++;
      const risen = trendOf(
        hours,
        noise.map((value, i) => value + slope * i),
      );
      if (risen && risen.lowPerHour <= slope && slope <= risen.highPerHour) holds++;
    }
    const share = (n: number): string => `${((100 * n) / seriesCount).toFixed(1).padStart(5)} %`;
    process.stdout.write(
      `${String(count).padStart(6)} ${correlation.toFixed(1).padStart(11)} | ${share(squares).padStart(13)} | ${share(kendall)} | ${share(own)} | ${share(holds)}\n`,
    );
  }

function wander(random: Random, count: number, correlation: number): number[] {
  let value = random.normal();
  return Array.from({ length: count }, () => {
    value = correlation * value + Math.sqrt(1 - correlation ** 2) * random.normal();
    return value;
  });
}

/** The p-value of a straight line by least squares, as if points were independent and many. */
function leastSquares(values: readonly number[]): number {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let [product, square] = [0, 0];
  for (const [i, value] of values.entries()) {
    product += (i - middle) * value;
    square += (i - middle) ** 2;
  }
  const rise = product / square;
  const left = values.reduce((sum, value, i) => sum + (value - mean - rise * (i - middle)) ** 2, 0);
  return twoSidedTail(rise / Math.sqrt(left / (count - 2) / square));
}

function plainKendall(values: readonly number[]): number {
  const count = values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) sum += Math.sign(values[j] - values[i]);
  return twoSidedTail(
    Math.max(0, Math.abs(sum) - 1) / Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18),
  );
}
