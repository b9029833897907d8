import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probeLength } from './probe-length.ts';

test('the nth group is the one that the closed form of the runtime names, and every group comes once', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 7 }), (hashLow, exponent) => {
      const groupCount = 2 ** exponent;
      const start = (BigInt(hashLow >>> 0) >> 7n) & BigInt(groupCount - 1);
      const lengths = Array.from({ length: groupCount }, (_, group) =>
        probeLength(hashLow, group, groupCount),
      );
      const groups = lengths.map((_, index) => {
        const steps = BigInt(index);
        return lengths[Number((start + (steps * steps + steps) / 2n) % BigInt(groupCount))];
      });
      expect(groups).toEqual(lengths.map((_, index) => index + 1));
    }),
  );
});

test('a group that the table does not have is never reached', () => {
  expect(probeLength(0, 16, 16)).toBe(0);
});
