import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAt, positionOfCount, positionOfShare, shareAt, sliderSteps } from './scales.ts';

const most = 4_000_000;

test('the ends of a slider are the least and the most', () => {
  expect([countAt(0, 1, most), countAt(sliderSteps, 1, most)]).toEqual([1, most]);
  expect([positionOfCount(1, 1, most), positionOfCount(most, 1, most)]).toEqual([0, sliderSteps]);
  expect([shareAt(0), shareAt(sliderSteps)]).toEqual([0, 1]);
});

test('a slider shows a count where moving it there would give about that count', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: most }), (count) => {
      const found = countAt(positionOfCount(count, 1, most), 1, most);
      // Two digits, and a step of 1/1000 of the logarithm.
      expect(Math.abs(found - count)).toBeLessThanOrEqual(Math.max(1, 0.07 * count));
    }),
  );
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
      expect(Math.abs(shareAt(positionOfShare(share)) - share)).toBeLessThanOrEqual(0.008);
    }),
  );
});

test('further to the right is never less', () => {
  fc.assert(
    fc.property(fc.nat(sliderSteps - 1), (position) => {
      expect(countAt(position + 1, 0, most)).toBeGreaterThanOrEqual(countAt(position, 0, most));
      expect(shareAt(position + 1)).toBeGreaterThanOrEqual(shareAt(position));
    }),
  );
});
