import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../test/truth/damage.ts';
import {
  ByteSum,
  type HeapAccount,
  type HeapLine,
  type HeapSums,
  type MapLine,
  SizeErrors,
  scaleHeapSample,
} from '../../../profile/index.ts';
import { judgeProfile } from './judge-profile.ts';

const rate = 524_288;
const mebibyte = 2 ** 20;
const errors = new SizeErrors(rate);

/** Sums of objects of one size of which so many were sampled when they were allocated, and so many of them are live. */
function sums(objectBytes: number, allocSamples: number, inuseSamples: number): HeapSums {
  const part = (samples: number): { objects: number; estimate: HeapSums['alloc'] } => {
    const { objects, bytes } = scaleHeapSample(samples, samples * objectBytes, rate);
    const sum = new ByteSum();
    sum.add(objects, bytes, errors.of(objectBytes));
    return { objects, estimate: sum.estimate() };
  };
  const [alloc, inuse] = [part(allocSamples), part(inuseSamples)];
  return {
    allocObjects: alloc.objects,
    alloc: alloc.estimate,
    inuseObjects: inuse.objects,
    inuse: inuse.estimate,
  };
}

function line(number: number, of: HeapSums): HeapLine {
  return {
    ...of,
    place: { functionName: 'main.work', file: '/src/main.go', line: number },
    mechanism: 'other',
    knownBy: 'nothing',
  };
}

function account(lines: readonly HeapLine[], maps: readonly MapLine[] = []): HeapAccount {
  const total = (of: (row: HeapSums) => HeapSums['alloc']): HeapSums['alloc'] => {
    const add = (field: keyof HeapSums['alloc']): number =>
      [...lines, ...maps].reduce((sum, row) => sum + of(row)[field], 0);
    return {
      bytes: add('bytes'),
      lowBytes: add('lowBytes'),
      highBytes: add('highBytes'),
      sampleCount: add('sampleCount'),
    };
  };
  return {
    rate,
    lines,
    maps,
    mechanisms: [],
    inuseObjects: 0,
    allocObjects: 0,
    inuse: total(({ inuse }) => inuse),
    alloc: total(({ alloc }) => alloc),
  };
}

function judged(heap: HeapAccount, durationMs?: number): ReturnType<typeof judgeProfile> {
  return judgeProfile({ heap, durationMs, goMinor: 23, mapKind: 'classic' }, 'en');
}

describe('alloc-churn', () => {
  const churning = line(7, sums(1024, 4000, 0));

  test('a line that allocates 2 GB and keeps nothing', () => {
    const [finding, ...rest] = judged(account([churning, line(9, sums(4096, 40, 40))]));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      id: 'alloc-churn',
      severity: 'low',
      where: 'main.work main.go:7',
      reclaimableBytes: 0,
    });
    expect(finding.detail).toContain('2.0 GiB');
  });

  test('in an interval of ten seconds it is 200 MB a second', () => {
    const [finding] = judged(account([churning]), 10_000);
    expect(finding.severity).toBe('medium');
    expect(Number(finding.evidence['bytesPerSecond']) / mebibyte).toBeCloseTo(200, 0);
  });

  test.each([
    { name: 'that keeps what it allocates', rows: [line(7, sums(1024, 4000, 4000))] },
    { name: 'that keeps a tenth', rows: [line(7, sums(1024, 4000, 400))] },
    { name: 'that allocates little', rows: [line(7, sums(1024, 60, 0))] },
    {
      name: 'that is one of very many',
      rows: Array.from({ length: 40 }, (_, at) => line(at + 1, sums(1024, 400, 0))),
    },
  ])('a line $name is no finding', ({ rows }) => {
    expect(judged(account(rows))).toEqual([]);
  });
});

describe('map-retained', () => {
  const fit = {
    growth: 'classic-map',
    sizes: [319_488, 630_784, 1_253_376, 10_027_008, 80_216_064],
    smallestUnitBytes: 144,
    largestUnitBytes: 288,
    because: 'rungs',
  } as const;
  const arrays = sums(80_216_064, 1, 1);
  const place = { functionName: 'main.fill', file: '/src/main.go', line: 77 };
  const map = (live: number, made = 1000): MapLine => {
    const beside = sums(208, made, live);
    const inuseObjectsHigh = Math.ceil(beside.inuse.highBytes / 208);
    return { ...arrays, place, fit, knownBy: 'sizes', beside: { ...beside, inuseObjectsHigh } };
  };

  test('80 MB of buckets beside a few live objects', () => {
    const [finding] = judged(account([], [map(2)]));
    expect(finding).toMatchObject({ id: 'map-retained', severity: 'high', where: 'main.fill main.go:77' });
    expect(finding.reclaimableBytes).toBeLessThan(80_216_064);
    expect(finding.reclaimableBytes).toBeGreaterThan(70 * mebibyte);
    expect(finding.detail).toContain('95%');
  });

  test.each([
    { name: 'whose entries are live', heap: [map(1000)] },
    { name: 'of whose entries too few were seen', heap: [map(0, 5)] },
    { name: 'beside which the line makes nothing', heap: [{ ...map(0), beside: undefined }] },
    { name: 'that is only possible', heap: [{ ...map(0), fit: { ...fit, because: 'splits' as const } }] },
  ])('a map $name is no finding', ({ heap }) => {
    expect(judged(account([], heap))).toEqual([]);
  });

  test('a filled map is never one, whatever was sampled of its boxes', () => {
    const random = seededRandom(9);
    for (let round = 0; round < 500; round++) {
      // 1,700,000 entries in 2^18 buckets; each box of 208 bytes is sampled with one chance in 2,521.
      let sampled = 0;
      for (let draw = 0; draw < 1_700; draw++) if (random() < 1000 / 2521) sampled++;
      expect(judged(account([], [map(sampled, sampled)]))).toEqual([]);
    }
  });
});
