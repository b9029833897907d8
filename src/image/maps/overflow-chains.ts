import { type Address, isAddress, u64At } from '../../base/index.ts';
import { classBytes } from '../../gomem/index.ts';
import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';
import { spanOfObject, usableBytes } from './heap-object.ts';
import type { PageCache } from './page-cache.ts';

const windowBytes = 1 << 22;
const pointerBytes = 8;

/** A bucket array, its preallocated overflow buckets included. */
export interface BucketArray {
  readonly address: Address;
  readonly bucketCount: number;
  /** Of these, those that hashes select: 2^B. */
  readonly baseCount: number;
  /** Exclusive end of the array's slot: what points before it needs no bytes of its own. */
  readonly end: Address;
}

/** Overflow buckets that have their own heap object. */
export interface OutsideBuckets {
  readonly addresses: readonly Address[];
  /** As the allocator rounds them. */
  readonly bytes: number;
}

/** Finds the overflow buckets of bucket arrays. Chains are followed, whatever the map's own counter says. */
export class OverflowChains {
  readonly #spans: SpanTable;
  readonly #memory: Memory;
  readonly #cache: PageCache;

  constructor(spans: SpanTable, memory: Memory, cache: PageCache) {
    this.#spans = spans;
    this.#memory = memory;
    this.#cache = cache;
  }

  /**
   * Buckets with pointers keep the link to the next one in their last word. Chains begin in the buckets that hashes
   * select; preallocated overflow buckets lie behind those and can link on. Links are followed level by level in address
   * order, and no bucket is counted twice, so a cycle ends.
   */
  follow(array: BucketArray, unitSize: number): OutsideBuckets {
    const seen = new Set<Address>();
    const addresses: Address[] = [];
    let bytes = 0;
    for (let level = this.#linksOfArray(array, unitSize); level.length > 0; ) {
      const next: Address[] = [];
      level.sort((a, b) => a - b);
      for (const bucket of level) {
        if (seen.has(bucket)) continue;
        seen.add(bucket);
        if (isOutside(bucket, array)) {
          const span = bucketSpan(this.#spans, bucket, unitSize);
          if (span < 0) continue;
          addresses.push(bucket);
          bytes += this.#spans.elemSize[span];
        } else if (!isBucketOf(array, bucket, unitSize)) continue;
        const link = this.#cache.u64(bucket + unitSize - pointerBytes);
        if (isAddress(link)) next.push(link);
      }
      level = next;
    }
    return { addresses, bytes };
  }

  /**
   * Buckets without pointers would be freed by the collector, so the map lists their overflow buckets: mapextra.overflow
   * and oldoverflow, each a *[]*bmap at `listAddress`.
   */
  listed(listAddress: Address, arrays: readonly BucketArray[]): OutsideBuckets {
    const addresses: Address[] = [];
    let bytes = 0;
    const slice = isAddress(listAddress) ? this.#memory.read(listAddress, 16) : undefined;
    const data = slice ? u64At(slice, 0) : 0;
    const span = isAddress(data) ? spanOfObject(this.#spans, data) : -1;
    if (!slice || span < 0) return { addresses, bytes };
    const count = Math.min(u64At(slice, 8), Math.floor(usableBytes(this.#spans, span) / pointerBytes));
    for (let from = 0; from < count; from += windowBytes / pointerBytes) {
      const part = Math.min(count - from, windowBytes / pointerBytes);
      const pointers = this.#memory.read(data + from * pointerBytes, part * pointerBytes);
      for (let index = 0; pointers && index < part; index++) {
        const bucket = u64At(pointers, index * pointerBytes);
        const ordinal = isAddress(bucket) ? spanOfObject(this.#spans, bucket) : -1;
        if (ordinal < 0 || arrays.some((array) => !isOutside(bucket, array))) continue;
        addresses.push(bucket);
        bytes += this.#spans.elemSize[ordinal];
      }
    }
    return { addresses, bytes };
  }

  #linksOfArray({ address, baseCount }: BucketArray, unitSize: number): Address[] {
    const links: Address[] = [];
    const perWindow = Math.floor(windowBytes / unitSize);
    const window = new Uint8Array(Math.min(baseCount, perWindow) * unitSize);
    for (let first = 0; first < baseCount; first += perWindow) {
      const part = Math.min(baseCount - first, perWindow);
      const bytes = this.#memory.read(address + first * unitSize, part * unitSize, window);
      for (let index = 1; bytes && index <= part; index++) {
        const link = u64At(bytes, index * unitSize - pointerBytes);
        if (isAddress(link)) links.push(link);
      }
    }
    return links;
  }
}

/** Span of an overflow bucket with an object of its own, or -1 where the address is not that of one. */
export function bucketSpan(spans: SpanTable, bucket: Address, unitSize: number): number {
  const span = isAddress(bucket) ? spanOfObject(spans, bucket) : -1;
  if (span < 0) return -1;
  return spans.elemSize[span] === classBytes(unitSize + spans.headerBytes(span)) ? span : -1;
}

/** Whether a link leads out of the array's slot. */
export function isOutside(link: Address, array: BucketArray): boolean {
  return isAddress(link) && (link < array.address || link >= array.end);
}

/** Whether the address is that of one of the array's preallocated overflow buckets. */
function isBucketOf(array: BucketArray, address: Address, unitSize: number): boolean {
  const distance = address - array.address;
  return distance % unitSize === 0 && distance >= array.baseCount * unitSize;
}
