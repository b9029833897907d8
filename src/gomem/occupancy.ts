import { type Expectation, exactly } from './expectation.ts';

/** Shares of the largest probability under this one are left out. */
const negligible = 1e-18;

/** A relative variance under this one is rounding, or an event that nobody will see. */
const certain = 1e-14;

/** Sums over a binomial distribution, each term weighted with its probability. */
export interface Moments {
  readonly value: number;
  readonly valueSquare: number;
  readonly valueTimesKeys: number;
}

/**
 * Sums of a function over the number of keys that fall into one of equally likely boxes. From the mode outward, so that
 * no probability under- or overflows, however many keys there are.
 */
export function momentsOf(keys: number, boxes: number, value: (keys: number) => number): Moments {
  const { mode, upward, downward, total } = binomialMasses(keys, boxes);
  let sum = 0;
  let square = 0;
  let product = 0;
  for (let place = 0; place < upward.length; place++) {
    const each = value(mode + place);
    const result = each * upward[place];
    sum += result;
    square += result * each;
    product += result * (mode + place);
  }
  for (let place = 0; place < downward.length; place++) {
    const count = mode - 1 - place;
    const each = value(count);
    const result = each * downward[place];
    sum += result;
    square += result * each;
    product += result * count;
  }
  return { value: sum / total, valueSquare: square / total, valueTimesKeys: product / total };
}

/** Probabilities in shares of the largest: of `mode`, `mode + 1`, … and of `mode - 1`, `mode - 2`, … */
interface BinomialMasses {
  readonly keys: number;
  readonly boxes: number;
  readonly mode: number;
  readonly upward: readonly number[];
  readonly downward: readonly number[];
  readonly total: number;
}

/** A prediction sums many functions over few distributions, on all versions of Go: those that were asked for last. */
const lastMasses: BinomialMasses[] = [];
const lastMassesMax = 16;

function binomialMasses(keys: number, boxes: number): BinomialMasses {
  const known = lastMasses.find((masses) => masses.keys === keys && masses.boxes === boxes);
  if (known) return known;
  const odds = 1 / (boxes - 1);
  const mode = Math.min(keys, Math.floor((keys + 1) / boxes));
  const upward: number[] = [];
  const downward: number[] = [];
  let total = 0;
  for (let count = mode, mass = 1; mass > negligible; count++) {
    upward.push(mass);
    total += mass;
    mass *= ((keys - count) / (count + 1)) * odds;
  }
  for (let count = mode, mass = 1; count > 0; count--) {
    mass *= count / ((keys - count + 1) * odds);
    if (mass <= negligible) break;
    downward.push(mass);
    total += mass;
  }
  const masses = { keys, boxes, mode, upward, downward, total };
  if (lastMasses.unshift(masses) > lastMassesMax) lastMasses.pop();
  return masses;
}

/** Expected value of a function of the number of keys that fall into one of `boxes` equally likely boxes. */
export function meanOverBox(keys: number, boxes: number, value: (keys: number) => number): number {
  return boxes <= 1 || keys === 0 ? value(keys) : momentsOf(keys, boxes, value).value;
}

/** The same for two boxes, without keeping the distribution: for who asks once for each of many numbers of keys. */
export function meanOverHalf(keys: number, value: (keys: number) => number): number {
  if (keys === 0) return value(0);
  const mode = Math.min(keys, Math.floor((keys + 1) / 2));
  let total = 0;
  let sum = 0;
  for (let count = mode, mass = 1; mass > negligible; count++) {
    sum += value(count) * mass;
    total += mass;
    mass *= (keys - count) / (count + 1);
  }
  for (let count = mode, mass = 1; count > 0; count--) {
    mass *= count / (keys - count + 1);
    if (mass <= negligible) break;
    sum += value(count - 1) * mass;
    total += mass;
  }
  return sum / total;
}

/** Probability that a box gets more than `limit` keys. */
export function probabilityOver(limit: number, keys: number, boxes: number): number {
  const mean = keys / boxes;
  const reach = 12 * Math.sqrt(mean);
  if (mean + reach < limit || keys <= limit) return 0;
  if (mean - reach > limit || boxes <= 1) return 1;
  return meanOverBox(keys, boxes, (count) => (count > limit ? 1 : 0));
}

/**
 * Sum over all boxes of a function of the keys in each. The mean is exact. The boxes share a fixed number of keys, so the
 * part of each box's deviation that follows its number of keys cancels: what remains is a regression residual.
 */
export function sumOverBoxes(keys: number, boxes: number, value: (keys: number) => number): Expectation {
  if (boxes <= 1 || keys === 0) return exactly(boxes * value(keys));
  if (boxes === 2) return sumOverHalves(keys, value);
  const moments = momentsOf(keys, boxes, value);
  const share = keys / boxes;
  const variance = moments.valueSquare - moments.value ** 2;
  if (variance <= certain * moments.value ** 2) return exactly(boxes * value(Math.floor(share)));
  const covariance = moments.valueTimesKeys - moments.value * share;
  const residual = variance - covariance ** 2 / (share * (1 - 1 / boxes));
  return { mean: boxes * moments.value, deviation: Math.sqrt(Math.max(0, boxes * residual)) };
}

/** Of two boxes one has what the other has not: no approximation is needed. */
function sumOverHalves(keys: number, value: (keys: number) => number): Expectation {
  const both = (count: number): number => value(count) + value(keys - count);
  const { value: mean, valueSquare } = momentsOf(keys, 2, both);
  const variance = valueSquare - mean ** 2;
  if (variance <= certain * mean ** 2) return exactly(both(Math.floor(keys / 2)));
  return { mean, deviation: Math.sqrt(variance) };
}
