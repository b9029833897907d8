import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeGrowth } from './judge-growth.ts';
import type { LineSeries } from './series.ts';
import { Random } from './testdata/random.ts';

const mib = 2 ** 20;
const hourMs = 3_600_000;

/** Ten minutes of looks each 30 s. */
function looks(valueAt: (look: number) => number, count = 21): LineSeries {
  const timesMs = Array.from({ length: count }, (_, i) => i * 30_000);
  return { name: 'line', unit: 'bytes', timesMs, values: timesMs.map((_, i) => valueAt(i)) };
}

const window = { dailyCycle: 'ignored' } as const;

describe('a window of looks', () => {
  test('a steady rise has its slope, in bytes an hour, within its interval', () => {
    const random = new Random(1);
    const perLook = mib;
    const growth = judgeGrowth(
      looks((i) => 100 * mib + i * perLook + random.normal() * mib),
      window,
    );
    expect(growth).toMatchObject({ verdict: 'growing', reason: 'rises-with-time', runs: 1, points: 21 });
    const truth = perLook * 120;
    expect(growth.lowPerHour).toBeLessThan(truth);
    expect(growth.highPerHour).toBeGreaterThan(truth);
    expect(growth.pValue).toBeLessThan(0.001);
  });

  test('a saw-tooth is no growth, whatever its phase; a rising foot under it is', () => {
    for (let phase = 0; phase < 10; phase++) {
      const tooth = (i: number): number => 1 + ((i + phase) % 10) / 10;
      expect(
        judgeGrowth(
          looks((i) => 100 * mib * tooth(i), 80),
          window,
        ).verdict,
      ).not.toBe('growing');
      const rising = judgeGrowth(
        looks((i) => (100 + i) * mib * tooth(i), 80),
        window,
      );
      expect(rising.verdict).toBe('growing');
      // The foot rises by a MiB a look; the teeth above it by up to two.
      expect(rising.slopePerHour).toBeGreaterThan(0.8 * 120 * mib);
      expect(rising.slopePerHour).toBeLessThan(1.4 * 120 * mib);
    }
  });

  test('one step is no growth with time', () => {
    const random = new Random(2);
    const growth = judgeGrowth(
      looks((i) => (i < 10 ? 100 : 140) * mib + random.normal() * mib),
      window,
    );
    expect(growth).toMatchObject({ verdict: 'unknown', reason: 'one-step' });
  });

  test('a restart splits: the young run is asked alone', () => {
    const series = { ...looks((i) => (i < 15 ? 100 + 10 * i : 50) * mib), startsMs: [-5, 15 * 30_000] };
    const growth = judgeGrowth(series, window);
    expect(growth).toMatchObject({ runs: 2, peak: 240 * mib, peakMs: 14 * 30_000, now: 50 * mib });
    expect(growth.verdict).not.toBe('growing');
    expect(growth.fromMs).toBe(15 * 30_000);
  });

  test('a rise that is certain and too small to matter is steady', () => {
    const series = looks((i) => 100 * 1024 + i * 1024);
    expect(judgeGrowth(series, window).verdict).toBe('growing');
    expect(judgeGrowth(series, { ...window, leastRise: mib })).toMatchObject({
      verdict: 'steady',
      reason: 'too-little-to-matter',
    });
  });

  test('a few looks say nothing, and no look does not harm', () => {
    expect(
      judgeGrowth(
        looks((i) => i * mib, 3),
        window,
      ),
    ).toMatchObject({ verdict: 'unknown', reason: 'few-points' });
    expect(
      judgeGrowth(
        looks(() => 0, 0),
        window,
      ),
    ).toMatchObject({ verdict: 'unknown', peak: 0, now: 0, points: 0 });
    expect(judgeGrowth(looks(() => 0, 0))).toMatchObject({ verdict: 'unknown', runs: 1 });
  });

  test('of white noise, one in a hundred at most is called growth', () => {
    const random = new Random(3);
    let called = 0;
    for (let series = 0; series < 400; series++)
      if (
        judgeGrowth(
          looks(() => (100 + 5 * random.normal()) * mib),
          window,
        ).verdict === 'growing'
      )
        called++;
    expect(called).toBeLessThanOrEqual(4);
  });
});

test('any numbers give an answer: peak and now are of the series, and an interval holds its slope', () => {
  const number = fc.oneof(
    fc.double({ min: 0, max: 1e15 }),
    fc.double(),
    fc.constant(Number.NaN),
    fc.integer(),
  );
  const points = fc.array(fc.tuple(number, number), { maxLength: 300 });
  fc.assert(
    fc.property(points, fc.array(number, { maxLength: 5 }), fc.boolean(), (given, starts, isWindow) => {
      const timesMs = given.map(([gap], i) => i * 600_000 + (Number.isFinite(gap) ? gap % 600_000 : 0));
      const values = given.map(([, value]) => value);
      const series: LineSeries = { name: 'x', unit: 'bytes', timesMs, values, startsMs: starts };
      const growth = judgeGrowth(series, isWindow ? window : {});
      expect(growth.now).toBeLessThanOrEqual(growth.peak);
      if (growth.slopePerHour !== null) {
        expect(growth.lowPerHour).toBeLessThanOrEqual(growth.slopePerHour);
        expect(growth.highPerHour).toBeGreaterThanOrEqual(growth.slopePerHour);
        expect(growth.pValue).toBeGreaterThanOrEqual(0);
        expect(growth.pValue).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 200 },
  );
});

test('a leak of yesterday is still told today, and no more once it is given back', () => {
  const random = new Random(5);
  const hours = 10 * 24;
  const series = (back: number): LineSeries => {
    const timesMs = Array.from({ length: hours * 6 }, (_, i) => i * (hourMs / 6));
    const values = timesMs.map((time) => {
      const hour = time / hourMs;
      const leaked =
        0.01 * Math.max(0, Math.min(hour, hours - 18) - (hours - 30)) * (hour < hours - back ? 1 : 0);
      return (
        100 * mib * (1 + 0.1 * Math.sin((2 * Math.PI * hour) / 24) + leaked) * (1 + 0.01 * random.normal())
      );
    });
    return { name: 'x', unit: 'bytes', timesMs, values };
  };
  expect(judgeGrowth(series(0))).toMatchObject({ verdict: 'growing', reason: 'rises-beyond-other-days' });
  expect(judgeGrowth(series(6)).verdict).not.toBe('growing');
});

test('days that rise from one to the next are growth, though no hour shows it', () => {
  const random = new Random(4);
  const timesMs = Array.from({ length: 10 * 144 }, (_, i) => i * (hourMs / 6));
  const values = timesMs.map((time) => {
    const days = time / (24 * hourMs);
    const wave = 1 + 0.2 * Math.sin(2 * Math.PI * days);
    return Math.round(100 * mib * (wave + 0.04 * days) * (1 + 0.01 * random.normal()));
  });
  const growth = judgeGrowth({ name: 'x', unit: 'bytes', timesMs, values });
  expect(growth).toMatchObject({ verdict: 'growing', reason: 'rises-from-day-to-day', basis: 'whole-days' });
  expect(growth.slopePerHour).toBeGreaterThan((0.03 * 100 * mib) / 24);
  expect(growth.slopePerHour).toBeLessThan((0.05 * 100 * mib) / 24);
  const flat = values.map((value, i) => value - (4 * mib * timesMs[i]) / (24 * hourMs));
  expect(judgeGrowth({ name: 'x', unit: 'bytes', timesMs, values: flat }).verdict).not.toBe('growing');
});
