import { allocatedBytes, roundUpSize } from './allocation.ts';
import { unitSlots } from './map-shape.ts';
import type { MapUnit } from './map-unit.ts';

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
 * Entries that 2^`bucketLog2` buckets take before the map grows (runtime/map.go overLoadFactor). The load factor is 6.5
 * a bucket; in Go 1.21 alone it was 6.0, because loadFactorNum was computed as (8*13/16)*2 = 12 in integers
 * (go.dev/issue/63438, 1.21.13 still has it).
 */
export function classicCapacity(bucketLog2: number, goMinor: number): number {
  const loadPerTwoBuckets = goMinor === 21 ? 12 : 13;
  // runtime: count > 8 && count > loadFactorNum * (2^B / loadFactorDen), the division in integers.
  return Math.max(unitSlots, loadPerTwoBuckets * Math.floor(2 ** bucketLog2 / 2));
}

/** The smallest B whose 2^B buckets take `entries` without growing. */
export function classicBucketLog2(entries: number, goMinor: number): number {
  let log2 = 0;
  while (entries > classicCapacity(log2, goMinor)) log2++;
  return log2;
}

/** runtime/malloc.go maxAlloc on amd64 and arm64: what could not be allocated is no hint. */
const maxAllocBytes = 2 ** 48;

/** B of `make(map[K]V, hint)` (runtime/map.go makemap). */
export function hintedBucketLog2(unit: MapUnit, hint: number, goMinor: number): number {
  return hint * unit.unitSize > maxAllocBytes ? 0 : classicBucketLog2(hint, goMinor);
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

/** Bytes of an overflow bucket that is allocated by itself. */
export function overflowBucketBytes(unit: MapUnit, goMinor: number): number {
  return allocatedBytes(unit.unitSize, !unit.unitHasPointers, goMinor);
}
