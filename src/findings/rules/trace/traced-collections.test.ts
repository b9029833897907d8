import { expect, test } from 'vitest';
import { judgeCollections } from '../log/collection-rules.ts';
import type { CollectionEvidence } from '../log/evidence.ts';

/** A minute of a trace in which a ticker asks for a collection every ten seconds. */
const evidence: CollectionEvidence = {
  goMinor: 26,
  mapKind: 'swiss',
  source: '',
  fromMs: 0,
  toMs: 60_000,
  processorCount: 2,
  cycleCount: 20,
  periods: [],
  easyGogc: 100,
  hadRoom: true,
  pressedGogc: null,
  forcedCount: 6,
  forcedCpuMs: 600,
  forcedPace: { intervalMs: 10_000, regularShare: 1 },
  freeOsMemoryCount: 0,
  callers: [{ function: 'main.tick', at: '/src/a.go:7', request: 'runtime.GC', count: 6 }],
};

test('collections that a trace shows to be asked for are told with who asks', () => {
  const [finding] = judgeCollections(evidence, 'en');
  expect(finding).toMatchObject({ id: 'forced-gc', where: 'main.tick (/src/a.go:7)', severity: 'low' });
  expect(finding.detail).toContain('Who calls: main.tick (/src/a.go:7) (runtime.GC, 6).');
  // Who calls is known: there is nothing to search for, and no other source to ask.
  expect(`${finding.detail} ${finding.remedy}`).not.toMatch(/scavtrace|Find the caller/);
  expect(judgeCollections(evidence, 'zh')[0].detail).toContain('调用者：main.tick');
});

test('few of them, or rare ones, are no finding', () => {
  expect(judgeCollections({ ...evidence, forcedCount: 4 }, 'en')).toEqual([]);
  expect(judgeCollections({ ...evidence, toMs: 6 * 130_000 }, 'en')).toEqual([]);
});
