import { evacuationAfter } from './classic-evacuation.ts';
import {
  type ClassicArray,
  classicArray,
  classicBucketLog2,
  classicCapacity,
  hintedBucketLog2,
  overflowBucketBytes,
} from './classic-map.ts';
import { chainedBuckets, chainedWhileEvacuating, linkedShare, overflowOutside } from './classic-overflow.ts';
import {
  type Expectation,
  exactly,
  rareExcessOver,
  scaled,
  sumOf,
  thinned,
  withProbability,
} from './expectation.ts';
import type { GoLine } from './go-line.ts';
import type { MapUnit } from './map-unit.ts';

/** What a classic map holds after it was made with a hint, `inserts` keys were inserted, and some deleted again. */
export interface ClassicState {
  readonly bucketLog2: number;
  readonly array: ClassicArray;
  /** The array that is being left; undefined where it is certainly gone. */
  readonly oldArray: ClassicArray | undefined;
  readonly oldArrayHeldProbability: number;
  /** Expected share of the old array's overflow buckets that are still chained to it. */
  readonly oldChainsLinkedShare: number;
  /** Overflow buckets in chains, of the old array's too. */
  readonly overflowChained: Expectation;
  /** Those of them that are allocated by themselves. */
  readonly overflowOutside: Expectation;
  /** Arrays and overflow buckets, without the header. */
  readonly storageBytes: Expectation;
}

/** The life of one classic map type: how it grows from a hint to a number of entries. */
export class ClassicHistory {
  readonly #unit: MapUnit;
  readonly #goMinor: number;
  readonly #firstLog2: number;
  readonly #overflowBytes: number;

  constructor(unit: MapUnit, line: GoLine, hint: number) {
    this.#unit = unit;
    this.#goMinor = line.minor;
    this.#firstLog2 = hintedBucketLog2(unit, hint, line.minor);
    this.#overflowBytes = overflowBucketBytes(unit, line.minor);
  }

  /** Before the first insert: a map of one bucket gets it only then. */
  made(): ClassicState {
    const array = this.#array(this.#firstLog2);
    const held = this.#firstLog2 === 0 ? { ...array, bytes: 0, bucketCount: 0 } : array;
    return this.#settled(held, this.#firstLog2, 0);
  }

