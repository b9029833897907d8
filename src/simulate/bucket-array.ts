import { unitSlots } from '../gomem/index.ts';
import { extended, type KeyColumn, newColumn } from './key-column.ts';
import type { KeyHash } from './key-hash.ts';

/** No further bucket. */
export const noBucket = -1;
/** No slot. */
export const noSlot = -1;

/** States of a slot's top-hash byte (runtime/map.go); from `smallestTopHash` on it is part of a key's hash. */
const emptyRest = 0;
const emptyOne = 1;
/** Go has three values for slots whose bucket was evacuated; that it was is all that is asked here. */
const evacuatedMark = 4;
export const smallestTopHash = 5;

/** What became of an insert: the key was there (-1), the map must grow (-2), it is done (-3), or the chain's last bucket. */
export type BucketInsertion = number;

/**
 * A bucket array and all buckets chained to it: first those that hashes select, then the overflow buckets that the array
 * brings along, then those that are allocated one by one. Buckets are numbered through; slot s of bucket b is 8 b + s.
 * The loops are written out like those of GroupArena, for the reasons given there.
 */
export class BucketArray {
  readonly baseCount: number;
  /** Buckets of the array itself; overflow buckets with a number from here on are allocated outside. */
  readonly arrayCount: number;
  readonly arrayBytes: number;
  #keys: KeyColumn;
  #topHashes: Uint8Array;
  /** The same top hashes, four by four. */
  #words: Int32Array;
  /** Number of the next bucket in the chain plus 1, or 0. */
  #links: Int32Array;
  #noKey = Number.NaN;
  /** The overflow bucket of the array that is handed out next. */
  #nextPreallocated: number;
  #bucketCount: number;
  /** Outside buckets that nothing refers to any more. */
  #unlinked = 0;

  constructor(baseCount: number, arrayCount: number, arrayBytes: number, isWide: boolean) {
    this.baseCount = baseCount;
    this.arrayCount = arrayCount;
    this.arrayBytes = arrayBytes;
    this.#nextPreallocated = baseCount;
    this.#bucketCount = arrayCount;
    // Space for the outside buckets that a full array usually needs costs nothing until it is written.
    const room = arrayCount + (baseCount >> 2) + 4;
    this.#keys = newColumn(room * 8, isWide);
    this.#topHashes = new Uint8Array(room * 8);
    this.#words = new Int32Array(this.#topHashes.buffer);
    this.#links = new Int32Array(room);
  }

  get preallocatedLeft(): number {
    return this.arrayCount - this.#nextPreallocated;
  }

  /** Overflow buckets that were allocated one by one and are still chained. */
  get outsideCount(): number {
    return this.#bucketCount - this.arrayCount - this.#unlinked;
  }

  /** Whether there is room for keys of more than 32 bits. */
  get isWide(): boolean {
    return this.#keys instanceof Float64Array;
  }

