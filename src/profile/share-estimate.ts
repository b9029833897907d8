import { deviations95 } from './byte-estimate.ts';

/** A share of samples, and the interval that holds the truth with 95 % confidence; all between 0 and 1. */
export interface ShareEstimate {
  readonly share: number;
  readonly low: number;
  readonly high: number;
  /** Samples that have it. */
  readonly sampleCount: number;
}

/** Wilson's interval for a share of independent samples (E. B. Wilson, JASA 22, 1927, 209-212). */
export function shareOf(count: number, total: number): ShareEstimate {
  if (total <= 0) return { share: 0, low: 0, high: 1, sampleCount: 0 };
  const share = count / total;
  const square = deviations95 * deviations95;
  const center = (share + square / (2 * total)) / (1 + square / total);
  const half =
    (deviations95 / (1 + square / total)) *
    Math.sqrt((share * (1 - share)) / total + square / (4 * total * total));
  return {
    share,
    low: count === 0 ? 0 : Math.max(0, center - half),
    high: count >= total ? 1 : Math.min(1, center + half),
    sampleCount: count,
  };
}
