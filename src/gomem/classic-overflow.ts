import { chainDistribution, chainOf, excessOf } from './chain-distribution.ts';
import { type Expectation, excessOver } from './expectation.ts';
import { meanOverBox, sumOverBoxes } from './occupancy.ts';

/** A bucket array as far as overflow buckets go (`ClassicArray`). */
interface Buckets {
  readonly baseCount: number;
  readonly bucketCount: number;
}

/** Up to so many buckets their chains are counted out; from there on sums of them are as good as normal. */
const fewBuckets = 32;

/** Overflow buckets in all chains of `bucketCount` buckets that `keys` keys fell into. */
export function chainedBuckets(keys: number, bucketCount: number): Expectation {
  if (bucketCount > fewBuckets) return sumOverBoxes(keys, bucketCount, chainOf);
  return excessOf(chainDistribution(keys, bucketCount), 0);
}

/**
 * Overflow buckets that are allocated outside an array, after `keys` inserts into it: those that the array brings along
 * are used up first (runtime/map.go newoverflow).
 */
export function overflowOutside(keys: number, array: Buckets): Expectation {
  if (array.baseCount > fewBuckets) return roughOverflowOutside(keys, array);
  const distribution = chainDistribution(keys, array.baseCount);
  return excessOf(distribution, array.bucketCount - array.baseCount);
}

/** The same within a tenth of its deviation, in less than a microsecond. */
export function roughOverflowOutside(keys: number, array: Buckets): Expectation {
  const preallocated = array.bucketCount - array.baseCount;
  const chained = sumOverBoxes(keys, array.baseCount, chainOf);
  return preallocated === 0 ? chained : excessOver(chained, preallocated);
}

/**
 * Share of the overflow buckets of an old array that are still linked to it. A delete finds long chains sooner than short
 * ones, so those that it left are shorter: as if only what was not deleted had ever fallen into them.
 */
export function linkedShare(
  oldKeys: number,
  oldCount: number,
  unevacuatedShare: number,
  deletedShare: number,
): number {
  const all = meanOverBox(oldKeys, oldCount, chainOf);
  if (all === 0) return 0;
  const left = meanOverBox(Math.round(oldKeys * (1 - deletedShare)), oldCount, chainOf);
  return (unevacuatedShare * left) / all;
}

/**
 * Overflow buckets in the chains of a new array of twice `oldCount` buckets while the old one is evacuated. An old bucket
 * that got one of the `newKeys` has been evacuated by that insert; of the others inserts, deletes and the mark of the growth
 * have reached all but `unevacuatedShare` of the old buckets. What has not been evacuated has nothing in the new array, and
 * has fewer keys than others, the more so the more was deleted (`linkedShare`).
 */
export function chainedWhileEvacuating(
  oldKeys: number,
  newKeys: number,
  oldCount: number,
  unevacuatedShare: number,
  deletedShare: number,
): number {
  const newCount = 2 * oldCount;
  const withoutNewKey = (1 - 1 / newCount) ** newKeys;
  const chainAfter = (added: number): number =>
    meanOverBox(oldKeys, newCount, (keys) => chainOf(keys + added));
  const touched = meanOverBox(newKeys, newCount, (added) => (added > 0 ? chainAfter(added) : 0));
  const unevacuated = meanOverBox(Math.round(oldKeys * (1 - deletedShare)), newCount, chainOf);
  const untouched = withoutNewKey * chainAfter(0) - unevacuatedShare * unevacuated;
  return newCount * (touched + Math.max(0, untouched));
}
