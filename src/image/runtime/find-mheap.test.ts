import { expect, test } from 'vitest';
import { looksLikeSlice } from './find-mheap.ts';

/** Words as 32-bit halves, low half first. */
function halves(...words: bigint[]): Uint32Array {
  return new Uint32Array(new BigUint64Array(words).buffer);
}

test('a slice whose array is the first object of an arena looks like one', () => {
  expect(looksLikeSlice(halves(0xc000000000n, 5n, 16n), 0, 1, 1024)).toBe(true);
});

test('no pointer, a pointer that no word can have, and impossible lengths do not', () => {
  for (const words of [
    [0n, 5n, 16n],
    [0xc000000004n, 5n, 16n],
    [1n << 48n, 5n, 16n],
    [0xc000000000n, 0n, 16n],
    [0xc000000000n, 17n, 16n],
    [0xc000000000n, 5n, 1025n],
  ]) {
    expect(looksLikeSlice(halves(...words), 0, 1, 1024), String(words)).toBe(false);
  }
});

test('the last words of a chunk are left to the slow test', () => {
  expect(looksLikeSlice(halves(0xc000000000n), 0, 1, 1024)).toBe(true);
});
