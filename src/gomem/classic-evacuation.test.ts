import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evacuationAfter } from './classic-evacuation.ts';

/** Counts on either side of where the distribution is no longer stepped through. */
const oldCounts = fc.constantFrom(1, 8, 64, 2048, 131_072, 1_048_576);

describe('an evacuation', () => {
  test('only ever comes nearer to its end', () => {
    fc.assert(
      fc.property(oldCounts, fc.double({ min: 0, max: 1, noNaN: true }), (oldCount, share) => {
        const writes = Math.floor(share * oldCount);
        const now = evacuationAfter(oldCount, writes);
        const later = evacuationAfter(oldCount, writes + Math.ceil(oldCount / 100));
        expect(later.heldProbability).toBeLessThanOrEqual(now.heldProbability + 1e-9);
        expect(later.unevacuatedShare).toBeLessThanOrEqual(now.unevacuatedShare + 1e-9);
      }),
    );
  });

  test('is over after as many writes as there are old buckets, and long before it', () => {
    // runtime/map.go growWork: each write evacuates at least one bucket, two while most are left.
    for (const share of [0.9, 0.97, 0.99, 1]) {
      expect(evacuationAfter(131_072, Math.ceil(131_072 * share)).heldProbability).toBeLessThan(1e-9);
    }
  });
});
