import { assert } from '../base/index.ts';
import {
  classicArray,
  classicCapacity,
  type GoLine,
  type MapUnit,
  overflowBucketBytes,
  unitSlots,
} from '../gomem/index.ts';
import { BucketArray } from './bucket-array.ts';
import type { HeapAccount } from './heap-account.ts';
import type { KeyHash, SeededRandom } from './key-hash.ts';
import { OverflowLists } from './overflow-lists.ts';

/** From this B on the runtime counts overflow buckets by sample (runtime/map.go incrnoverflow). */
const firstSampledLog2 = 16;
/** As far as the mark of a growth looks ahead for buckets that inserts have evacuated (advanceEvacuationMark). */
const markReach = 1024;

/** The bucket arrays of a classic map: the one in use, the one that is being left, and the move between them. */
export class GrowingBuckets {
  current: BucketArray;
  old: BucketArray | undefined = undefined;
  bucketLog2: number;
  /** The bits of a hash that choose a bucket of the present array. */
  mask: number;
  /** Whether the move is to an array of the same size, to get rid of sparse chains. */
  isSameSizeGrowth = false;
  /** Buckets of the old array below this number have been evacuated, others may have been. */
  nextToEvacuate = 0;
  evacuatedCount = 0;
  /** hmap.noverflow: exact below B = 16, then about one count in 2^(B-15) overflow buckets. */
  countedOverflow = 0;
  /** False for a map of one bucket that has had no insert: it gets its bucket then. */
  isAllocated: boolean;
  readonly lists: OverflowLists;
  readonly #unit: MapUnit;
  readonly #goMinor: number;
  readonly #account: HeapAccount;
  readonly #hash: KeyHash;
  readonly #random: SeededRandom;
  readonly #overflowBytes: number;
  /** Entries that the present array takes, and counted overflow buckets that it may have, before the map grows. */
  #capacity = 0;
  #overflowLimit = 0;
  /** Someone iterated over the present array, or over the one before: its evacuated chains are left linked then. */
  #wasIterated = false;
  #oldWasIterated = false;

  constructor(
    unit: MapUnit,
    line: GoLine,
    bucketLog2: number,
    parts: { account: HeapAccount; hash: KeyHash; random: SeededRandom },
  ) {
    this.#unit = unit;
    this.#goMinor = line.minor;
    this.#account = parts.account;
    this.#hash = parts.hash;
    this.#random = parts.random;
    this.#overflowBytes = overflowBucketBytes(unit, line.minor);
    this.bucketLog2 = bucketLog2;
    this.lists = new OverflowLists(line, unit.unitHasPointers);
    this.isAllocated = bucketLog2 > 0;
    this.mask = 0;
    this.current = this.#newArray(bucketLog2, false);
    if (this.isAllocated) this.#account.allocate(this.current.arrayBytes);
  }

  /** The only bucket of a small map, at its first insert. */
  allocateFirst(): void {
    this.isAllocated = true;
    this.#account.allocate(this.current.arrayBytes);
  }

  /** Whether the runtime grows before it adds an entry to `count` others (overLoadFactor, tooManyOverflowBuckets). */
  mustGrow(count: number): boolean {
    if (this.old !== undefined) return false;
    return count >= this.#capacity || this.countedOverflow >= this.#overflowLimit;
  }

  /** Begins a growth; what moves the entries is `growWork` (runtime/map.go hashGrow). */
  grow(count: number): void {
    this.isSameSizeGrowth = count < this.#capacity;
    if (!this.isSameSizeGrowth) this.bucketLog2++;
    this.#oldWasIterated = this.#wasIterated;
    this.#wasIterated = false;
    this.old = this.current;
    this.current = this.#newArray(this.bucketLog2, this.old.isWide);
    this.#account.allocate(this.current.arrayBytes);
    this.nextToEvacuate = 0;
    this.evacuatedCount = 0;
    this.countedOverflow = 0;
    this.lists.promote();
  }

  /** What every insert and delete does while the map grows: the bucket that it needs, and one more. */
  growWork(bucket: number): void {
    const { old } = this;
    assert(old !== undefined, 'a map that does not grow evacuates');
    this.#evacuate(old, bucket & (old.baseCount - 1));
    if (this.old !== undefined) this.#evacuate(old, this.nextToEvacuate);
  }

  #addOverflow = (bucket: number): number => {
    const array = this.current;
    const outsideBefore = array.outsideCount;
    const added = array.addOverflow(bucket);
    if (array.outsideCount > outsideBefore) this.#account.allocate(this.#overflowBytes);
    this.#countOverflow();
    this.lists.append();
    return added;
  };

  /** A key that finds all slots of a chain taken, whose last bucket is `bucket`. */
  insertBehind(bucket: number, top: number, key: number): void {
    const slot = this.#addOverflow(bucket) * unitSlots;
    this.current.set(slot, top, key);
  }

  noteIteration(): void {
    this.#wasIterated = true;
    this.#oldWasIterated = true;
    this.lists.noteIteration();
  }

  /** The array stays and is emptied; the old one and all outside buckets go (runtime/map.go mapclear). */
  clear(): void {
    this.#account.release(this.current.outsideCount * this.#overflowBytes);
    if (this.old !== undefined) this.#dropOld(this.old);
    this.isSameSizeGrowth = false;
    this.countedOverflow = 0;
    this.nextToEvacuate = 0;
    this.lists.clear();
    this.current.reset();
  }

  #newArray(bucketLog2: number, isWide: boolean): BucketArray {
    const { baseCount, bucketCount, bytes } = classicArray(this.#unit, bucketLog2, this.#goMinor);
    if (bucketCount > baseCount) this.lists.notePreallocated();
    this.mask = baseCount - 1;
    this.#capacity = classicCapacity(bucketLog2, this.#goMinor);
    this.#overflowLimit = 2 ** Math.min(15, bucketLog2);
    return new BucketArray(baseCount, bucketCount, bytes, isWide);
  }

  #countOverflow(): void {
    if (this.bucketLog2 < firstSampledLog2) this.countedOverflow++;
    else if ((this.#random.next() & (2 ** (this.bucketLog2 - 15) - 1)) === 0) this.countedOverflow++;
  }

  /** Moves the entries of an old bucket and its chain to the one or two new buckets that they belong to. */
  #evacuate(old: BucketArray, bucket: number): void {
    if (!old.isEvacuated(bucket)) {
      const newBit = this.isSameSizeGrowth ? 0 : old.baseCount;
      old.moveChain(bucket, this.current, newBit, this.#hash, this.#addOverflow);
      old.markEvacuated(bucket);
      this.evacuatedCount++;
      if (!this.#oldWasIterated && this.#unit.unitHasPointers) {
        this.#account.release(old.unlinkChain(bucket) * this.#overflowBytes);
      }
    }
    if (bucket === this.nextToEvacuate) this.#advanceMark(old);
  }

  #advanceMark(old: BucketArray): void {
    const stop = Math.min(this.nextToEvacuate + 1 + markReach, old.baseCount);
    this.nextToEvacuate++;
    while (this.nextToEvacuate < stop && old.isEvacuated(this.nextToEvacuate)) this.nextToEvacuate++;
    if (this.nextToEvacuate === old.baseCount) this.#dropOld(old);
  }

  #dropOld(old: BucketArray): void {
    this.#account.release(old.arrayBytes + old.outsideCount * this.#overflowBytes);
    this.old = undefined;
    this.isSameSizeGrowth = false;
    this.lists.dropOld();
  }
}
