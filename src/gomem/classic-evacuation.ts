import { excessOver, normalBelow } from './expectation.ts';

/** How far the move to a new bucket array has come. */
export interface Evacuation {
  /** Probability that the old array is still held. */
  readonly heldProbability: number;
  /** Expected share of the old buckets that have not been evacuated; 0 where the growth is over. */
  readonly unevacuatedShare: number;
}

/** Up to this many old buckets the distribution is stepped through; above it is as good as normal. */
const exactBuckets = 1024;

/**
 * State of a growth from `oldCount` buckets after `writes` inserts and deletes, the one that began it included. Each
 * evacuates the bucket that its key falls into, if it was not yet, and one more in order (runtime/map.go growWork). So of
 * u remaining buckets it takes 1 + Bernoulli(u/n): in the mean the last one goes after n * ln 2 writes.
 */
export function evacuationAfter(oldCount: number, writes: number): Evacuation {
  if (writes >= oldCount) return { heldProbability: 0, unevacuatedShare: 0 };
  return oldCount <= exactBuckets ? steppedThrough(oldCount, writes) : inTheLimit(oldCount, writes);
}

/** One prediction asks for the same few on every version of Go. */
const workedOut = new Map<string, Evacuation>();
const workedOutMax = 256;

function steppedThrough(oldCount: number, writes: number): Evacuation {
  const name = `${oldCount} ${writes}`;
  let evacuation = workedOut.get(name);
  if (evacuation === undefined) {
    if (workedOut.size >= workedOutMax) workedOut.clear();
    evacuation = countedDown(oldCount, writes);
    workedOut.set(name, evacuation);
  }
  return evacuation;
}

/** Less likely than this is left out: far below what a sum of the rest can tell. */
const negligible = 1e-40;

function countedDown(oldCount: number, writes: number): Evacuation {
  let masses = new Float64Array(oldCount + 1);
  let next = new Float64Array(oldCount + 1);
  masses[oldCount] = 1;
  // Only between these, and at 0, is there anything.
  let fewest = oldCount;
  let most = oldCount;
  for (let write = 0; write < writes && most > 0; write++) {
    const lowest = Math.max(0, fewest - 2);
    next.fill(0, lowest, most + 1);
    next[0] = masses[0];
    for (let left = Math.max(1, fewest); left <= most; left++) {
      const hit = left / oldCount;
      next[Math.max(0, left - 2)] += masses[left] * hit;
      next[left - 1] += masses[left] * (1 - hit);
    }
    fewest = lowest;
    while (most > 0 && next[most] < negligible) most--;
    while (fewest < most && next[fewest] < negligible) fewest++;
    [masses, next] = [next, masses];
  }
  let sum = 0;
  for (let left = fewest; left <= most; left++) sum += masses[left] * left;
  return { heldProbability: 1 - masses[0], unevacuatedShare: sum / oldCount };
}

/** du/dt = -(1 + u) with noise u (1 - u): the mean and the variance of the share left after t = writes / n. */
function inTheLimit(oldCount: number, writes: number): Evacuation {
  const time = writes / oldCount;
  const mean = oldCount * (2 * (1 - 1 / oldCount) ** writes - 1);
  const grown = Math.exp(time);
  const variance = (-grown * grown + 6 * grown - 4 * time - 5) / (grown * grown);
  const deviation = Math.sqrt(Math.max(0, oldCount * variance));
  // At the very beginning, and again long after the end, where the share has left the range that the noise is written for.
  if (deviation === 0)
    return { heldProbability: mean > 0 ? 1 : 0, unevacuatedShare: Math.max(0, mean) / oldCount };
  return {
    heldProbability: normalBelow(mean / deviation),
    unevacuatedShare: excessOver({ mean, deviation }, 0).mean / oldCount,
  };
}
