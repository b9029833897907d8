import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HashWord } from './hash-word.ts';

const word = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });

function halves(value: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}

function valueOf({ low, high }: HashWord): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

test('multiply is the product modulo 2^64', () => {
  fc.assert(
    fc.property(word, word, (left, right) => {
      const hash = new HashWord();
      hash.set(...halves(left));
      hash.multiply(...halves(right));
      expect(valueOf(hash)).toBe(BigInt.asUintN(64, left * right));
    }),
  );
});

test('mix is the upper half of the product, xor its lower half', () => {
  fc.assert(
    fc.property(word, word, (left, right) => {
      const hash = new HashWord();
      hash.mix(...halves(left), ...halves(right));
      expect(valueOf(hash)).toBe(((left * right) >> 64n) ^ BigInt.asUintN(64, left * right));
    }),
  );
  const most = new HashWord();
  most.mix(-1, -1, -1, -1);
  expect(valueOf(most)).toBe((2n ** 64n - 2n) ^ 1n);
});
