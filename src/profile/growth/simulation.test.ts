import { expect, test } from 'vitest';
import { falseAlarms, hoursToAlarm } from './testdata/alarms.ts';

// The thousand series are bench/growth/simulate.ts, and their table docs/growth.md; this is the same on a few.
const scenario = { sampleSeconds: 60, line: 'heap-live' } as const;
const seeds = Array.from({ length: 12 }, (_, i) => 300_001 + i);

test('services of 14 days that do not leak: no alarm', () => {
  expect(seeds.filter((seed) => falseAlarms(seed, scenario).length > 0)).toEqual([]);
});

test('a leak of a hundredth of the heap an hour is caught, mostly within six hours', () => {
  const hours = seeds.map((seed) => hoursToAlarm(seed, scenario) ?? Infinity);
  expect(hours.filter((each) => each <= 6).length).toBeGreaterThanOrEqual(9);
});
