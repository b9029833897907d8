import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../../test/truth/damage.ts';
import type { CpuAccount, WorkShare } from '../../../profile/index.ts';
import { shareOf } from '../../../profile/index.ts';
import { judgeCpu } from './judge-cpu.ts';

interface Counts {
  readonly total: number;
  /** Samples of growth by line, and of all of them. */
  readonly growth?: readonly number[];
  readonly allocation?: readonly number[];
  readonly collection?: number;
  readonly idle?: number;
}

function accountOf({ total, growth = [], allocation = [], collection = 0, idle = 0 }: Counts): CpuAccount {
  const work = (name: WorkShare['work'], counts: readonly number[], of = total): WorkShare => ({
    work: name,
    cpuNanos: 0,
    ...shareOf(
      counts.reduce((sum, count) => sum + count, 0),
      of,
    ),
    lines: counts.map((count, at) => ({
      ...shareOf(count, of),
      place: { functionName: 'main.work', file: '/src/main.go', line: at + 1 },
    })),
  });
  return {
    sampleCount: total,
    cpuNanos: 0,
    works: [
      work('map-insert', growth),
      work('map-growth', growth),
      work('allocation', allocation),
      work('collection', [collection + idle]),
    ],
    plainAllocation: work('allocation', allocation),
    neededCollection: { ...work('collection', [collection], total - idle), lines: [] },
    idleSampleCount: idle,
    mapKind: 'swiss',
  };
}

function judged(counts: Counts, goMinor = 26): ReturnType<typeof judgeCpu> {
  const mapKind = goMinor >= 24 ? 'swiss' : 'classic';
  return judgeCpu({ cpu: accountOf(counts), goMinor, mapKind }, 'en');
}

describe('map-growth-cpu', () => {
  test('each line that passes alone', () => {
    const found = judged({ total: 1000, growth: [300, 100, 20] });
    expect(found.map(({ id, severity, where }) => [id, severity, where])).toEqual([
      ['map-growth-cpu', 'medium', 'main.work main.go:1'],
      ['map-growth-cpu', 'low', 'main.work main.go:2'],
    ]);
    expect(found[0].detail).toContain('main.work main.go:1 spends 30% (95%: 27% to 33%)');
  });

  test('all lines together where none does', () => {
    const found = judged({ total: 1000, growth: Array.from({ length: 6 }, () => 30) });
    expect(found).toMatchObject([{ id: 'map-growth-cpu', severity: 'low', where: 'main.work main.go:1' }]);
    expect(found[0].detail).toContain('and 3 more lines');
  });

  test.each([
    { name: 'above the threshold, but not sure of it', counts: { total: 200, growth: [12] } },
    { name: 'of a few samples', counts: { total: 12, growth: [9] } },
    { name: 'below it', counts: { total: 100_000, growth: [4900] } },
    { name: 'of no samples', counts: { total: 0 } },
  ])('none $name', ({ counts }) => {
    expect(judged(counts)).toEqual([]);
  });

  test('a program at the threshold is reported in about 2.5 of 100 profiles', () => {
    const random = seededRandom(4);
    let reported = 0;
    for (let round = 0; round < 1000; round++) {
      let grown = 0;
      for (let draw = 0; draw < 1000; draw++) if (random() < 0.05) grown++;
      if (judged({ total: 1000, growth: [grown] }).length > 0) reported++;
    }
    expect(reported).toBeLessThan(45);
  });

  test('the remedy is right for the version', () => {
    const counts = { total: 1000, growth: [300] };
    expect(judged(counts, 20)[0].remedy).not.toContain('clear(m)');
    expect(judged(counts, 20)[0].remedy).toContain('overflow buckets');
    expect(judged(counts, 21)[0].remedy).toContain('clear(m)');
    expect(judged(counts, 26)[0].remedy).toContain('Swiss');
  });
});

describe('alloc-cpu', () => {
  test('with the lines that allocate most', () => {
    const [finding, ...rest] = judged({ total: 1000, allocation: [200, 150, 100, 50] });
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ id: 'alloc-cpu', severity: 'low', where: 'main.work main.go:1' });
    expect(finding.detail).toContain('main.work main.go:3 10%');
    expect(finding.detail).toContain('and 1 more line.');
  });

  test.each([
    { total: 50, allocation: [18] },
    { total: 10_000, allocation: [2990] },
  ])('none where the interval reaches the threshold: %j', (counts) => {
    expect(judged(counts)).toEqual([]);
  });
});

describe('gc-thrash', () => {
  test('of the CPU time without idle marking, with who allocates', () => {
    const [finding] = judged({ total: 1500, allocation: [100], collection: 300, idle: 500 });
    expect(finding).toMatchObject({ id: 'gc-thrash', severity: 'medium', where: 'main.work main.go:1' });
    expect(finding.evidence).toMatchObject({ share: 0.3, totalSampleCount: 1000, idleSampleCount: 500 });
    expect(finding.remedy).toContain('GOMEMLIMIT');
    expect(judged({ total: 1000, collection: 500 }, 18)[0].remedy).not.toContain('GOMEMLIMIT');
  });

  test.each([
    { name: 'idle marking alone', counts: { total: 1000, idle: 900 } },
    { name: 'a quarter, not surely more', counts: { total: 200, collection: 52 } },
  ])('none of $name', ({ counts }) => {
    expect(judged(counts)).toEqual([]);
  });
});
