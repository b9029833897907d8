import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partition } from './partition.ts';
import { everythingResident } from './resident-pages.ts';

const claim = fc
  .record({
    start: fc.nat(60),
    length: fc.nat(20),
    kind: fc.constantFrom('a', 'b', 'c', 'd'),
    rank: fc.nat(3),
  })
  .map(({ start, length, kind, rank }) => ({ start, end: start + length, kind, rank }));

test('each byte counts once, for the claim of the highest rank', () => {
  fc.assert(
    fc.property(fc.array(claim, { maxLength: 12 }), (claims) => {
      const expected = new Map<string, number>();
      for (let byte = 0; byte < 100; byte++) {
        const here = claims.filter(({ start, end }) => byte >= start && byte < end);
        const best = here.toSorted((a, b) => b.rank - a.rank || a.start - b.start)[0];
        if (best) expected.set(best.kind, (expected.get(best.kind) ?? 0) + 1);
      }
      const sums = partition(claims, everythingResident);
      for (const [kind, bytes] of sums) if (bytes === 0) sums.delete(kind);
      expect(sums).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
