import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentText, timeTicks } from './time-axis.ts';
import { pathOf, rangeOf, valueAt } from './timeline-plot.ts';

test('marks of time lie within, at even distances, few of them', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.double({ min: 0.5, max: 1e10, noNaN: true }),
      (fromMs, lengthMs) => {
        const ticks = timeTicks(fromMs, fromMs + lengthMs, 8);
        expect(ticks.length).toBeLessThanOrEqual(9);
        expect(ticks.every((tick) => tick >= fromMs && tick <= fromMs + lengthMs)).toBe(true);
      },
    ),
  );
  expect(timeTicks(0, 7000, 8)).toEqual([0, 1000, 2000, 3000, 4000, 5000, 6000, 7000]);
  expect(timeTicks(5, 5, 8)).toEqual([5]);
});

test.each([
  [0, '0'],
  [250, '250 ms'],
  [1500, '1.5 s'],
  [180_000, '3 min'],
  [7_200_000, '2 h'],
  [432_000_000, '5 d'],
])('%d ms is %s', (atMs, text) => {
  expect(momentText(atMs)).toBe(text);
});

describe('a series', () => {
  const points = [
    [0, 10],
    [5, 20],
    [10, null],
    [15, 30],
  ] as const;
  const same = (value: number): number => value;

  test.each([
    ['line', 'M0 10L5 20M15 30'],
    ['steps', 'M0 10H5V20M15 30'],
    ['back-steps', 'M0 10V20H5M15 30'],
  ] as const)('%s: what is not known is a gap', (drawnAs, path) => {
    expect(pathOf(points, drawnAs, same, same)).toBe(path);
  });

  test('the value that holds at a moment', () => {
    const at = (drawnAs: 'steps' | 'back-steps' | 'marks'): unknown[] =>
      [-1, 5, 7, 10, 16].map((atMs) => valueAt({ id: 'a', title: 'a', drawnAs, points }, atMs));
    expect(at('steps')).toEqual([undefined, 20, 20, null, 30]);
    expect(at('back-steps')).toEqual([10, 20, null, null, undefined]);
    expect(at('marks')).toEqual([undefined, 20, undefined, null, undefined]);
  });

  test('marks count events and have no height', () => {
    const series = [
      { id: 'live', title: 'live', drawnAs: 'line', points },
      { id: 'forced', title: 'forced', drawnAs: 'marks', points: [[7, 1000]] },
    ] as const;
    expect(rangeOf({ id: 'x', title: 'x', unit: 'bytes', series })).toEqual({
      fromMs: 0,
      toMs: 15,
      largest: 30,
      moments: [0, 5, 7, 10, 15],
    });
  });
});
