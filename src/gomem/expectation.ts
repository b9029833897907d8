/** A quantity that may depend on the hash seed of a map: what to expect of it over many seeds. */
export interface Expectation {
  readonly mean: number;
  /** Standard deviation from seed to seed; 0 where every map has the mean. */
  readonly deviation: number;
}

/** A quantity that no seed changes. */
export function exactly(mean: number): Expectation {
  return { mean, deviation: 0 };
}

export function scaled({ mean, deviation }: Expectation, factor: number): Expectation {
  return { mean: mean * factor, deviation: deviation * factor };
}

/** Sum of quantities that have little to do with one another. */
export function sumOf(...terms: readonly Expectation[]): Expectation {
  let mean = 0;
  let variance = 0;
  for (const term of terms) {
    mean += term.mean;
    variance += term.deviation ** 2;
  }
  return { mean, deviation: Math.sqrt(variance) };
}

/** A number of things of which each is kept with this probability, whatever happens to the others. */
export function thinned({ mean, deviation }: Expectation, share: number): Expectation {
  const variance = share ** 2 * deviation ** 2 + share * (1 - share) * mean;
  return { mean: mean * share, deviation: Math.sqrt(Math.max(0, variance)) };
}

/** The quantity where something is so with this probability, and 0 where it is not. */
export function withProbability(probability: number, { mean, deviation }: Expectation): Expectation {
  const square = probability * (deviation ** 2 + mean ** 2);
  const expected = probability * mean;
  return { mean: expected, deviation: Math.sqrt(Math.max(0, square - expected ** 2)) };
}

/** What is over `threshold` of a quantity that is about normally distributed. */
export function excessOver({ mean, deviation }: Expectation, threshold: number): Expectation {
  const distance = mean - threshold;
  if (deviation === 0) return exactly(Math.max(0, distance));
  const density = deviation * normalDensity(distance / deviation);
  const share = normalBelow(distance / deviation);
  const expected = Math.max(0, distance * share + density);
  const square = (distance ** 2 + deviation ** 2) * share + distance * density;
  return { mean: expected, deviation: Math.sqrt(Math.max(0, square - expected ** 2)) };
}

function normalDensity(deviations: number): number {
  return Math.exp((-deviations * deviations) / 2) / Math.sqrt(2 * Math.PI);
}

/** Standard normal distribution function, by Abramowitz and Stegun 26.2.17 (absolute error under 7.5e-8). */
export function normalBelow(deviations: number): number {
  if (deviations < 0) return 1 - normalBelow(-deviations);
  const t = 1 / (1 + 0.2316419 * deviations);
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - polynomial * normalDensity(deviations);
}

/** Above this mean a Poisson distribution is as good as normal. */
const largestRareMean = 100;

/** The same for a number of rare events, of which there are never fewer than none: Poisson distributed. */
export function rareExcessOver(mean: number, threshold: number): Expectation {
  if (mean > largestRareMean) return excessOver({ mean, deviation: Math.sqrt(mean) }, threshold);
  const last = Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
  let mass = Math.exp(-mean);
  let expected = 0;
  let square = 0;
  for (let count = 1; count <= last; count++) {
    mass *= mean / count;
    const excess = Math.max(0, count - threshold);
    expected += mass * excess;
    square += mass * excess ** 2;
  }
  return { mean: expected, deviation: Math.sqrt(Math.max(0, square - expected ** 2)) };
}
