import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Largest } from './largest.ts';

test('the first of all numbers ordered by weight, then by number', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 60 }), fc.nat(20), (weights, limit) => {
      const largest = new Largest(limit);
      weights.forEach((weight, item) => {
        if (largest.accepts(weight)) largest.offer(item, weight);
      });
      const ordered = weights.map((_, item) => item).toSorted((a, b) => weights[b] - weights[a] || a - b);
      expect(largest.ranked()).toEqual(ordered.slice(0, limit));
    }),
  );
});
