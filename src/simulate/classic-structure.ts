import { unitSlots } from '../gomem/index.ts';
import { type BucketArray, noBucket, smallestTopHash } from './bucket-array.ts';
import type { GrowingBuckets } from './growing-buckets.ts';

/** One bucket array with what is chained to it. */
export interface BucketArrayStructure {
  /** Buckets that hashes select. */
  readonly baseCount: number;
  /** With the overflow buckets that were allocated along with it. */
  readonly bucketCount: number;
  readonly preallocatedLeft: number;
  /** Overflow buckets behind each bucket. */
  readonly chainLengths: Uint16Array;
  /** Entries in each bucket and its chain; 0 where they have been evacuated. */
  readonly entryCounts: Uint16Array;
  readonly overflowChained: number;
  /** Overflow buckets with an allocation of their own that are still referred to. */
  readonly overflowOutside: number;
  readonly bytes: number;
}

export interface ClassicStructure {
  readonly kind: 'classic';
  readonly len: number;
  /** B of the header. */
  readonly bucketLog2: number;
  /** False where the one bucket of a small map has not been allocated yet. */
  readonly isAllocated: boolean;
  readonly array: BucketArrayStructure;
  /** What the runtime counts overflow buckets as, by sample from B = 16 on. */
  readonly countedOverflow: number;
  readonly growth: ClassicGrowth | undefined;
  readonly bytes: number;
  /** mapextra and its lists of overflow buckets, which are not part of `bytes`. */
  readonly listBytes: number;
  readonly listGarbageBytes: number;
  /** A bucket and its chain, in order; `old` asks for the array that is being left. */
  readBucket(index: number, which?: 'current' | 'old'): BucketCells[];
}

export interface ClassicGrowth {
  readonly isSameSize: boolean;
  readonly oldArray: BucketArrayStructure;
  /** Old buckets that have been evacuated. */
  readonly evacuatedCount: number;
  /** Those below this number all have. */
  readonly nextToEvacuate: number;
  /** 1 for each old bucket that has been evacuated. */
  readonly evacuated: Uint8Array;
}

/** The slots of one bucket. */
export interface BucketCells {
  /** Eight bytes: 0 and 1 are empty, 2 to 4 evacuated, others belong to a key. */
  readonly topHashes: Uint8Array;
  /** The key of each slot, undefined where it is empty. */
  readonly keys: readonly (number | undefined)[];
}

export function classicStructure(buckets: GrowingBuckets, len: number, bytes: number): ClassicStructure {
  const { current, old } = buckets;
  return {
    kind: 'classic',
    len,
    bucketLog2: buckets.bucketLog2,
    isAllocated: buckets.isAllocated,
    array: arrayStructure(current),
    countedOverflow: buckets.countedOverflow,
    growth: old === undefined ? undefined : growthStructure(buckets, old),
    bytes,
    listBytes: buckets.lists.liveBytes,
    listGarbageBytes: buckets.lists.garbageBytes,
    readBucket: (index, which = 'current') => {
      const array = which === 'old' ? old : current;
      return array === undefined || index >= array.baseCount ? [] : chainCells(array, index);
    },
  };
}

function growthStructure(buckets: GrowingBuckets, old: BucketArray): ClassicGrowth {
  const evacuated = new Uint8Array(old.baseCount);
  for (let bucket = 0; bucket < old.baseCount; bucket++) evacuated[bucket] = old.isEvacuated(bucket) ? 1 : 0;
  return {
    isSameSize: buckets.isSameSizeGrowth,
    oldArray: arrayStructure(old),
    evacuatedCount: buckets.evacuatedCount,
    nextToEvacuate: buckets.nextToEvacuate,
    evacuated,
  };
}

function arrayStructure(array: BucketArray): BucketArrayStructure {
  const chainLengths = new Uint16Array(array.baseCount);
  const entryCounts = new Uint16Array(array.baseCount);
  let overflowChained = 0;
  for (let bucket = 0; bucket < array.baseCount; bucket++) {
    chainLengths[bucket] = array.chainLength(bucket);
    entryCounts[bucket] = chainEntries(array, bucket);
    overflowChained += chainLengths[bucket];
  }
  return {
    baseCount: array.baseCount,
    bucketCount: array.arrayCount,
    preallocatedLeft: array.preallocatedLeft,
    chainLengths,
    entryCounts,
    overflowChained,
    overflowOutside: array.outsideCount,
    bytes: array.arrayBytes,
  };
}

function chainEntries(array: BucketArray, first: number): number {
  let count = 0;
  for (let bucket = first; bucket !== noBucket; bucket = array.next(bucket)) {
    for (let slot = bucket * unitSlots; slot < (bucket + 1) * unitSlots; slot++)
      if (array.topHashOf(slot) >= smallestTopHash) count++;
  }
  return count;
}

function chainCells(array: BucketArray, first: number): BucketCells[] {
  const cells: BucketCells[] = [];
  for (let bucket = first; bucket !== noBucket; bucket = array.next(bucket)) {
    const slots = Array.from({ length: unitSlots }, (_, slot) => bucket * unitSlots + slot);
    cells.push({
      topHashes: Uint8Array.from(slots, (slot) => array.topHashOf(slot)),
      keys: slots.map((slot) => (array.topHashOf(slot) >= smallestTopHash ? array.keyOf(slot) : undefined)),
    });
  }
  return cells;
}
