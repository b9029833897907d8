import { allocatedBytes } from './allocation.ts';

/** Blocks of the tiny allocator, which packs objects without pointers under this size (runtime/malloc.go maxTinySize). */
const tinyBlockBytes = 16;

/**
 * Heap bytes behind a string of `length` bytes that was made at run time (runtime/string.go rawstring: no capacity is
 * added, the allocator rounds). Up to 15 bytes go into blocks of 16 with others: the answer is the share of a block that
 * is filled with such strings, and one survivor keeps its block. Literals and substrings cost nothing of their own, nor
 * does a single byte: the runtime has all 256 in a table (slicebytetostring).
 */
export function stringBytes(length: number, goMinor: number): number {
  if (length <= 1) return 0;
  if (length < tinyBlockBytes) return tinyBlockBytes / Math.floor(tinyBlockBytes / length);
  return allocatedBytes(length, true, goMinor);
}
