import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerLine } from './ledger.ts';
import { type LiveAccount, objectLines } from './object-lines.ts';

const account: fc.Arbitrary<LiveAccount> = fc
  .record({
    sliceBytes: fc.nat(1_000_000),
    stringBytes: fc.nat(1_000_000),
    shares: fc.tuple(fc.nat(100), fc.nat(100), fc.nat(100)),
    values: fc.array(fc.record({ type: fc.string(), bytes: fc.nat(100_000) }), { maxLength: 30 }),
    otherBytes: fc.nat(100_000),
    untypedBytes: fc.nat(100_000),
    garbageBytes: fc.nat(1_000_000),
  })
  .map(({ shares: [slack, pinned, text], ...made }) => ({
    ...made,
    sliceSlackBytes: Math.floor((made.sliceBytes * slack) / 200),
    slicePinnedBytes: Math.floor((made.sliceBytes * pinned) / 200),
    stringPinnedBytes: Math.floor((made.stringBytes * text) / 100),
  }));

function addsUp({ bytes, lines }: LedgerLine): boolean {
  if (bytes < 0) return false;
  return !lines || (lines.reduce((sum, child) => sum + child.bytes, 0) === bytes && lines.every(addsUp));
}

test('the lines are what the account of the heap has, whatever the graph has seen', () => {
  fc.assert(
    fc.property(
      account,
      fc.nat(5_000_000),
      fc.constantFrom('en' as const, 'zh' as const),
      (live, bytes, language) => {
        const lines = objectLines(live, bytes, language);
        expect(lines.reduce((sum, line) => sum + line.bytes, 0)).toBe(bytes);
        expect(lines.every(addsUp)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('what came while it was read is told; what went is taken from garbage first', () => {
  const live: LiveAccount = {
    sliceBytes: 100,
    sliceSlackBytes: 30,
    slicePinnedBytes: 20,
    stringBytes: 10,
    stringPinnedBytes: 0,
    values: [{ type: 'main.T', bytes: 50 }],
    otherBytes: 5,
    untypedBytes: 5,
    garbageBytes: 30,
  };
  const bytesOf = (lines: readonly LedgerLine[], id: string): number | undefined =>
    lines.find((line) => line.id === id)?.bytes;
  expect(bytesOf(objectLines(live, 207, 'en'), 'heap.unplaced')).toBe(7);
  const fewer = objectLines(live, 165, 'en');
  expect(bytesOf(fewer, 'heap.garbage')).toBe(0);
  expect(bytesOf(fewer, 'heap.untyped')).toBe(0);
  expect(bytesOf(fewer, 'heap.slices')).toBe(100);
});
