import { expect, test } from 'vitest';
import { shareInterval } from './share-interval.ts';

/** Of Newcombe, Statistics in Medicine 17 (1998), table I, method 3: Wilson's interval without a correction. */
const published: readonly (readonly [count: number, sampleCount: number, low: number, high: number])[] = [
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
];

test.each(published)('%d of %d', (count, sampleCount, low, high) => {
  const interval = shareInterval(count, sampleCount, 1e12);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('where all were looked at, the share is exact; where none was, nothing is known', () => {
  expect(shareInterval(83, 100, 100)).toEqual({ share: 0.83, low: 0.83, high: 0.83 });
  expect(shareInterval(0, 0, 100)).toEqual({ share: 0, low: 0, high: 1 });
});

test.each([0.02, 0.4, 0.83])(
  'of samples without replacement it holds a share of %d 19 times in 20',
  (share) => {
    const total = 5000;
    const sampleCount = 1000;
    const over = share * total;
    let state = 12345;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    let held = 0;
    const rounds = 400;
    for (let round = 0; round < rounds; round++) {
      let count = 0;
      for (let drawn = 0; drawn < sampleCount; drawn++) {
        if (random() < (over - count) / (total - drawn)) count++;
      }
      const { low, high } = shareInterval(count, sampleCount, total);
      if (low <= share && share <= high) held++;
    }
    // 95 % of 400 are 380, with a standard deviation of 4.4.
    expect(held).toBeGreaterThan(362);
    expect(held).toBeLessThan(397);
  },
);
