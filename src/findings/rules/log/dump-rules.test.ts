import { describe, expect, test } from 'vitest';
import { judgeDump } from './dump-rules.ts';
import type { DumpedGoroutines, DumpEvidence } from './evidence.ts';

const waiting: DumpedGoroutines = {
  count: 2000,
  function: 'main.worker',
  createdBy: 'main.start',
  createdAt: '/src/a.go:12',
  state: 'chan receive',
  standsIn: 'main.worker',
  standsAt: '/src/a.go:40',
  waitedMinutes: { median: 30, oldest: 120 },
  unknownWaitCount: 0,
  isLeaked: false,
  isSystem: false,
};
const served: DumpedGoroutines = { ...waiting, count: 1, waitedMinutes: { median: 200, oldest: 200 } };

function found(change: Partial<DumpedGoroutines>, others: DumpedGoroutines[] = []): string[] {
  const groups = [{ ...waiting, ...change }, ...others];
  const evidence: DumpEvidence = { goMinor: 26, mapKind: 'swiss', count: 2001, groups };
  return judgeDump(evidence, 'en').map(({ id, severity }) => `${id} ${severity}`);
}

describe('goroutine-leak of a dump', () => {
  test.each([
    ['many that wait long', {}, 'medium'],
    ['very many', { count: 20_000 }, 'high'],
    ['a hundred', { count: 100 }, 'low'],
    ['some minutes', { waitedMinutes: { median: 3, oldest: 4 } }, 'low'],
    ['connections', { state: 'IO wait' }, 'low'],
    ['a text without waits', { state: '', waitedMinutes: null, unknownWaitCount: 2000 }, 'low'],
    ['proved by a collection', { count: 1, isLeaked: true, waitedMinutes: null, unknownWaitCount: 1 }, 'low'],
  ])('%s', (_name, change, severity) => expect(found(change)).toEqual([`goroutine-leak ${severity}`]));

  test.each([
    ['few', { count: 99 }],
    ['at work', { state: 'runnable' }],
    ['running', { state: 'running' }],
    ['the runtime', { isSystem: true }],
    ['waits for a collection', { state: 'GC assist wait' }],
    ['idle workers of a text without waits', { count: 999, waitedMinutes: null, unknownWaitCount: 999 }],
  ])('%s are none', (_name, change) => expect(found(change)).toEqual([]));

  test('those that came within the last minute are none where others have waited longer', () => {
    const young = { waitedMinutes: null, unknownWaitCount: 2000 };
    expect(found(young, [served])).toEqual([]);
    expect(found(young)).toEqual(['goroutine-leak low']);
  });

  test('its words are of a text: at least, and no size that nobody measured', () => {
    const evidence: DumpEvidence = { goMinor: 24, mapKind: 'swiss', count: 2000, groups: [waiting] };
    const [finding] = judgeDump(evidence, 'en');
    expect(finding.detail).toContain('2,000 goroutines of main.worker, started at main.start (/src/a.go:12)');
    expect(finding.detail).toContain('3.9 MiB at least, 2 KiB each');
    expect(finding.detail).toContain('half of them 30 min or more');
    expect(finding.bytes).toBe(2000 * 2048);
    expect(judgeDump(evidence, 'zh')[0].detail).toMatch(/至少占 3\.9 MiB/);
    const [unknown] = judgeDump(
      { ...evidence, groups: [{ ...waiting, state: '', waitedMinutes: null, unknownWaitCount: 2000 }] },
      'en',
    );
    expect(unknown.detail).toContain('debug=2 does');
  });
});
