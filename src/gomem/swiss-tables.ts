import type { Expectation } from './expectation.ts';
import { probabilityOfNoneOver } from './full-box.ts';
import { probabilityOver, sumOverBoxes } from './occupancy.ts';
import { maxTableCapacity, tableGrowthLimit } from './swiss-map.ts';

/** Most keys that a table holds before it is split. */
export const splitLimit: number = tableGrowthLimit(maxTableCapacity);

/**
 * Which tables a map has, by the hash prefixes of its keys: a table at a depth takes all keys with one prefix of so many
 * bits. A prefix has been split if and only if it got more than 896 keys, whatever their order, since both halves begin
 * at full capacity (table.go split).
 */
export interface PrefixSpread {
  readonly keys: number;
  /**
   * All prefixes of fewer bits have been split, these perhaps, and longer ones never: whoever has more than 896 keys at
   * one depth has twice as many at the depth before, and half as many behind.
   */
  readonly depth: number;
  readonly prefixCount: number;
  /** Probability that one of the prefixes or more were split, so that the directory is twice as long. */
  readonly anySplitProbability: number;
}

/** How `keys` keys spread over tables, when the first ones were at `firstDepth`. */
export function prefixSpread(keys: number, firstDepth: number): PrefixSpread {
  let depth = firstDepth;
  while (probabilityOver(splitLimit, keys, 2 ** depth) > 1 - 1e-12) depth++;
  const prefixCount = 2 ** depth;
  return {
    keys,
    depth,
    prefixCount,
    anySplitProbability: 1 - probabilityOfNoneOver(splitLimit, keys, prefixCount),
  };
}

/** Sum over all prefixes of a function of the keys in each. */
export function sumOverPrefixes(spread: PrefixSpread, value: (keys: number) => number): Expectation {
  return sumOverBoxes(spread.keys, spread.prefixCount, value);
}

/** What depends on the length of the directory. */
export function overDirectory(spread: PrefixSpread, value: (length: number) => number): Expectation {
  const { anySplitProbability: doubled, prefixCount } = spread;
  const single = value(prefixCount);
  const step = value(2 * prefixCount) - single;
  return { mean: single + doubled * step, deviation: step * Math.sqrt(doubled * (1 - doubled)) };
}
