import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Memory } from '../image/index.ts';
import { CopiedMemory } from './copied-memory.ts';

const size = 3 * 4096;

/** A memory whose bytes are those of `bytes` now; pages in `missing` cannot be had. */
function changing(bytes: Uint8Array, missing: ReadonlySet<number>): Memory {
  return {
    regions: [],
    bytesRead: 0,
    read: (address, length, into) => {
      if (address < 0 || address + length > bytes.length) return undefined;
      for (let page = Math.floor(address / 4096); page * 4096 < address + length; page++)
        if (missing.has(page)) return undefined;
      const part = bytes.slice(address, address + length);
      if (!into) return part;
      into.set(part);
      return into.subarray(0, length);
    },
    refresh: () => undefined,
  };
}

const range = fc
  .tuple(fc.nat(size), fc.nat(size))
  .map(([one, other]) => ({ start: Math.min(one, other), end: Math.max(one, other) }));

test('what was copied stays, what was not is read as it is now, and no answer mixes the two', () => {
  fc.assert(
    fc.property(
      fc.array(range, { maxLength: 6 }),
      fc.array(range, { maxLength: 20 }),
      fc.uniqueArray(fc.nat(2), { maxLength: 1 }),
      (copied, reads, missing) => {
        const bytes = new Uint8Array(size).fill(1);
        const memory = changing(bytes, new Set(missing));
        const copy = CopiedMemory.of(memory, copied);
        bytes.fill(2);
        const isCopied = (at: number): boolean => copied.some(({ start, end }) => at >= start && at < end);
        for (const { start, end } of reads) {
          const answer = copy.read(start, end - start);
          const into = copy.read(start, end - start, new Uint8Array(size));
          expect(into).toEqual(answer);
          if (!answer || answer.length === 0) continue;
          const first = answer[0];
          expect(answer.every((byte) => byte === first)).toBe(true);
          expect(first).toBe(isCopied(start) ? 1 : 2);
        }
      },
    ),
  );
});

test('a range that is copied as a whole is answered as a whole', () => {
  const bytes = Uint8Array.from({ length: size }, (_, at) => at & 255);
  const copy = CopiedMemory.of(changing(bytes, new Set()), [
    { start: 100, end: 5000 },
    { start: 4000, end: 9000 },
  ]);
  expect(copy.copiedBytes).toBe(8900);
  const before = bytes.slice(100, 9000);
  bytes.fill(0);
  expect(copy.read(100, 8900)).toEqual(before);
  expect(copy.read(8999, 2)).toBeUndefined();
});

test('what was not there is zeros, alone and beside what was copied', () => {
  const bytes = Uint8Array.from({ length: size }, (_, index) => 1 + (index % 251));
  const page = (index: number): { start: number; end: number } => ({
    start: index * 4096,
    end: (index + 1) * 4096,
  });
  const copy = CopiedMemory.of(changing(bytes, new Set()), [
    page(0),
    { ...page(1), isAbsent: true },
    page(2),
  ]);
  expect(copy.copiedBytes).toBe(2 * 4096);
  const expected = bytes.slice();
  expected.fill(0, 4096, 8192);
  bytes.fill(0xff);
  fc.assert(
    fc.property(range, ({ start, end }) => {
      const into = new Uint8Array(end - start).fill(7);
      expect(copy.read(start, end - start, into)).toEqual(expected.slice(start, end));
    }),
  );
});
