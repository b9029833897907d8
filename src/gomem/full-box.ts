import { meanOverBox, momentsOf } from './occupancy.ts';

/** Up to so many boxes the probability is worked out; beyond, a formula is within a hundredth. */
const fewBoxes = 64;

/**
 * Probability that none of the boxes gets more than `limit` of the keys. Were the boxes filled independently (Poisson), it
 * would be a power; that they share a fixed number of keys is put right by how likely boxes that are not over the limit
 * hold that many between them.
 */
export function probabilityOfNoneOver(limit: number, keys: number, boxes: number): number {
  if (keys <= limit) return 1;
  if (keys > limit * boxes) return 0;
  const name = `${limit} ${keys} ${boxes}`;
  let probability = workedOut.get(name);
  if (probability === undefined) {
    if (workedOut.size >= workedOutMax) workedOut.clear();
    probability = noneOver(limit, keys, boxes);
    workedOut.set(name, probability);
  }
  return probability;
}

/** One prediction asks for the same few on every version of Go. */
const workedOut = new Map<string, number>();
const workedOutMax = 1024;

function noneOver(limit: number, keys: number, boxes: number): number {
  if (boxes === 2) return meanOverBox(keys, 2, (count) => (Math.max(count, keys - count) > limit ? 0 : 1));
  return boxes <= fewBoxes ? byConvolution(limit, keys, boxes) : byLimitTheorem(limit, keys, boxes);
}

/** Weights of sums from `lowest` on. */
interface Sums {
  readonly lowest: number;
  readonly weights: Float64Array;
}

function byConvolution(limit: number, keys: number, boxes: number): number {
  const share = keys / boxes;
  let within = poisson(share, limit);
  for (let size = 1; size < boxes / 2; size *= 2) within = doubled(within);
  return Math.min(1, weightOfSum(within, within, keys) / poissonAtMean(keys));
}

/** Poisson probabilities around the mean, none over the limit. */
function poisson(mean: number, limit: number): Sums {
  const reach = Math.ceil(9 * Math.sqrt(mean));
  const lowest = Math.max(0, Math.floor(mean) - reach);
  const highest = Math.min(limit, Math.floor(mean) + reach);
  const weights = new Float64Array(highest - lowest + 1);
  // From the mean down and up, where the probability is known well enough by Stirling's series.
  const start = Math.min(highest, Math.floor(mean));
  let mass = poissonAt(start, mean);
  for (let count = start; count >= lowest; count--) {
    weights[count - lowest] = mass;
    mass *= count / mean;
  }
  mass = poissonAt(start, mean);
  for (let count = start; count <= highest; count++) {
    weights[count - lowest] = mass;
    mass *= mean / (count + 1);
  }
  return { lowest, weights };
}

/** Of two boxes, or blocks of boxes, that are filled alike: each pair of numbers comes in two orders. */
function doubled({ lowest, weights: each }: Sums): Sums {
  const { length } = each;
  const weights = new Float64Array(2 * length - 1);
  for (let one = 0; one < length; one++) {
    const weight = each[one];
    weights[2 * one] += weight * weight;
    const twice = 2 * weight;
    for (let other = one + 1, at = 2 * one + 1; other < length; other++, at++)
      weights[at] += twice * each[other];
  }
  return trimmed({ lowest: 2 * lowest, weights });
}

/** Without ends that nothing comes from. */
function trimmed({ lowest, weights }: Sums): Sums {
  const negligible = 1e-21;
  let from = 0;
  let to = weights.length;
  while (from < to && weights[from] < negligible) from++;
  while (to > from && weights[to - 1] < negligible) to--;
  return { lowest: lowest + from, weights: weights.subarray(from, to) };
}

function weightOfSum(first: Sums, second: Sums, sum: number): number {
  let weight = 0;
  for (let one = 0; one < first.weights.length; one++) {
    const other = sum - first.lowest - one - second.lowest;
    if (other >= 0 && other < second.weights.length) weight += first.weights[one] * second.weights[other];
  }
  return weight;
}

function poissonAtMean(mean: number): number {
  return poissonAt(mean, mean);
}

/** Probability of `count` at this mean, by Stirling's series for the factorial. */
function poissonAt(count: number, mean: number): number {
  if (count === 0) return Math.exp(-mean);
  const series = 1 / (12 * count) - 1 / (360 * count ** 3) + 1 / (1260 * count ** 5);
  const exponent = count * Math.log(mean / count) + (count - mean) - series;
  return Math.exp(exponent) / Math.sqrt(2 * Math.PI * count);
}

function byLimitTheorem(limit: number, keys: number, boxes: number): number {
  // So many times more keys and boxes that the keys of one box are as good as Poisson distributed.
  const many = 2 ** 30;
  const within = momentsOf(keys * many, boxes * many, (count) => (count > limit ? 0 : 1));
  const mean = within.valueTimesKeys / within.value;
  const squares = momentsOf(keys * many, boxes * many, (count) => (count > limit ? 0 : (count - mean) ** 2));
  const variance = squares.value / within.value;
  const distance = (keys - boxes * mean) ** 2 / (2 * boxes * variance);
  const correction = 0.5 * Math.log(keys / boxes / variance) - distance;
  return Math.min(1, Math.exp(boxes * Math.log(within.value) + correction));
}
