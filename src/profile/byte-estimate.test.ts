/* The truth is a simulation of the sampling as runtime/malloc.go does it: the bytes up to the next sample are exponential. */
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../test/truth/damage.ts';
import { ByteSum, sampledObjects, sampledShare, scaleHeapSample, SizeErrors } from './index.ts';

const rate = 524_288;
const errors = new SizeErrors(rate);

/** How many of `count` objects of one size are sampled. */
function draw(count: number, objectBytes: number, random: () => number): number {
  let sampled = 0;
  let untilNext = -Math.log(1 - random()) * rate;
  let left = count;
  while (left > 0) {
    // Objects before the one in which the next sample lies.
    const skipped = Math.floor(untilNext / objectBytes);
    if (skipped >= left) return sampled;
    left -= skipped + 1;
    sampled++;
    untilNext = -Math.log(1 - random()) * rate;
  }
  return sampled;
}

function added(sum: ByteSum, sampled: number, objectBytes: number): void {
  const scaled = scaleHeapSample(sampled, sampled * objectBytes, rate);
  sum.add(scaled.objects, scaled.bytes, errors.of(objectBytes));
}

describe.each([
  { name: 'small objects', parts: [[100_000, 208]] },
  { name: 'few of them', parts: [[12_000, 96]] },
  { name: 'tables of a Swiss map', parts: [[256, 18_432]] },
  {
    name: 'the arrays of a classic map',
    parts: [
      [1, 5_013_504],
      [20, 319_488],
      [300, 40_960],
    ],
  },
  {
    name: 'small and large',
    parts: [
      [40_000, 48],
      [7, 1_253_376],
      [90, 65_536],
    ],
  },
])('$name', ({ parts }) => {
  test('the interval holds the truth in 95 of 100 profiles, and is as wide as the samples make it', () => {
    const random = seededRandom(11);
    const truth = parts.reduce((sum, [count, size]) => sum + count * size, 0);
    const rounds = 2000;
    let held = 0;
    let seen = 0;
    let widths = 0;
    let total = 0;
    for (let round = 0; round < rounds; round++) {
      const sum = new ByteSum();
      for (const [count, size] of parts) added(sum, draw(count, size, random), size);
      const { bytes, lowBytes, highBytes } = sum.estimate();
      // Of what was never sampled the profile has no line.
      if (bytes > 0) seen++;
      if (bytes > 0 && lowBytes <= truth && truth <= highBytes) held++;
      widths += highBytes - lowBytes;
      total += bytes;
    }
    // Of two thousand rounds 95 % are 1,900 with a deviation of 10. The interval errs to the wide side where samples are few.
    expect(held / seen).toBeGreaterThan(0.94);
    expect(Math.abs(total / rounds / truth - 1)).toBeLessThan(0.05);
    // A sum of independent draws has this deviation; 95 % of a normal one lie within 3.92 of them, and one sample more or less.
    const variance = parts.reduce((sum, [count, size]) => {
      const share = sampledShare(size, rate);
      return sum + (count * size * size * (1 - share)) / share;
    }, 0);
    expect(widths / rounds).toBeLessThan(1.1 * 3.92 * Math.sqrt(variance) + 1.5 * rate);
  });
});

test('what was sampled is found again in what the profile says', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 20_000; round++) {
    const objectBytes = Math.ceil(2 ** (3 + 25 * random()));
    const sampled = Math.ceil(10 ** (4 * random()));
    const any = 1 + Math.floor(2 ** (20 * random()));
    const { objects } = scale(sampled, objectBytes, any);
    expect(sampledObjects(objects, objectBytes, any)).toBe(sampled);
  }
});

test('a rate of 1 samples everything, and 0 says nothing of it', () => {
  for (const each of [0, 1]) {
    const sum = new ByteSum();
    sum.add(7, 448, new SizeErrors(each).of(64));
    expect(sum.estimate()).toEqual({ bytes: 448, lowBytes: 448, highBytes: 448, sampleCount: 7 });
    expect(scaleHeapSample(7, 448, each)).toEqual({ objects: 7, bytes: 448 });
  }
  const freed = new ByteSum();
  freed.add(0, 0, errors.of(208));
  expect(freed.estimate()).toMatchObject({ bytes: 0, lowBytes: 0, sampleCount: 0 });
  // Exactly -ln(0.025) = 3.69 samples; the approximation of the gamma distribution is near.
  expect(freed.estimate().highBytes / rate).toBeCloseTo(3.69, 1);
  expect(new ByteSum().estimate()).toEqual({ bytes: 0, lowBytes: 0, highBytes: 0, sampleCount: 0 });
});

function scale(sampled: number, objectBytes: number, any: number): { objects: number } {
  return scaleHeapSample(sampled, sampled * objectBytes, any);
}