  widen(): void {
    if (this.#keys instanceof Int32Array) this.#keys = Float64Array.from(this.#keys);
  }

  topHashOf(slot: number): number {
    return this.#topHashes[slot];
  }

  keyOf(slot: number): number {
    return this.#keys[slot];
  }

  set(slot: number, top: number, key: number): void {
    this.#topHashes[slot] = top;
    this.#keys[slot] = key;
  }

  /** Number of the next bucket in the chain, or `noBucket`. */
  next(bucket: number): number {
    return this.#links[bucket] - 1;
  }

  /** The slot of a key in the chain of a bucket, or `noSlot`. */
  slotOf(first: number, top: number, key: number): number {
    const words = this.#words;
    const keys = this.#keys;
    const links = this.#links;
    const pattern = Math.imul(top, 0x01010101);
    for (let bucket = first; bucket >= 0; bucket = links[bucket] - 1) {
      const lower = words[bucket << 1];
      const upper = words[(bucket << 1) | 1];
      // Never: see GroupArena.slotOf.
      if (keys[bucket << 3] === this.#noKey) return -1;
      const lowerRest = lower ^ pattern;
      const upperRest = upper ^ pattern;
      let match =
        (Math.imul(((lowerRest - 0x01010101) & ~lowerRest & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul(((upperRest - 0x01010101) & ~upperRest & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      for (; match !== 0; match &= match - 1) {
        const slot = (bucket << 3) | (31 - Math.clz32(match & -match));
        if (keys[slot] === key) return slot;
      }
      // A byte that is 0, emptyRest: nothing follows, in this bucket or behind it.
      if (((((lower - 0x01010101) & ~lower) | ((upper - 0x01010101) & ~upper)) & 0x80808080) !== 0) return -1;
    }
    return -1;
  }

  /**
   * Puts a key into the first empty slot of a bucket's chain, unless the map must grow before. Where all slots are taken
   * it only tells the last bucket of the chain.
   */
  insert(first: number, top: number, key: number, mustGrow: boolean): BucketInsertion {
    const words = this.#words;
    const keys = this.#keys;
    const links = this.#links;
    const pattern = Math.imul(top, 0x01010101);
    let found = -1;
    let bucket = first;
    for (;;) {
      const lower = words[bucket << 1];
      const upper = words[(bucket << 1) | 1];
      const lowerRest = lower ^ pattern;
      const upperRest = upper ^ pattern;
      let match =
        (Math.imul(((lowerRest - 0x01010101) & ~lowerRest & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul(((upperRest - 0x01010101) & ~upperRest & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      for (; match !== 0; match &= match - 1) {
        if (keys[(bucket << 3) | (31 - Math.clz32(match & -match))] === key) return -1;
      }
      if (found < 0) {
        // Bytes that are 0 or 1, the two kinds of empty.
        const lowerHalf = lower & 0xfefefefe;
        const upperHalf = upper & 0xfefefefe;
        const empty =
          (Math.imul(((lowerHalf - 0x01010101) & ~lowerHalf & 0x80808080) >>> 7, 0x10204080) >>> 28) |
          ((Math.imul(((upperHalf - 0x01010101) & ~upperHalf & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
        if (empty !== 0) found = (bucket << 3) | (31 - Math.clz32(empty & -empty));
      }
      if (((((lower - 0x01010101) & ~lower) | ((upper - 0x01010101) & ~upper)) & 0x80808080) !== 0) break;
      const following = links[bucket] - 1;
      if (following < 0) break;
      bucket = following;
    }
    if (mustGrow) return -2;
    if (found < 0) return bucket;
    const shift = (found & 3) << 3;
    words[found >> 2] = (words[found >> 2] & ~(0xff << shift)) | (top << shift);
    keys[found] = key;
    return -3;
  }

  /** Takes a key out of a bucket's chain, and makes the chain's end known again if it was the last entry (mapdelete). */
  remove(first: number, top: number, key: number): boolean {
    const words = this.#words;
    const keys = this.#keys;
    const links = this.#links;
    const pattern = Math.imul(top, 0x01010101);
    for (let bucket = first; bucket >= 0; bucket = links[bucket] - 1) {
      const lower = words[bucket << 1];
      const upper = words[(bucket << 1) | 1];
      // Never: see GroupArena.slotOf.
      if (keys[bucket << 3] === this.#noKey) return false;
      const lowerRest = lower ^ pattern;
      const upperRest = upper ^ pattern;
      let match =
        (Math.imul(((lowerRest - 0x01010101) & ~lowerRest & 0x80808080) >>> 7, 0x10204080) >>> 28) |
        ((Math.imul(((upperRest - 0x01010101) & ~upperRest & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
      for (; match !== 0; match &= match - 1) {
        const slot = 31 - Math.clz32(match & -match);
        if (keys[(bucket << 3) | slot] !== key) continue;
        const word = (bucket << 1) | (slot >> 2);
        const shift = (slot & 3) << 3;
        words[word] = (words[word] & ~(0xff << shift)) | (1 << shift);
        // The slots with emptyRest, which are those at the end: is the next one among them?
        const rest =
          (Math.imul(((lower - 0x01010101) & ~lower & 0x80808080) >>> 7, 0x10204080) >>> 28) |
          ((Math.imul(((upper - 0x01010101) & ~upper & 0x80808080) >>> 7, 0x10204080) >>> 28) << 4);
        const isLast = slot < 7 ? ((rest >> slot) & 2) !== 0 : this.#endsWith(bucket);
        if (isLast) this.#shorten((bucket << 3) | slot, first);
        return true;
      }
      if (((((lower - 0x01010101) & ~lower) | ((upper - 0x01010101) & ~upper)) & 0x80808080) !== 0)
        return false;
    }
    return false;
  }

  /** Chains an overflow bucket behind `bucket`, the last of its chain (runtime/map.go newoverflow). */
  addOverflow(bucket: number): number {
    let added: number;
    if (this.#nextPreallocated < this.arrayCount) added = this.#nextPreallocated++;
    else {
      added = this.#bucketCount++;
      if (added === this.#links.length) this.#extend();
    }
    this.#links[bucket] = added + 1;
    return added;
  }

  /**
   * Moves the entries of a bucket and its chain to the buckets of another array that they belong to: of equal number, and
   * that number plus `newBit` where the hash has that bit; a `newBit` of 0 is none. They fill them from the first slot on
   * (runtime/map.go evacuate). `addOverflow` chains a bucket in the other array and gives its number.
   */
  moveChain(
    first: number,
    to: BucketArray,
    newBit: number,
    hash: KeyHash,
    addOverflow: (bucket: number) => number,
  ): void {
    const words = this.#words;
    const keys = this.#keys;
    const links = this.#links;
    let toTopHashes = to.#topHashes;
    let toKeys = to.#keys;
    // Where the next entry goes to, for the two new buckets: the bucket that is filled now, and its fill.
    let lowBucket = first;
    let lowFill = 0;
    let highBucket = first + newBit;
    let highFill = 0;
    for (let bucket = first; bucket >= 0; bucket = links[bucket] - 1) {
      for (let slot = 0; slot < 8; slot++) {
        const top = (words[(bucket << 1) + (slot >> 2)] >>> ((slot & 3) << 3)) & 0xff;
        if (top < 5) continue;
        const key = keys[(bucket << 3) + slot];
        const isHigh = (hash.low(key) & newBit) !== 0;
        let target = isHigh ? highBucket : lowBucket;
        let fill = isHigh ? highFill : lowFill;
        if (fill === 8) {
          target = addOverflow(target);
          fill = 0;
          toTopHashes = to.#topHashes;
          toKeys = to.#keys;
        }
        toTopHashes[(target << 3) + fill] = top;
        toKeys[(target << 3) + fill] = key;
        if (isHigh) {
          highBucket = target;
          highFill = fill + 1;
        } else {
          lowBucket = target;
          lowFill = fill + 1;
        }
      }
    }
  }

  /** Cuts the chain behind a bucket off; gives the number of outside buckets that are garbage by it. */
  unlinkChain(bucket: number): number {
    let outside = 0;
    for (let link = this.next(bucket); link !== noBucket; link = this.next(link)) {
      if (link >= this.arrayCount) outside++;
    }
    this.#links[bucket] = 0;
    this.#unlinked += outside;
    return outside;
  }

  /** As after its allocation: `clear` empties an array and takes its overflow buckets back. */
  reset(): void {
    this.#topHashes.fill(emptyRest);
    this.#links.fill(0);
    this.#nextPreallocated = this.baseCount;
    this.#bucketCount = this.arrayCount;
    this.#unlinked = 0;
  }

  isEvacuated(bucket: number): boolean {
    const state = this.#topHashes[bucket * 8];
    return state > emptyOne && state < smallestTopHash;
  }

  markEvacuated(bucket: number): void {
    for (let link = bucket; link !== noBucket; link = this.next(link)) {
      this.#words[link << 1] = Math.imul(evacuatedMark, 0x01010101);
      this.#words[(link << 1) | 1] = Math.imul(evacuatedMark, 0x01010101);
    }
  }

  chainLength(bucket: number): number {
    let length = 0;
    for (let link = this.next(bucket); link !== noBucket; link = this.next(link)) length++;
    return length;
  }

  /** Whether no entry follows behind a bucket in its chain. */
  #endsWith(bucket: number): boolean {
    const following = this.next(bucket);
    return following < 0 || this.#topHashes[following * 8] === emptyRest;
  }

  /** Turns the empty slots at the end of a chain into `emptyRest`, from the last one back to an entry. */
  #shorten(last: number, first: number): void {
    let slot = last;
    while (this.topHashOf(slot) === emptyOne) {
      this.#topHashes[slot] = emptyRest;
      if ((slot & 7) > 0) {
        slot--;
        continue;
      }
      const bucket = slot >> 3;
      if (bucket === first) return;
      let before = first;
      while (this.next(before) !== bucket) before = this.next(before);
      slot = before * unitSlots + 7;
    }
  }

  #extend(): void {
    const room = Math.ceil(this.#links.length * 1.25) + 4;
    this.#keys = extended(this.#keys, room * 8);
    const topHashes = new Uint8Array(room * 8);
    topHashes.set(this.#topHashes);
    this.#topHashes = topHashes;
    this.#words = new Int32Array(topHashes.buffer);
    const links = new Int32Array(room);
    links.set(this.#links);
    this.#links = links;
  }
}
