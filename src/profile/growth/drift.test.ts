import { expect, test } from 'vitest';
import { driftOf } from './drift.ts';
import { judgeGrowth } from './judge-growth.ts';

/** Lehmer's generator, as in Park and Miller, and of two of its numbers a normal deviate (Box and Muller). */
function normals(seed: number): () => number {
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** A walk with a drift, at times that are not equally far apart. */
function walk(count: number, drift: number, normal: () => number): { hours: number[]; values: number[] } {
  const [hours, values] = [[0], [1000]];
  for (let i = 1; i < count; i++) {
    const step = 0.5 + Math.abs(normal());
    hours.push(hours[i - 1] + step);
    values.push(values[i - 1] + drift * step + Math.sqrt(step) * normal());
  }
  return { hours, values };
}

test('of walks without drift one in a hundred is below a hundredth, and 95 % of intervals hold the drift', () => {
  const normal = normals(11);
  const runs = 4000;
  let [below, held] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const still = walk(14, 0, normal);
    if ((driftOf(still.hours, still.values)?.pValue ?? 1) < 0.01) below++;
    const moving = walk(14, 3, normal);
    const { lowPerHour = 0, highPerHour = 0 } = driftOf(moving.hours, moving.values) ?? {};
    if (lowPerHour <= 3 && highPerHour >= 3) held++;
  }
  // Four standard deviations to either side.
  expect(below / runs).toBeLessThan(0.01 + 4 * Math.sqrt((0.01 * 0.99) / runs));
  expect(below / runs).toBeGreaterThan(0.003);
  expect(Math.abs(held / runs - 0.95)).toBeLessThan(0.01 + 4 * Math.sqrt((0.95 * 0.05) / runs));
});

test('a plain rise in noise that wanders is growth, and the noise alone is none', () => {
  const normal = normals(5);
  let [grows, alarms] = [0, 0];
  for (let run = 0; run < 200; run++)
    for (const drift of [0, 20]) {
      const { hours, values } = walk(30, drift, normal);
      const timesMs = hours.map((hour) => hour * 3_600_000);
      const { verdict } = judgeGrowth(
        { name: 'x', unit: 'bytes', timesMs, values },
        { dailyCycle: 'ignored' },
      );
      if (verdict === 'growing') {
        if (drift > 0) grows++;
        else alarms++;
      }
    }
  expect(grows).toBeGreaterThan(190);
  expect(alarms).toBeLessThan(8);
});

test('steps of one size are surer only by being many', () => {
  const ofSteps = (count: number): number =>
    driftOf(
      Array.from({ length: count }, (_, i) => i),
      Array.from({ length: count }, (_, i) => 5 * i),
    )?.pValue ?? 1;
  expect([5, 9, 12].map(ofSteps)).toEqual([2 ** -3, 2 ** -7, 2 ** -10]);
  expect(driftOf([0, 1, 2, 3], [1, 2, 3, 4])).toBeUndefined();
  expect(driftOf([0, 1, 2, 3, 4], [7, 7, 7, 7, 7])?.pValue).toBe(1);
});
