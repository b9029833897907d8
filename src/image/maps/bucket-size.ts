import { isAddress } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';
import { type BucketArray, bucketSpan, isOutside } from './overflow-chains.ts';
import type { PageCache } from './page-cache.ts';

const bucketSlots = 8;
const pointerBytes = 8;
/** runtime/map.go minTopHash: from here on a tophash byte is an entry; the values below are marks. */
const smallestTopHash = 5;
/** Larger arrays are told apart by their size alone: rounding to pages leaves no second bucket size. */
const largestArrayBuckets = 4096;
const longestChain = 64;

/**
 * Whether an array reads as buckets of `unitSize`: every overflow link is nil or leads to a bucket, and, where the
 * map's `count` is given, so many slots are full. For arrays that several bucket sizes fit.
 */
export function readsAsBuckets(
  cache: PageCache,
  spans: SpanTable,
  array: BucketArray,
  unitSize: number,
  count: number | undefined,
): boolean {
  if (array.baseCount > largestArrayBuckets) return false;
  let full = 0;
  for (let index = 0; index < array.baseCount; index++) {
    let bucket = array.address + index * unitSize;
    for (let depth = 0; bucket !== 0; depth++) {
      if (depth === longestChain || !cache.locate(bucket, bucketSlots)) return false;
      for (let slot = 0; slot < bucketSlots; slot++) {
        if (cache.bytes[cache.offset + slot] >= smallestTopHash) full++;
      }
      bucket = cache.u64(bucket + unitSize - pointerBytes);
      if (bucket !== 0 && !leadsToBucket(spans, array, bucket, unitSize)) return false;
    }
  }
  return count === undefined || full === count;
}

function leadsToBucket(spans: SpanTable, array: BucketArray, link: number, unitSize: number): boolean {
  if (!isAddress(link)) return false;
  if (isOutside(link, array)) return bucketSpan(spans, link, unitSize) >= 0;
  return (link - array.address) % unitSize === 0;
}
