import { deviationsOf, twoSidedTail } from './statistics.ts';
import { type Trend, trendPointsMin } from './trend.ts';

/**
 * The drift of points that wander, and how sure it is: noise is taken for a random walk, the worst that correlated noise can be.
 * A test by ranks cannot tell a plain rise with such noise around it: its sum has an upper end, the correlation's penalty has none.
 *
 * Drift is the whole rise by the whole time, its error the scatter of steps, each by its own length (the estimate of greatest
 * likelihood), the test Student's. No p-value is below that of all steps having one sign by chance: steps of one size, as counts
 * have them, scatter too little to be asked. Undefined for fewer than `trendPointsMin` points.
 */
export function driftOf(
  hours: readonly number[],
  values: readonly number[],
): Pick<Trend, 'slopePerHour' | 'lowPerHour' | 'highPerHour' | 'pValue'> | undefined {
  const count = Math.min(hours.length, values.length);
  const allHours = hours[count - 1] - hours[0];
  if (count < trendPointsMin || !(allHours > 0)) return undefined;
  const slopePerHour = (values[count - 1] - values[0]) / allHours;
  let squares = 0;
  for (let i = 1; i < count; i++) {
    const step = hours[i] - hours[i - 1];
    squares += (values[i] - values[i - 1] - slopePerHour * step) ** 2 / step;
  }
  const freedom = count - 2;
  const error = Math.sqrt(squares / freedom / allHours);
  const half = studentPoint(deviationsOf(0.05), freedom) * error;
  const bySign = 2 ** (2 - count);
  const byScatter = error > 0 ? studentTail(slopePerHour / error, freedom) : slopePerHour === 0 ? 1 : 0;
  return {
    slopePerHour,
    lowPerHour: slopePerHour - half,
    highPerHour: slopePerHour + half,
    pValue: Math.min(1, Math.max(bySign, byScatter)),
  };
}

/** Student's t as a normal deviate: D. L. Wallace, Annals of Mathematical Statistics 30, 1959, within 0.02 from three degrees on. */
function studentTail(t: number, freedom: number): number {
  return twoSidedTail(Math.sqrt(freedom * Math.log1p((t * t) / freedom)) * wallace(freedom));
}

/** The same turned round. */
function studentPoint(deviations: number, freedom: number): number {
  return Math.sqrt(freedom * Math.expm1((deviations / wallace(freedom)) ** 2 / freedom));
}

function wallace(freedom: number): number {
  return (8 * freedom + 1) / (8 * freedom + 3);
}
