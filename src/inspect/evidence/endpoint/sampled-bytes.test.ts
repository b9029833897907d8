import { describe, expect, test } from 'vitest';
import { mostObjects, sampledBytes } from './sampled-bytes.ts';

/** A second implementation of the sampling: objects drawn one by one, as runtime/malloc.go does it with exponential gaps. */
class Sampler {
  #state = 88_172_645_463_325_252n;
  readonly #rate: number;
  #left: number;

  constructor(rate: number) {
    this.#rate = rate;
    this.#left = this.#gap();
  }

  sampledOf(count: number, size: number): number {
    let sampled = 0;
    for (let i = 0; i < count; i++) {
      this.#left -= size;
      if (this.#left >= 0) continue;
      sampled++;
      this.#left = this.#gap();
    }
    return sampled;
  }

  /** Exponential, by a generator of 64 bits (G. Marsaglia, xorshift, 2003). */
  #gap(): number {
    let x = this.#state;
    x ^= (x << 13n) & 0xffff_ffff_ffff_ffffn;
    x ^= x >> 7n;
    x ^= (x << 17n) & 0xffff_ffff_ffff_ffffn;
    this.#state = x;
    return -Math.log((Number(x >> 11n) + 1) / 2 ** 53) * this.#rate;
  }
}

interface Population {
  readonly name: string;
  readonly rate: number;
  readonly sizes: readonly (readonly [count: number, size: number])[];
}

const populations: readonly Population[] = [
  { name: 'many small objects', rate: 4096, sizes: [[5000, 48]] },
  { name: 'few samples', rate: 65_536, sizes: [[2000, 208]] },
  { name: 'tables of a Swiss map', rate: 524_288, sizes: [[256, 147_456]] },
  {
    name: 'the ladder of a classic map',
    rate: 524_288,
    sizes: [
      [1, 19_218_432],
      [1, 9_609_216],
      [3, 73_728],
      [40, 4864],
    ],
  },
  {
    name: 'sizes of all kinds',
    rate: 16_384,
    sizes: [
      [3000, 16],
      [1000, 112],
      [200, 1024],
      [30, 8192],
      [4, 131_072],
    ],
  },
];

describe('an interval of 95 %', () => {
  test.each(populations)('has the truth in it: $name', ({ rate, sizes }) => {
    const sampler = new Sampler(rate);
    const truth = sizes.reduce((sum, [count, size]) => sum + count * size, 0);
    const trials = 600;
    let inside = 0;
    let sum = 0;
    for (let trial = 0; trial < trials; trial++) {
      const records = sizes.map(([count, size]) => {
        const liveCount = sampler.sampledOf(count, size);
        return { liveCount, liveBytes: liveCount * size };
      });
      const { bytes, lowBytes, highBytes } = sampledBytes(records, rate);
      sum += bytes;
      if (lowBytes <= truth && truth <= highBytes) inside++;
    }
    // 600 trials at 95 % have a standard deviation of 5.3.
    expect(inside).toBeGreaterThanOrEqual(trials * 0.92);
    // It is not biased: the mean of 600 estimates is near.
    expect(Math.abs(sum / trials - truth)).toBeLessThan(truth * 0.08);
  });

  test('is no wider than the samples make it', () => {
    for (const k of [4, 25, 100, 400, 10_000]) {
      const { bytes, lowBytes, highBytes } = sampledBytes([{ liveCount: k, liveBytes: k * 48 }], 524_288);
      // Of a Poisson count of k: two standard deviations, and one sample more at the upper end.
      const width = (highBytes - lowBytes) / bytes;
      expect(width).toBeLessThan((2 * 1.96) / Math.sqrt(k) + 2.5 / k);
      expect(width).toBeGreaterThan(((2 * 1.96) / Math.sqrt(k)) * 0.9);
    }
  });

  test('where everything is sampled there is none', () => {
    const all = { liveCount: 7, liveBytes: 700 };
    expect(sampledBytes([all], 1)).toEqual({ bytes: 700, lowBytes: 700, highBytes: 700, sampleCount: 7 });
    expect(sampledBytes([], 1)).toEqual({ bytes: 0, lowBytes: 0, highBytes: 0, sampleCount: 0 });
  });

  test('that no sample was seen leaves room for some', () => {
    const most = mostObjects(0, 208, 524_288);
    const { lowBytes, highBytes } = sampledBytes([], 524_288);
    expect(lowBytes).toBe(0);
    expect(highBytes / (-Math.log(0.025) * 524_288)).toBeCloseTo(1, 1);
    // exp(-n p) = 2.5 %.
    const exact = -Math.log(0.025) * (524_288 / 208);
    expect(most / exact).toBeGreaterThan(0.97);
    expect(most / exact).toBeLessThan(1.06);
    expect(mostObjects(5, 208, 1)).toBe(5);
  });
});
