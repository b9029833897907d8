/** The middle of the values, NaN of none; sorts what it is given. */
export function medianOf(values: number[] | Float64Array): number {
  return quantileOf(values, 0.5);
}

/** The value below which `share` of them lie, between two neighbours by their distance; sorts what it is given. */
export function quantileOf(values: number[] | Float64Array, share: number): number {
  if (values.length === 0) return Number.NaN;
  // Without a comparison typed arrays sort as numbers, arrays as texts.
  if (Array.isArray(values)) values.sort((a, b) => a - b);
  else values.sort();
  const place = share * (values.length - 1);
  const below = Math.floor(place);
  const above = Math.min(values.length - 1, below + 1);
  return values[below] + (place - below) * (values[above] - values[below]);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The share of a normal distribution beyond `deviations` on both sides. Complementary error function by W. J. Cody's kind
 * of rational fit as in Numerical Recipes (erfcc): relative error below 1.2e-7 everywhere, so that small p-values hold.
 */
export function twoSidedTail(deviations: number): number {
  const z = Math.abs(deviations) / Math.SQRT2;
  const t = 1 / (1 + 0.5 * z);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const sum = terms.reduceRight((total, term) => total * t + term, 0);
  return Math.min(1, t * Math.exp(-z * z + sum));
}

/**
 * How many deviations a two-sided share lies beyond: the inverse of `twoSidedTail`, by halving; exact to 1e-9.
 */
export function deviationsOf(share: number): number {
  let [low, high] = [0, 40];
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2;
    if (twoSidedTail(middle) > share) low = middle;
    else high = middle;
  }
  return low;
}
