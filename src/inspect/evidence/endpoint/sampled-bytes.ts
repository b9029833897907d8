/** Objects of one size at one stack of which some were sampled. */
export interface SampledObjects {
  /** How many were sampled and live. */
  readonly liveCount: number;
  /** Their bytes, not scaled up. */
  readonly liveBytes: number;
}

/** Bytes that samples stand for, and the interval that holds the truth with 95 % confidence. */
export interface SampledBytes {
  readonly bytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly sampleCount: number;
}

/** 2.5 % of the normal distribution lie beyond. */
const deviations95 = 1.959964;

/**
 * Scales samples up as runtime/pprof/protomem.go, scaleHeapSample does, with an interval. The runtime samples an object of `size` bytes
 * with probability p = 1 - exp(-size / rate), so that with k samples seen the number of objects that were not seen has a negative
 * binomial distribution: mean k (1 - p) / p, variance k (1 - p) / p². Sums over sizes are fitted by a gamma distribution; for the
 * upper end one more sample, of the greatest weight, is supposed, as M. P. Fay and E. J. Feuer do it for weighted Poisson counts
 * (Statistics in Medicine 16, 1997, 791-801). What was seen itself is certain, and large objects nearly all are.
 */
export function sampledBytes(records: Iterable<SampledObjects>, sampledEveryBytes: number): SampledBytes {
  let seen = 0;
  let sampleCount = 0;
  let mean = 0;
  let variance = 0;
  for (const { liveCount, liveBytes } of records) {
    if (liveCount <= 0) continue;
    const one = unseenPerSample(liveBytes / liveCount, sampledEveryBytes);
    seen += liveBytes;
    sampleCount += liveCount;
    mean += liveCount * one.mean;
    variance += liveCount * one.variance;
  }
  const low = gammaQuantile(mean, variance, -deviations95);
  // An object that is small beside the rate stands for so much, and there may be some of sizes that no sample was seen of.
  const oneMore = sampledEveryBytes > 1 ? sampledEveryBytes : 0;
  const high = gammaQuantile(mean + oneMore, variance + oneMore ** 2, deviations95);
  return {
    bytes: Math.round(seen + mean),
    lowBytes: Math.floor(seen + Math.min(low, mean)),
    highBytes: Math.ceil(seen + Math.max(high, mean)),
    sampleCount,
  };
}

/** How many objects of `size` bytes there may be where `liveCount` were sampled, with 97.5 % confidence. */
export function mostObjects(liveCount: number, size: number, sampledEveryBytes: number): number {
  const one = unseenPerSample(size, sampledEveryBytes);
  const count = liveCount + 1;
  const unseen = gammaQuantile(count * one.mean, count * one.variance, deviations95);
  return Math.ceil(liveCount + unseen / size);
}

function unseenPerSample(size: number, sampledEveryBytes: number): { mean: number; variance: number } {
  // MemProfileRate 1 samples everything (runtime/malloc.go).
  if (sampledEveryBytes <= 1 || size <= 0) return { mean: 0, variance: 0 };
  const share = -Math.expm1(-size / sampledEveryBytes);
  const missed = 1 - share;
  return { mean: (size * missed) / share, variance: (size * size * missed) / (share * share) };
}

/** The quantile of a gamma distribution, by Wilson and Hilferty's cube root (PNAS 17, 1931, 684-688). */
function gammaQuantile(mean: number, variance: number, deviations: number): number {
  if (mean <= 0 || variance <= 0) return 0;
  const shape = (mean * mean) / variance;
  const root = 1 - 1 / (9 * shape) + deviations / (3 * Math.sqrt(shape));
  return mean * Math.max(0, root) ** 3;
}
