import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deletePatterns, deletionOrder } from './deletion-order.ts';

const keys = Float64Array.from({ length: 10 }, (_, key) => 3 * key);

test('oldest first, every other one, then every other one of the rest', () => {
  expect([...deletionOrder(keys, 4, 'oldest', 1)]).toEqual([0, 3, 6, 9]);
  expect([...deletionOrder(keys, 8, 'alternate', 1)]).toEqual([0, 6, 12, 18, 24, 3, 15, 27]);
});

test('random depends on the seed alone', () => {
  const order = [...deletionOrder(keys, 10, 'random', 7)];
  expect(order).not.toEqual([...keys]);
  expect([...deletionOrder(keys, 10, 'random', 7)]).toEqual(order);
  expect([...deletionOrder(keys, 10, 'random', 8)]).not.toEqual(order);
});

test('as many different keys of the map as were asked for, whatever the pattern', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer(), { maxLength: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(...deletePatterns),
      fc.nat(),
      (all, share, pattern, seed) => {
        const count = Math.floor(share * all.length);
        const order = deletionOrder(Float64Array.from(all), count, pattern, seed);
        expect(order.length).toBe(count);
        expect(new Set(order).size).toBe(count);
        expect([...order].every((key) => all.includes(key))).toBe(true);
      },
    ),
  );
});
