import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../finding.ts';
import { judgeGoroutineProfile } from './judge-goroutine-profile.ts';
import { judgeProfiledMaps } from './judge-profiled-maps.ts';
import { judgeStatistics, type StatisticsEvidence } from './judge-statistics.ts';
import type { ProgramStatistics } from './program-statistics.ts';
import { statisticsLedger } from './statistics-ledger.ts';

const mebibyte = 2 ** 20;

/** A service of 60 MiB whose heap goal is near: nothing to say of it. */
const healthy: ProgramStatistics = {
  sysBytes: 70 * mebibyte,
  heapAllocBytes: 40 * mebibyte,
  heapSysBytes: 60 * mebibyte,
  heapIdleBytes: 15 * mebibyte,
  heapInuseBytes: 45 * mebibyte,
  heapReleasedBytes: 14.5 * mebibyte,
  stackInuseBytes: 4 * mebibyte,
  stackSysBytes: 4 * mebibyte,
  mspanSysBytes: mebibyte,
  mcacheSysBytes: mebibyte,
  profilingSysBytes: mebibyte,
  gcSysBytes: 2 * mebibyte,
  otherSysBytes: mebibyte,
  nextGcBytes: 50 * mebibyte,
  lastGcMs: 1_000_000,
  liveHeapBytes: null,
  gcPercent: 100,
  memoryLimitBytes: 'none',
  goroutineCount: 10,
  residentBytes: 60 * mebibyte,
};

function judged(
  changes: Partial<ProgramStatistics>,
  more: Partial<StatisticsEvidence> = {},
  language: 'en' | 'zh' = 'en',
): Finding[] {
  const evidence: StatisticsEvidence = {
    goMinor: 26,
    mapKind: 'swiss',
    statistics: { ...healthy, ...changes },
    nowMs: 1_030_000,
    split: null,
    after: null,
    sampledEveryBytes: 524_288,
    ...more,
  };
  return judgeStatistics(evidence, language);
}

function idsOf(findings: readonly Finding[]): string[] {
  return findings.map(({ id }) => id);
}

test('a healthy service says nothing, and neither does an unknown one', () => {
  expect(judged({})).toEqual([]);
  const unknown = Object.fromEntries(Object.keys(healthy).map((name) => [name, null]));
  expect(judged(unknown, { sampledEveryBytes: null })).toEqual([]);
});

describe('idle pages after a peak', () => {
  const peak = {
    sysBytes: 370 * mebibyte,
    heapSysBytes: 360 * mebibyte,
    heapIdleBytes: 315 * mebibyte,
    residentBytes: 350 * mebibyte,
  };

  test('are heap-idle, and GOMEMLIMIT gets a number', () => {
    const findings = judged(peak);
    expect(idsOf(findings)).toEqual(['heap-idle', 'gomemlimit-missing']);
    const [idle, limit] = findings;
    expect(idle).toMatchObject({ severity: 'high', bytes: 300.5 * mebibyte });
    expect(idle.detail).toMatch(/at the latest in 90 s: the last was 30 s ago/);
    expect(idle.detail).not.toMatch(/scavenger|symbols/);
    // Beside the heap 10 MiB, and half of the largest heap, and a tenth: 209 MiB.
    expect(limit).toMatchObject({ severity: 'medium', reclaimableBytes: (355.5 - 209) * mebibyte });
    expect(limit.remedy).toContain('GOMEMLIMIT=209MiB');
    expect(judged(peak, {}, 'zh')[1].remedy).toContain('GOMEMLIMIT=209MiB');
  });

  test('with a limit, or where none is told, GOMEMLIMIT is not missing', () => {
    for (const memoryLimitBytes of [500 * mebibyte, null])
      expect(idsOf(judged({ ...peak, memoryLimitBytes }))).toEqual(['heap-idle']);
  });

  test('room that the heap may take before the next collection is low', () => {
    expect(judged({ ...peak, nextGcBytes: 400 * mebibyte })).toMatchObject([
      { id: 'heap-idle', severity: 'low' },
    ]);
  });

  test('a collection in the future of our clock, or of an unknown moment, gives no time', () => {
    expect(judged(peak, { nowMs: 1000 })[0].detail).toContain('is not known');
    expect(judged(peak, { nowMs: null })[0].detail).toContain('is not known');
  });
});

