import { sampledOf, sampledShare } from './heap-sample.ts';

/** Bytes that samples stand for, and the interval that holds the truth with 95 % confidence. */
export interface ByteEstimate {
  readonly bytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  /** The objects that were sampled. */
  readonly sampleCount: number;
}

/** What one sampled object of a size says, and with which error. */
export interface SizeError {
  readonly objectBytes: number;
  /** The probability that such an object is sampled. */
  readonly share: number;
  /** Bytes that were not sampled for each that was, and their variance. */
  readonly weight: number;
  readonly variance: number;
}

/** Errors by size, each worked out once. `rate` is runtime.MemProfileRate, the period of the profile. */
export class SizeErrors {
  readonly #rate: number;
  readonly #known = new Map<number, SizeError>();

  constructor(rate: number) {
    this.#rate = rate;
  }

  of(objectBytes: number): SizeError {
    let error = this.#known.get(objectBytes);
    if (error === undefined) {
      const share = sampledShare(objectBytes, this.#rate);
      error = {
        objectBytes,
        share,
        weight: (objectBytes * (1 - share)) / share,
        variance: (objectBytes * objectBytes * (1 - share)) / (share * share),
      };
      this.#known.set(objectBytes, error);
    }
    return error;
  }
}

/**
 * Adds up records of a heap profile that each stand for objects of one size, to an estimate with its error.
 *
 * What was sampled is certain. What was not is a guess: of objects that are sampled with probability p, each that was stands
 * for (1 - p) / p others, and of n there are n (1 - p) / p unseen with the variance n (1 - p) / p² (negative binomial). Sums
 * over sizes have no closed form; a gamma distribution of the same mean and variance stands for them (M. P. Fay and
 * E. J. Feuer, Statistics in Medicine 16, 1997, 791-801, who add one sample of the largest weight to the upper end).
 * Objects much larger than the rate are all sampled, and their sum has no error.
 */
export class ByteSum {
  #bytes = 0;
  #seenBytes = 0;
  #unseenBytes = 0;
  #variance = 0;
  #largest: SizeError = { objectBytes: 0, share: 1, weight: 0, variance: 0 };
  #sampleCount = 0;

  /**
   * `objects` of one size, `byteCount` in all, as the profile says: cut to whole numbers, each by itself. No objects of a size that
   * there were once may be objects that were not sampled: they widen the interval.
   */
  add(objects: number, byteCount: number, error: SizeError): void {
    if (objects < 0 || error.objectBytes <= 0) return;
    const count = sampledOf(objects, error.share);
    this.#bytes += byteCount;
    this.#sampleCount += count;
    this.#seenBytes += count * error.objectBytes;
    this.#unseenBytes += count * error.weight;
    this.#variance += count * error.variance;
    if (error.weight > this.#largest.weight) this.#largest = error;
  }

  estimate(): ByteEstimate {
    // Where almost nothing is unseen, its mean lies outside of both ends.
    const low = gammaQuantile(this.#unseenBytes, this.#variance, -deviations95);
    const high = gammaQuantile(
      this.#unseenBytes + this.#largest.weight,
      this.#variance + this.#largest.variance,
      deviations95,
    );
    return {
      bytes: this.#bytes,
      lowBytes: Math.min(this.#bytes, Math.round(this.#seenBytes + low)),
      highBytes: Math.max(this.#bytes, Math.round(this.#seenBytes + high)),
      sampleCount: this.#sampleCount,
    };
  }
}

/** Of the normal distribution: 95 % lie within so many standard deviations. */
export const deviations95 = 1.96;

/**
 * The point of a gamma distribution below which it has as much as the normal one below `deviations`
 * (E. B. Wilson and M. M. Hilferty, PNAS 17, 1931, 684-688).
 */
function gammaQuantile(mean: number, variance: number, deviations: number): number {
  if (mean <= 0 || variance <= 0) return Math.max(0, mean);
  const shape = (mean * mean) / variance;
  const root = 1 - 1 / (9 * shape) + deviations / (3 * Math.sqrt(shape));
  return mean * Math.max(0, root) ** 3;
}
