import type { MapValues } from '../../image/index.ts';

/** A share of entries, and the interval that holds it with 95 % confidence. All between 0 and 1. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** The interval of the share of entries of which `count` were seen. */
export function shareIn(count: number, values: MapValues): ShareInterval {
  const { sampleCount, drawCount, entryCount, isWhole } = values;
  if (isWhole) return shareInterval(count, sampleCount, sampleCount);
  return shareInterval((count * drawCount) / sampleCount, drawCount, entryCount);
}

/** Of the normal distribution: 95 % lie within so many standard deviations. */
const deviations95 = 1.96;

/**
 * `count` of `sampleCount` entries out of `total` have it. Wilson's interval (E. B. Wilson, JASA 22, 1927, 209-212), which
 * never leaves 0 to 1, with the sample counted as larger by (N - 1) / (N - n), since it was drawn without replacement:
 * where all entries were looked at, the interval is the share alone.
 */
export function shareInterval(count: number, sampleCount: number, total: number): ShareInterval {
  const share = sampleCount > 0 ? count / sampleCount : 0;
  if (sampleCount === 0) return { share: 0, low: 0, high: 1 };
  if (sampleCount >= total) return { share, low: share, high: share };
  const n = (sampleCount * (total - 1)) / (total - sampleCount);
  const square = deviations95 * deviations95;
  const center = (share + square / (2 * n)) / (1 + square / n);
  const half =
    (deviations95 / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n));
  // At the ends the formula gives 0 and 1 themselves, but for rounding.
  const low = count === 0 ? 0 : Math.max(0, center - half);
  const high = count >= sampleCount ? 1 : Math.min(1, center + half);
  return { share, low, high };
}
