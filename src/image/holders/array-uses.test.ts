import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ArrayUses } from './array-uses.ts';

const lastByte = 400;

const reference = fc
  .record({ from: fc.nat(lastByte - 1), length: fc.nat(60), more: fc.nat(40), isString: fc.boolean() })
  .map(({ from, length, more, isString }) => {
    const to = Math.min(lastByte, from + length);
    return { from, to, capacityEnd: Math.max(from + 1, Math.min(lastByte, to + more)), isString };
  });

test('what references refer to is their union, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(reference, { minLength: 1, maxLength: 30 }), (references) => {
      const uses = new ArrayUses(3);
      const bytes = new Set<number>();
      for (const { from, to, capacityEnd, isString } of references) {
        uses.add(2, from, to, capacityEnd, isString);
        for (let at = from; at < to; at++) bytes.add(at);
      }
      const use = uses.of(2);
      expect(use?.usedBytes).toBe(bytes.size);
      if (bytes.size > 0) expect(use?.from).toBe(Math.min(...bytes));
      expect(use?.capacityEnd).toBe(Math.max(...references.map(({ capacityEnd }) => capacityEnd)));
      expect(use?.hasString).toBe(references.some(({ isString }) => isString));
      expect(uses.of(1)).toBeUndefined();
    }),
  );
});

test('an object that is referred to as a whole, or by no slice, is no array of which a part is used', () => {
  const uses = new ArrayUses(40);
  uses.add(7, 0, 16, 0, false);
  expect(uses.of(7)).toBeUndefined();
  uses.add(8, 0, 16, 64, false);
  uses.addWhole(8);
  expect(uses.of(8)).toBeUndefined();
  uses.add(9, 0, 0, 64, false);
  expect(uses.of(9)).toEqual({ usedBytes: 0, from: 0, capacityEnd: 64, hasString: false });
});

test('thousands of gaps in one array are joined where they lie nearest, and never lose what is used', () => {
  const uses = new ArrayUses(2);
  for (let part = 0; part < 5000; part++) uses.add(1, part * 1000, part * 1000 + 10, part * 1000 + 10, false);
  const use = uses.of(1);
  expect(use?.usedBytes).toBeGreaterThanOrEqual(5000 * 10);
  expect(use?.from).toBe(0);
});