  /** Deletes leave all buckets where they are, but move a growth on. */
  after(inserts: number, deletes: number): ClassicState {
    const log2 = this.#log2After(inserts);
    const array = this.#array(log2);
    if (inserts === 0) return this.made();
    if (log2 === this.#firstLog2) return this.#settled(array, log2, inserts);
    const keysBefore = classicCapacity(log2 - 1, this.#goMinor);
    const newKeys = inserts - keysBefore;
    const { heldProbability, unevacuatedShare } = evacuationAfter(2 ** (log2 - 1), newKeys + deletes);
    if (heldProbability < 1e-9) return this.#settled(array, log2, inserts);
    const oldArray = this.#array(log2 - 1);
    const deletedShare = deletes / inserts;
    const chained = chainedWhileEvacuating(
      keysBefore,
      newKeys,
      oldArray.baseCount,
      unevacuatedShare,
      deletedShare,
    );
    const current = { mean: chained, deviation: Math.sqrt(chained) };
    const oldChains = chainedBuckets(keysBefore, oldArray.baseCount);
    const oldOutside = overflowOutside(keysBefore, oldArray);
    // A bucket with pointers is cleared when it has been evacuated, which cuts its chain off; the others keep theirs.
    const linked = this.#unit.unitHasPointers
      ? linkedShare(keysBefore, oldArray.baseCount, unevacuatedShare, deletedShare)
      : heldProbability;
    const kept = (buckets: Expectation): Expectation =>
      this.#unit.unitHasPointers ? thinned(buckets, linked) : withProbability(linked, buckets);
    const outside = sumOf(rareExcessOver(chained, preallocatedIn(array)), kept(oldOutside));
    return {
      bucketLog2: log2,
      array,
      oldArray,
      oldArrayHeldProbability: heldProbability,
      oldChainsLinkedShare: linked,
      overflowChained: sumOf(current, kept(oldChains)),
      overflowOutside: outside,
      storageBytes: sumOf(
        exactly(array.bytes),
        withProbability(heldProbability, exactly(oldArray.bytes)),
        scaled(outside, this.#overflowBytes),
      ),
    };
  }

  /** `clear` keeps the array and drops everything else (runtime/map.go mapclear). Of an empty map it changes nothing. */
  cleared(inserts: number): ClassicState {
    if (inserts === 0) return this.made();
    const log2 = this.#log2After(inserts);
    return this.#settled(this.#array(log2), log2, 0);
  }

  /**
   * The most bytes that are live at once while `inserts` keys are inserted, each with so many bytes in a box of its own: at
   * the end, or earlier, when the last growth holds both arrays.
   */
  peakBytes(inserts: number, boxedBytesPerEntry: number): Expectation {
    const { bucketLog2: log2, storageBytes } = this.after(inserts, 0);
    const atEnd = sumOf(storageBytes, exactly(inserts * boxedBytesPerEntry));
    if (log2 === this.#firstLog2 || inserts === 0) return atEnd;
    const old = this.#array(log2 - 1);
    const array = this.#array(log2);
    const keysBefore = classicCapacity(log2 - 1, this.#goMinor);
    // Chains with pointers are let go of as they are left; the others go with the old array, at the end of the growth.
    const keysAtEnd = Math.min(inserts, keysBefore + Math.ceil(old.baseCount * Math.LN2));
    const added = this.#unit.unitHasPointers ? exactly(0) : overflowOutside(keysAtEnd, array);
    const atGrowth = sumOf(
      exactly(old.bytes + array.bytes),
      scaled(sumOf(overflowOutside(keysBefore, old), added), this.#overflowBytes),
      exactly(keysAtEnd * boxedBytesPerEntry),
    );
    return atGrowth.mean > atEnd.mean ? atGrowth : atEnd;
  }

  /** Bytes of arrays and overflow buckets that were left behind while `inserts` keys were inserted. */
  garbageBytes(inserts: number): Expectation {
    const { bucketLog2, oldArrayHeldProbability, oldChainsLinkedShare } = this.after(inserts, 0);
    const left: Expectation[] = [];
    for (let log2 = this.#firstLog2; log2 < bucketLog2; log2++) {
      const array = this.#array(log2);
      const outside = overflowOutside(classicCapacity(log2, this.#goMinor), array);
      const isLast = log2 === bucketLog2 - 1;
      left.push(
        withProbability(isLast ? 1 - oldArrayHeldProbability : 1, exactly(array.bytes)),
        scaled(outside, this.#overflowBytes * (isLast ? 1 - oldChainsLinkedShare : 1)),
      );
    }
    return sumOf(...left);
  }

  #log2After(inserts: number): number {
    return Math.max(this.#firstLog2, classicBucketLog2(inserts, this.#goMinor));
  }

  #array(bucketLog2: number): ClassicArray {
    return classicArray(this.#unit, bucketLog2, this.#goMinor);
  }

  #settled(array: ClassicArray, bucketLog2: number, keys: number): ClassicState {
    const outside = keys === 0 ? exactly(0) : overflowOutside(keys, array);
    return {
      bucketLog2,
      array,
      oldArray: undefined,
      oldArrayHeldProbability: 0,
      oldChainsLinkedShare: 0,
      overflowChained: keys === 0 ? exactly(0) : chainedBuckets(keys, array.baseCount),
      overflowOutside: outside,
      storageBytes: sumOf(exactly(array.bytes), scaled(outside, this.#overflowBytes)),
    };
  }
}

function preallocatedIn(array: ClassicArray): number {
  return array.bucketCount - array.baseCount;
}
