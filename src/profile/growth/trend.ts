import { deviationsOf, medianOf, quantileOf, twoSidedTail } from './statistics.ts';

/** A straight line's rise through noisy points, and how sure it is. */
export interface Trend {
  /** In the values' unit an hour: the middle of the slopes of all pairs (P. K. Sen, JASA 63, 1968). */
  readonly slopePerHour: number;
  /** The interval that holds the slope with 95 % confidence. */
  readonly lowPerHour: number;
  readonly highPerHour: number;
  /** How often noise alone, correlated as this one is, would order the points as much; two-sided. */
  readonly pValue: number;
  /** By which factor the noise's correlation makes the slope less sure than independent points would. */
  readonly inflation: number;
  readonly pointCount: number;
}

const confidence = 0.95;
/** Fewer points order themselves too often: of three, each sixth time. */
export const trendPointsMin = 5;
/** All pairs are looked at: more points than this are thinned by who calls. */
export const trendPointsMax = 400;

/**
 * Theil-Sen slope, and Kendall's test of it (H. B. Mann, Econometrica 13, 1945) with the variance that noise of the first
 * autoregressive order has: K. H. Hamed and A. R. Rao (J. Hydrology 204, 1998) with the correlation of neighbours taken from
 * the residuals, corrected for its bias in short series. Undefined for fewer than `trendPointsMin` points.
 */
export function trendOf(hours: readonly number[], values: readonly number[]): Trend | undefined {
  const count = Math.min(hours.length, values.length);
  if (count < trendPointsMin || count > trendPointsMax) return undefined;
  const slopes = new Float64Array((count * (count - 1)) / 2);
  let pair = 0;
  let concordance = 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      slopes[pair++] = (values[j] - values[i]) / (hours[j] - hours[i]);
      concordance += Math.sign(values[j] - values[i]);
    }
  const slopePerHour = medianOf(slopes);
  const residuals = values.map((value, i) => value - slopePerHour * hours[i]);
  const inflation = inflationOf(residuals);
  const variance = kendallVariance(values) * inflation;
  // The continuity correction of Kendall's test: the sum moves in steps of two.
  const moved = Math.max(0, Math.abs(concordance) - 1);
  const half = deviationsOf(1 - confidence) * Math.sqrt(variance);
  const shareOut = Math.min(0.5, half / (2 * slopes.length));
  return {
    slopePerHour,
    lowPerHour: quantileOf(slopes, 0.5 - shareOut),
    highPerHour: quantileOf(slopes, 0.5 + shareOut),
    pValue: variance > 0 ? twoSidedTail(moved / Math.sqrt(variance)) : 1,
    inflation,
    pointCount: count,
  };
}

/** Of Kendall's sum under no trend, ties taken off. */
function kendallVariance(values: readonly number[]): number {
  const count = values.length;
  const term = (n: number): number => n * (n - 1) * (2 * n + 5);
  const sorted = [...values].sort((a, b) => a - b);
  let ties = 0;
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && sorted[to] === sorted[from]) to++;
    ties += term(to - from);
    from = to;
  }
  return (term(count) - ties) / 18;
}

/**
 * Correlated noise wanders: a sum over pairs varies by more. The variance of a slope through noise of lag-one correlation r
 * is (1 + r) / (1 - r) times that of independent noise, less what a short series has no room for.
 */
function inflationOf(residuals: readonly number[]): number {
  const count = residuals.length;
  const correlation = neighbourCorrelation(residuals);
  let sum = 1;
  let power = 1;
  for (let lag = 1; lag < count; lag++) {
    power *= correlation;
    sum += 2 * (1 - lag / count) * power;
  }
  return Math.max(1, sum);
}

/** Rank correlation of neighbours, with what short series lose of it given back (M. G. Kendall, Biometrika 41, 1954). */
function neighbourCorrelation(residuals: readonly number[]): number {
  const count = residuals.length;
  const ranks = ranksOf(residuals);
  let square = 0;
  let product = 0;
  for (let i = 0; i < count; i++) {
    square += ranks[i] * ranks[i];
    if (i > 0) product += ranks[i] * ranks[i - 1];
  }
  if (square === 0) return 0;
  const seen = product / square;
  const corrected = count > 4 ? (count * seen + 2) / (count - 4) : seen;
  return Math.min(0.95, Math.max(0, corrected));
}

/** Around zero; what differs by rounding alone has one rank, or else points on a line would look correlated. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const same = Math.max(...values.map(Math.abs)) * 1e-9;
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] - values[order[to - 1]] <= same) to++;
    for (let place = from; place < to; place++)
      ranks[order[place]] = (from + to - 1 - (order.length - 1)) / 2;
    from = to;
  }
  return ranks;
}
