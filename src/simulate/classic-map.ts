import {
  classicHeaderBytes,
  type GoLine,
  hintedBucketLog2,
  type MapShape,
  mapUnitOf,
  unitSlots,
} from '../gomem/index.ts';
import { type BucketArray, noBucket, noSlot, smallestTopHash } from './bucket-array.ts';
import { type ClassicStructure, classicStructure } from './classic-structure.ts';
import { GrowingBuckets } from './growing-buckets.ts';
import { HeapAccount } from './heap-account.ts';
import { isNarrow } from './key-column.ts';
import { type KeyHash, SeededHash, SeededRandom } from './key-hash.ts';
import type { SimulationOptions } from './options.ts';
import type { SimulatedMap } from './simulated-map.ts';

/**
 * The map of Go 1.18 to 1.23, and of 1.24 and 1.25 with noswissmap, after runtime/map.go (map_noswiss.go): buckets of
 * eight with chains of overflow buckets, growing step by step. Where the runtime's fast variants differ they do not
 * differ in what they leave in memory.
 */
export class ClassicMap implements SimulatedMap {
  readonly #buckets: GrowingBuckets;
  readonly #hash: KeyHash;
  readonly #account = new HeapAccount();
  readonly #boxBytes: number;
  #count = 0;
  #boxedGarbageBytes = 0;

  constructor(shape: MapShape, line: GoLine, options: SimulationOptions = {}) {
    const unit = mapUnitOf(shape, line);
    const seed = options.seed ?? 1;
    this.#hash = options.hash ?? new SeededHash(seed);
    this.#boxBytes = unit.boxedBytesPerEntry;
    this.#account.allocate(classicHeaderBytes(line.minor));
    this.#buckets = new GrowingBuckets(unit, line, hintedBucketLog2(unit, options.hint ?? 0, line.minor), {
      account: this.#account,
      hash: this.#hash,
      random: new SeededRandom(seed + 1),
    });
  }

  get len(): number {
    return this.#count;
  }

  get slots(): number {
    return unitSlots * 2 ** this.#buckets.bucketLog2;
  }

  get bytes(): number {
    return this.#account.liveBytes;
  }

  get boxedBytes(): number {
    return this.#count * this.#boxBytes;
  }

  get peakBytes(): number {
    return this.#account.peakBytes;
  }

  get garbageBytes(): number {
    return this.#account.garbageBytes;
  }

  get boxedGarbageBytes(): number {
    return this.#boxedGarbageBytes;
  }

  insert(key: number): boolean {
    const buckets = this.#buckets;
    if (!buckets.isAllocated) buckets.allocateFirst();
    if (!isNarrow(key)) buckets.current.widen();
    const low = this.#hash.low(key);
    const top = topHash(this.#hash.high(key, low));
    while (true) {
      const bucket = low & buckets.mask;
      if (buckets.old !== undefined) buckets.growWork(bucket);
      const last = buckets.current.insert(bucket, top, key, buckets.mustGrow(this.#count));
      if (last === -1) return false;
      if (last === -2) {
        buckets.grow(this.#count);
        continue;
      }
      if (last >= 0) buckets.insertBehind(last, top, key);
      this.#count++;
      return true;
    }
  }

  delete(key: number): boolean {
    if (this.#count === 0) return false;
    const buckets = this.#buckets;
    const low = this.#hash.low(key);
    const bucket = low & buckets.mask;
    if (buckets.old !== undefined) buckets.growWork(bucket);
    if (!buckets.current.remove(bucket, topHash(this.#hash.high(key, low)), key)) return false;
    if (this.#boxBytes !== 0) this.#boxedGarbageBytes += this.#boxBytes;
    if (--this.#count === 0) this.#hash.reseed();
    return true;
  }

  has(key: number): boolean {
    if (this.#count === 0) return false;
    const { current, old } = this.#buckets;
    const low = this.#hash.low(key);
    const top = topHash(this.#hash.high(key, low));
    if (old !== undefined) {
      const bucket = low & (old.baseCount - 1);
      if (!old.isEvacuated(bucket)) return old.slotOf(bucket, top, key) !== noSlot;
    }
    return current.slotOf(low & (current.baseCount - 1), top, key) !== noSlot;
  }

  clear(): void {
    if (this.#count === 0) return;
    this.#boxedGarbageBytes += this.boxedBytes;
    this.#count = 0;
    this.#hash.reseed();
    this.#buckets.clear();
  }

  iterate(visit: (key: number) => void): void {
    if (this.#count === 0) return;
    this.#buckets.noteIteration();
    const { current, old } = this.#buckets;
    for (let bucket = 0; bucket < current.baseCount; bucket++) visitChain(current, bucket, visit);
    if (old === undefined) return;
    for (let bucket = 0; bucket < old.baseCount; bucket++) {
      if (!old.isEvacuated(bucket)) visitChain(old, bucket, visit);
    }
  }

  structure(): ClassicStructure {
    return classicStructure(this.#buckets, this.#count, this.#account.liveBytes);
  }
}

/** The byte of a key's hash that is kept beside it; the smallest values are states of the slot. */
function topHash(high: number): number {
  const top = high >>> 24;
  return top < smallestTopHash ? top + smallestTopHash : top;
}

function visitChain(array: BucketArray, first: number, visit: (key: number) => void): void {
  for (let bucket = first; bucket !== noBucket; bucket = array.next(bucket)) {
    for (let slot = bucket * unitSlots; slot < (bucket + 1) * unitSlots; slot++) {
      if (array.topHashOf(slot) >= smallestTopHash) visit(array.keyOf(slot));
    }
  }
}
