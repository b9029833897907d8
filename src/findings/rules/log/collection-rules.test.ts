import { describe, expect, test } from 'vitest';
import { judgeCollections } from './collection-rules.ts';
import type { CollectionEvidence, CollectionPeriod } from './evidence.ts';

const mebibyte = 2 ** 20;
const secondMs = 1000;

/** A second of a healthy server with two processors: a collection every fifth of a second, 5% of the CPU. */
const calm: CollectionPeriod = {
  fromMs: 0,
  toMs: secondMs,
  cycleCount: 5,
  pressedCount: 0,
  lowestLiveBytes: 100 * mebibyte,
  precedingLiveBytes: 100 * mebibyte,
  goalBytes: 200 * mebibyte,
  gcCpuMs: 100,
  assistCpuMs: 2,
  collectingMs: 50,
  cpuMs: 2 * secondMs,
};

function periodsOf(count: number, period: CollectionPeriod, from = 0): CollectionPeriod[] {
  return Array.from({ length: count }, (_, place) => ({
    ...period,
    fromMs: (from + place) * secondMs,
    toMs: (from + place + 1) * secondMs,
  }));
}

const healthy: CollectionEvidence = {
  goMinor: 26,
  mapKind: 'swiss',
  source: '',
  fromMs: 0,
  toMs: 60 * secondMs,
  processorCount: 2,
  cycleCount: 300,
  periods: periodsOf(60, calm),
  easyGogc: 100,
  pressedGogc: null,
  hadRoom: true,
  forcedCount: 0,
  forcedCpuMs: 0,
  forcedPace: null,
  freeOsMemoryCount: null,
};

const pressed: CollectionPeriod = {
  ...calm,
  pressedCount: 5,
  goalBytes: 104 * mebibyte,
  gcCpuMs: 900,
  assistCpuMs: 300,
};
const assisting: CollectionPeriod = { ...calm, gcCpuMs: 560, assistCpuMs: 300 };

function found(change: Partial<CollectionEvidence>): object[] {
  return judgeCollections({ ...healthy, ...change }, 'en').map(({ id, severity, evidence }) => ({
    id,
    severity,
    cause: evidence['cause'],
    by: evidence['by'],
  }));
}

describe('gc-thrash', () => {
  test('healthy collections are none', () => expect(judgeCollections(healthy, 'en')).toEqual([]));

  test.each([
    ['a limit beside easier collections', { periods: periodsOf(60, pressed), pressedGogc: 5 }, 'limit'],
    [
      'a limit as near as no GOGC',
      { periods: periodsOf(60, pressed), easyGogc: null, hadRoom: false, pressedGogc: 1 },
      'limit',
    ],
    [
      'always as near as GOGC=8',
      { periods: periodsOf(60, pressed), easyGogc: null, hadRoom: false, pressedGogc: 8 },
      'gogc',
    ],
  ])('%s', (_name, change, cause) => {
    expect(found(change)).toEqual([{ id: 'gc-thrash', severity: 'high', cause, by: undefined }]);
  });

  test('assists, with room', () => {
    expect(found({ periods: periodsOf(60, assisting) })).toMatchObject([
      { severity: 'medium', cause: 'assist' },
    ]);
    const [finding] = judgeCollections({ ...healthy, periods: periodsOf(60, assisting) }, 'en');
    expect(finding.detail).toContain(
      'They took 28% of the CPU time of 2 processors, 15% of it all in assists',
    );
    expect(finding.remedy).toContain('GOGC=200');
    expect(finding.remedy).toContain('GOMEMLIMIT');
    const [old] = judgeCollections({ ...healthy, goMinor: 18, periods: periodsOf(60, assisting) }, 'en');
    expect(old.remedy).not.toContain('GOMEMLIMIT');
  });

  test('a moment is none; one that lasted is low', () => {
    const mixed = (busy: number, all: number): Partial<CollectionEvidence> => ({
      toMs: all * secondMs,
      periods: [...periodsOf(busy, pressed), ...periodsOf(all - busy, calm, busy)],
      pressedGogc: 3,
    });
    expect(found(mixed(4, 200))).toEqual([]);
    expect(found(mixed(90, 20_000))).toMatchObject([{ severity: 'low', cause: 'limit' }]);
    expect(found(mixed(90, 200))).toMatchObject([{ severity: 'high', cause: 'limit' }]);
  });

  test('collections that follow one another on less CPU than there seems to be', () => {
    const starved = { gcCpuMs: 200, assistCpuMs: 10, collectingMs: 800 };
    expect(found({ periods: periodsOf(60, { ...pressed, ...starved }), pressedGogc: 3 })).toMatchObject([
      { severity: 'medium', cause: 'limit' },
    ]);
    // Long collections alone are those of a large heap, or of a process that gets little CPU.
    expect(found({ periods: periodsOf(60, { ...calm, ...starved, assistCpuMs: 80 }) })).toEqual([]);
  });

  test('few collections are none, however dear', () => {
    expect(found({ periods: periodsOf(3, pressed), toMs: 3 * secondMs })).toEqual([]);
    expect(found({ periods: periodsOf(60, { ...calm, gcCpuMs: 480, assistCpuMs: 190 }) })).toEqual([]);
  });

  test('a close goal that costs nothing is none', () => {
    expect(found({ periods: periodsOf(60, { ...pressed, gcCpuMs: 100, assistCpuMs: 1 }) })).toEqual([]);
  });
});

describe('forced-gc', () => {
  const forced = { forcedCount: 60, forcedCpuMs: 1000 };
  const regular = { intervalMs: 1000, regularShare: 0.95 };

  test.each([
    [null, 'either'],
    [0, 'runtime-gc'],
    [58, 'free-os-memory'],
    [5, 'either'],
  ])('%s lines of scavtrace are marked', (freeOsMemoryCount, by) => {
    expect(found({ ...forced, freeOsMemoryCount })).toMatchObject([{ id: 'forced-gc', severity: 'low', by }]);
  });

  test('who asks at even intervals is a ticker or a scraper', () => {
    const text = (forcedPace: CollectionEvidence['forcedPace']): string =>
      judgeCollections({ ...healthy, ...forced, forcedPace }, 'en')[0].detail;
    expect(text(regular)).toContain('every 1.0 s');
    expect(text({ intervalMs: 1000, regularShare: 0.3 })).toContain('uneven');
    expect(text(null)).toContain('uneven');
  });

  test('dear ones are medium', () => {
    expect(found({ ...forced, forcedCpuMs: 7000 })).toMatchObject([{ severity: 'medium' }]);
  });

  test('a few, or rare ones, are none', () => {
    expect(found({ forcedCount: 4, forcedCpuMs: 10 })).toEqual([]);
    // Every three minutes.
    expect(found({ forcedCount: 20, forcedCpuMs: 10, toMs: 3_600_000 })).toEqual([]);
  });
});

test('both languages say the same numbers', () => {
  const evidence = {
    ...healthy,
    periods: periodsOf(60, pressed),
    pressedGogc: 3,
    forcedCount: 60,
    forcedCpuMs: 900,
  };
  const [english, chinese] = (['en', 'zh'] as const).map((language) => judgeCollections(evidence, language));
  expect(english.map(({ evidence: facts }) => facts)).toEqual(chinese.map(({ evidence: facts }) => facts));
  expect(
    chinese.every(({ detail, remedy }) => /\p{Script=Han}/u.test(detail) && /\p{Script=Han}/u.test(remedy)),
  ).toBe(true);
});
