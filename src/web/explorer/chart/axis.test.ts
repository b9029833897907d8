import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteAxis, countAxis } from './axis.ts';
import { entriesAt, stepPath, xOf, yOf } from './curve.ts';

test('marks are round numbers in the unit that is shown', () => {
  expect(countAxis(1_000_000, 8).ticks).toEqual([0, 200_000, 400_000, 600_000, 800_000, 1_000_000]);
  expect(byteAxis(461 * 2 ** 20, 5).ticks.map((bytes) => bytes / 2 ** 20)).toEqual([
    0, 100, 200, 300, 400, 500,
  ]);
  expect(byteAxis(700, 5).ticks).toEqual([0, 200, 400, 600, 800]);
  expect(byteAxis(990, 5).ticks).toEqual([0, 200, 400, 600, 800, 1000]);
});

test('an axis reaches its largest value with few marks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 47 }), fc.integer({ min: 3, max: 9 }), (largest, most) => {
      for (const axis of [countAxis(largest, most), byteAxis(largest, most)]) {
        expect(axis.end).toBeGreaterThanOrEqual(largest);
        expect(axis.ticks.length).toBeLessThanOrEqual(most + 2);
        expect(axis.ticks.length).toBeGreaterThan(1);
        expect(axis.ticks.at(-1)).toBe(axis.end);
      }
    }),
  );
});

const plot = { left: 50, top: 10, width: 200, height: 100, xEnd: 400, yEnd: 1000 };

test('a place on the surface is where its numbers are drawn', () => {
  expect([xOf(plot, 0), xOf(plot, 400), yOf(plot, 0), yOf(plot, 1000)]).toEqual([50, 250, 110, 10]);
  expect(entriesAt(plot, xOf(plot, 123))).toBeCloseTo(123);
  expect([entriesAt(plot, 0), entriesAt(plot, 999)]).toEqual([0, 400]);
});

test('a growth is drawn upright', () => {
  expect(stepPath(plot, [0, 100, 200], [500, 500, 1000])).toBe('M50.0 60.0H100.0H150.0V10.0');
});
