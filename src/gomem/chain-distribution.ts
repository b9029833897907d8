import type { Expectation } from './expectation.ts';
import { fullArrayChains } from './full-array-chains.ts';
import { unitSlots } from './map-shape.ts';

/** Overflow buckets behind a bucket that `keys` keys fell into, none of which was deleted. */
export function chainOf(keys: number): number {
  return keys > unitSlots ? Math.ceil(keys / unitSlots) - 1 : 0;
}

/**
 * Distribution of the number of overflow buckets in a few buckets that hold `keys` keys between them: probabilities by
 * number. Blocks of buckets are put together two by two; for each block the table says how likely a number of keys in it
 * goes with a number of overflow buckets, the keys being Poisson distributed until the last step fixes their total.
 */
export function chainDistribution(keys: number, bucketCount: number): Float64Array {
  const name = `${keys} ${bucketCount}`;
  let distribution = workedOut.get(name);
  if (distribution === undefined) {
    const known = fullArrayChains.get(name);
    distribution = known === undefined ? countedOut(keys, bucketCount) : Float64Array.from(known);
    workedOut.set(name, distribution);
  }
  return distribution;
}

/** One prediction asks for the same few again and again. There are no more than some hundreds of them. */
const workedOut = new Map<string, Float64Array>();

/** The same, without looking whether it is known. */
export function countedOut(keys: number, bucketCount: number): Float64Array {
  let block = singleBucket(keys, keys / bucketCount);
  for (let size = 2; size < bucketCount; size *= 2) block = joined(block, block, 0);
  const whole = bucketCount === 1 ? block : joined(block, block, keys);
  const masses = whole.masses.subarray(keys * whole.width, (keys + 1) * whole.width);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** Mean and deviation of what is over `threshold`. */
export function excessOf(distribution: Float64Array, threshold: number): Expectation {
  let mean = 0;
  let square = 0;
  for (let count = threshold + 1; count < distribution.length; count++) {
    mean += distribution[count] * (count - threshold);
    square += distribution[count] * (count - threshold) ** 2;
  }
  return { mean, deviation: Math.sqrt(Math.max(0, square - mean ** 2)) };
}

/** Joint probabilities of keys and overflow buckets: mass at keys * width + overflow buckets. */
interface Block {
  readonly keyLimit: number;
  readonly width: number;
  readonly masses: Float64Array;
}

/** Less likely than this is left out. */
const negligible = 1e-16;
/** Adds nothing to a sum that is looked at: whatever it is multiplied with, the digits are elsewhere. */
const whollyUnlikely = 1e-40;

function singleBucket(keyLimit: number, mean: number): Block {
  const width = chainOf(keyLimit) + 1;
  const masses = new Float64Array((keyLimit + 1) * width);
  let mass = Math.exp(-mean);
  for (let keys = 0; keys <= keyLimit; keys++) {
    masses[keys * width + chainOf(keys)] = mass;
    mass *= mean / (keys + 1);
  }
  return { keyLimit, width, masses };
}

/** Two blocks as one, for numbers of keys from `fewestKeys` on. */
function joined(first: Block, second: Block, fewestKeys: number): Block {
  const { keyLimit, width, masses: rows } = first;
  const { masses: columns } = second;
  const masses = new Float64Array((keyLimit + 1) * width);
  const likely = likelyColumns(second);
  for (let keys = 0, cell = 0; keys <= keyLimit; keys++) {
    for (let chained = 0; chained < width; chained++, cell++) {
      const mass = rows[cell];
      if (mass < negligible) continue;
      for (let others = Math.max(0, fewestKeys - keys); others <= keyLimit - keys; others++) {
        const from = likely[2 * others];
        const to = Math.min(width - 1 - chained, likely[2 * others + 1]);
        const target = (keys + others) * width + chained;
        const source = others * width;
        for (let more = from; more <= to; more++) masses[target + more] += mass * columns[source + more];
      }
    }
  }
  return { keyLimit, width, masses };
}

/** First and last number of overflow buckets with each number of keys that is not wholly unlikely; 0 and -1 for none. */
function likelyColumns({ keyLimit, width, masses }: Block): Int32Array {
  const likely = new Int32Array(2 * (keyLimit + 1));
  for (let keys = 0; keys <= keyLimit; keys++) {
    let from = 0;
    let to = width - 1;
    while (to >= 0 && masses[keys * width + to] < whollyUnlikely) to--;
    while (from < to && masses[keys * width + from] < whollyUnlikely) from++;
    likely[2 * keys] = from;
    likely[2 * keys + 1] = to;
  }
  return likely;
}