describe('gogc-high', () => {
  test('by what is told', () => {
    const [finding] = judged({ gcPercent: 400, nextGcBytes: 500 * mebibyte });
    expect(finding).toMatchObject({ id: 'gogc-high', bytes: 300 * mebibyte, severity: 'high' });
    expect(finding.detail).toContain('GOGC is 400');
    for (const gcPercent of [50, 100, 150]) expect(judged({ gcPercent })).toEqual([]);
  });

  test('off is fine under a limit, and where none is told', () => {
    expect(judged({ gcPercent: -1, nextGcBytes: null })).toMatchObject([
      { id: 'gogc-high', severity: 'medium' },
    ]);
    for (const memoryLimitBytes of [100 * mebibyte, null])
      expect(judged({ gcPercent: -1, nextGcBytes: null, memoryLimitBytes })).toEqual([]);
  });

  test('by the goal that a collection has just set', () => {
    const split = { liveBytes: 40 * mebibyte, garbageBytes: 0 };
    const after = { ...healthy, nextGcBytes: (40 + 44 * 4) * mebibyte };
    const [finding] = judged({ gcPercent: null }, { split, after });
    expect(finding).toMatchObject({ id: 'gogc-high' });
    expect(finding.detail).toContain('at least 400');
    expect(judged({ gcPercent: null }, { split, after: healthy })).toEqual([]);
    // A small heap beside the globals says nothing.
    expect(judged({ gcPercent: null }, { split: { liveBytes: mebibyte, garbageBytes: 0 }, after })).toEqual(
      [],
    );
  });
});

test('non-go-memory is what RSS has beyond all that Go holds and a program file', () => {
  const [finding] = judged({ residentBytes: 200 * mebibyte });
  expect(finding).toMatchObject({ id: 'non-go-memory', severity: 'high', bytes: 144.5 * mebibyte });
  expect(finding.reclaimableBytes).toBe(0);
  expect(judged({ residentBytes: 100 * mebibyte })).toEqual([]);
  expect(judged({ residentBytes: null })).toEqual([]);
});

test('madvise-free wants pages that were given back while RSS stayed', () => {
  const split = { liveBytes: 40 * mebibyte, garbageBytes: 0 };
  const before = { heapIdleBytes: 115 * mebibyte, sysBytes: 170 * mebibyte, residentBytes: 156 * mebibyte };
  const after = { ...healthy, ...before, heapReleasedBytes: 114 * mebibyte };
  expect(idsOf(judged(before, { split, after }))).toContain('madvise-free');
  const fell = { ...after, residentBytes: 60 * mebibyte };
  expect(idsOf(judged(before, { split, after: fell }))).not.toContain('madvise-free');
  expect(idsOf(judged(before, { split, after: { ...after, residentBytes: null } }))).not.toContain(
    'madvise-free',
  );
});

test('memprofile-off', () => {
  expect(judged({}, { sampledEveryBytes: 0 })).toMatchObject([
    { id: 'memprofile-off', severity: 'low', bytes: 0 },
  ]);
  expect(judged({}, { sampledEveryBytes: 1 })).toEqual([]);
});

describe('map-retained of a profile', () => {
  const buckets = {
    bytes: 40 * mebibyte,
    lowBytes: 35 * mebibyte,
    highBytes: 46 * mebibyte,
    sampleCount: 80,
  };
  const line = { functionName: 'main.put', file: '/src/a.go', line: 12, buckets, mostEntries: 1000 };
  const context = { goMinor: 26, mapKind: 'swiss' as const };

  test('is told as far as its boxes bound the entries', () => {
    const [finding] = judgeProfiledMaps([line], 100 * mebibyte, context, 'en');
    expect(finding).toMatchObject({
      id: 'map-retained',
      where: 'main.put (/src/a.go:12)',
      bytes: 40 * mebibyte,
    });
    expect(finding.reclaimableBytes).toBe(35 * mebibyte - 1000 * 405);
    expect(finding.detail).toMatch(/95%: 35\.0 MiB to 46\.0 MiB, 80 samples.*at most 1,000 entries/);
  });

  test('with what an earlier look saw, where the boxes have clearly become fewer', () => {
    const history = { atMs: Date.UTC(2026, 0, 5, 1, 2, 3), leastBoxes: 200_000, bucketBytes: 39 * mebibyte };
    for (const language of ['en', 'zh'] as const) {
      const [finding] = judgeProfiledMaps([{ ...line, history }], 100 * mebibyte, context, language);
      expect(finding.detail).toMatch(/2026-01-05 01:02:03.*200,000.*39\.0 MiB.*40\.0 MiB/);
      expect(finding.evidence).toMatchObject({ boxesBefore: 200_000, boxesBeforeMs: history.atMs });
    }
    const before = { ...history, leastBoxes: 2000 };
    const [same] = judgeProfiledMaps([{ ...line, history: before }], 100 * mebibyte, context, 'en');
    expect(same.detail).not.toContain('2026');
    expect(same.evidence).not.toHaveProperty('boxesBefore');
  });

  test.each([
    ['without boxes', { mostEntries: null }],
    ['of a map that may be full', { mostEntries: 60_000 }],
    ['by few samples', { buckets: { ...buckets, lowBytes: mebibyte / 2 } }],
  ])('is not: %s', (_, changes) => {
    expect(judgeProfiledMaps([{ ...line, ...changes }], 100 * mebibyte, context, 'en')).toEqual([]);
  });
});

