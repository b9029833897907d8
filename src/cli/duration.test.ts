import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';
import { UsageError } from './failure.ts';

test('durations as Prometheus writes them', () => {
  expect(['30s', '10m', '1h30m', '14d', '1.5h', ' 2w '].map(parseDuration)).toEqual([
    30_000, 600_000, 5_400_000, 1_209_600_000, 5_400_000, 1_209_600_000,
  ]);
});

test.each(['', '10', 'm', '10x', '-5s', '0s', '5s later', '5 m', '9999999s'])('%j is none', (text) => {
  expect(() => parseDuration(text)).toThrow(UsageError);
});
