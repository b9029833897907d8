import { allocatedBytes, roundUpSize } from './allocation.ts';
import { expectedFurtherUnits } from './binomial.ts';
import type { MapUnit } from './map-unit.ts';

/** Entries that one bucket holds (internal/abi MapBucketCount). */
const bucketSlots = 8;

/** A bucket array as runtime/map.go makeBucketArray makes it. */
export interface ClassicArray {
  /** Buckets that hashes select: 2^B. */
  readonly baseCount: number;
  /** With the overflow buckets that are allocated in the same array from B = 4 on. */
  readonly bucketCount: number;
  /** As the allocator rounds it. */
  readonly bytes: number;
}

/** Bytes that an hmap takes: 48; 64 in Go 1.24 and 1.25 with noswissmap, where clearSeq made the struct 56 bytes. */
export function classicHeaderBytes(goMinor: number): number {
  return goMinor >= 24 ? 64 : 48;
}

/**
 * The smallest B whose 2^B buckets take `entries` without growing (runtime/map.go overLoadFactor). The load factor is 6.5
 * an bucket; in Go 1.21 alone it was 6.0, because loadFactorNum was computed as (8*13/16)*2 = 12 in integers
 * (go.dev/issue/63438, 1.21.13 still has it).
 */
export function classicBucketLog2(entries: number, goMinor: number): number {
  const loadPerTwoBuckets = goMinor === 21 ? 12 : 13;
  let log2 = 0;
  // runtime: count > 8 && count > loadFactorNum * (2^B / loadFactorDen), the division in integers.
  while (entries > bucketSlots && entries > loadPerTwoBuckets * Math.floor(2 ** log2 / 2)) log2++;
  return log2;
}

/** The array of 2^`bucketLog2` buckets, with its preallocated overflow buckets. */
export function classicArray(unit: MapUnit, bucketLog2: number, goMinor: number): ClassicArray {
  const noscan = !unit.unitHasPointers;
  const baseCount = 2 ** bucketLog2;
  let bucketCount = baseCount;
  if (bucketLog2 >= 4) {
    bucketCount += 2 ** (bucketLog2 - 4);
    const byteCount = bucketCount * unit.unitSize;
    const rounded = roundUpSize(byteCount, noscan, goMinor);
    if (rounded !== byteCount) bucketCount = Math.floor(rounded / unit.unitSize);
  }
  return { baseCount, bucketCount, bytes: allocatedBytes(bucketCount * unit.unitSize, noscan, goMinor) };
}

/**
 * Overflow buckets allocated outside an array that `entries` keys fall into: the expected number, since it depends on
 * the hash seed. Buckets fill as a binomial distribution; preallocated overflow buckets are used up first.
 */
function expectedOverflowBuckets(entries: number, array: ClassicArray): number {
  const expected = array.baseCount * expectedFurtherUnits(entries, array.baseCount, bucketSlots);
  return Math.max(0, Math.round(expected - (array.bucketCount - array.baseCount)));
}

/**
 * Bytes of `make(map[K]V, len)` after `len` inserts: header, bucket array, and overflow buckets as expected. The header
 * alone for an empty map, since the first bucket is allocated at the first insert.
 */
export function rebuiltClassicBytes(unit: MapUnit, len: number, goMinor: number): number {
  const header = classicHeaderBytes(goMinor);
  if (len <= 0) return header;
  const array = classicArray(unit, classicBucketLog2(len, goMinor), goMinor);
  const overflowBytes = allocatedBytes(unit.unitSize, !unit.unitHasPointers, goMinor);
  return header + array.bytes + expectedOverflowBuckets(len, array) * overflowBytes;
}