describe('goroutine-leak of a profile', () => {
  const group = {
    count: 5000,
    startName: 'main.worker',
    standsIn: 'main.worker',
    standsAt: '/src/a.go:40',
    state: 'chan receive',
  };
  const context = { goMinor: 22, mapKind: 'classic' as const };
  const judge = (changes: Partial<typeof group>, stackInuseBytes: number | null = 40 * mebibyte): Finding[] =>
    judgeGoroutineProfile([{ ...group, ...changes }], stackInuseBytes, 100 * mebibyte, context, 'en');

  test('is at most medium, and says what it does not know', () => {
    const [finding] = judge({});
    expect(finding).toMatchObject({
      id: 'goroutine-leak',
      severity: 'medium',
      reclaimableBytes: 40 * mebibyte,
    });
    expect(finding.detail).toMatch(/take about .* this profile does not tell/);
    for (const state of ['', 'IO wait']) expect(judge({ state })).toMatchObject([{ severity: 'low' }]);
  });

  test('is not: few, small ones, unknown stacks', () => {
    expect(judge({ count: 999 })).toEqual([]);
    expect(judge({}, mebibyte / 2)).toEqual([]);
    expect(judge({}, null)).toEqual([]);
  });
});

describe('the ledger', () => {
  const amount = fc.option(fc.nat(2 ** 40), { nil: null });
  const names = Object.keys(healthy).filter((name) => !/Percent|Limit|Count|Ms$/.test(name));
  const anything = fc
    .record(Object.fromEntries(names.map((name) => [name, amount])))
    .map((changes): ProgramStatistics => ({ ...healthy, ...changes }));

  test('sums exactly and is never negative, whatever the numbers are', () => {
    fc.assert(
      fc.property(anything, fc.option(fc.nat(2 ** 40), { nil: null }), (statistics, liveBytes) => {
        const split = liveBytes === null ? null : { liveBytes, garbageBytes: 0 };
        const ledger = statisticsLedger(statistics, split, 'en');
        if (!ledger) return;
        const { lines, totalBytes, unexplainedBytes, outsideLines = [], withinLines = [] } = ledger;
        expect(lines.reduce((sum, { bytes }) => sum + bytes, 0) + unexplainedBytes).toBe(totalBytes);
        for (const line of lines)
          if (line.lines) expect(line.lines.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(line.bytes);
        for (const { bytes } of [
          ...lines,
          ...lines.flatMap((line) => line.lines ?? []),
          ...outsideLines,
          ...withinLines,
        ])
          expect(bytes).toBeGreaterThan(0);
        expect(unexplainedBytes).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('explains all of what a sound program tells', () => {
    const ledger = statisticsLedger(healthy, null, 'zh');
    expect(ledger).toMatchObject({ totalBytes: 60 * mebibyte, unexplainedBytes: 0 });
    expect(ledger?.lines.map(({ id, bytes }) => [id, bytes / mebibyte])).toEqual([
      ['heap', 45.5],
      ['stacks', 4],
      ['runtime', 6],
      ['not-go', 4.5],
    ]);
    expect(ledger?.outsideLines).toMatchObject([{ id: 'heap.released', bytes: 14.5 * mebibyte }]);
    const smaller = statisticsLedger({ ...healthy, residentBytes: 50 * mebibyte }, null, 'en');
    expect(smaller).toMatchObject({ totalBytes: 55.5 * mebibyte, unexplainedBytes: 0 });
    expect(smaller?.withinLines).toMatchObject([{ id: 'not-resident', bytes: 5.5 * mebibyte }]);
  });

  test('tells live objects from the rest where something tells them', () => {
    const split = statisticsLedger(healthy, { liveBytes: 30 * mebibyte, garbageBytes: 10 * mebibyte }, 'en');
    expect(split?.lines[0].lines?.slice(0, 2)).toMatchObject([
      { id: 'heap.live', bytes: 30 * mebibyte },
      { id: 'heap.garbage', bytes: 10 * mebibyte },
    ]);
    const marked = statisticsLedger({ ...healthy, liveHeapBytes: 25 * mebibyte }, null, 'en');
    expect(marked?.lines[0].lines?.slice(0, 2)).toMatchObject([
      { id: 'heap.marked', bytes: 25 * mebibyte },
      { id: 'heap.since-collection', bytes: 15 * mebibyte },
    ]);
  });
});
