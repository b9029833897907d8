import { describe, expect, test } from 'vitest';
import { judgeTracedGoroutines, type TracedGoroutinesEvidence } from './traced-goroutines.ts';

/** A leak beyond doubt: 400 in 20 s, started in a handler that returned. */
const leak: TracedGoroutinesEvidence = {
  goMinor: 25,
  mapKind: 'swiss',
  elapsedMs: 20_000,
  functionName: 'main.handle.func1',
  created: { function: 'main.handle', at: '/src/a.go:12' },
  handler: 'main.handle',
  createdCount: 400,
  endedCount: 0,
  count: 400,
  firstHalfCount: 200,
  outlivingCount: 400,
  waitReason: 'chan receive',
  stands: { function: 'main.handle.func1', at: '/src/a.go:13' },
  oldestWaitMs: 20_000,
  medianWaitMs: 10_000,
  isSystem: false,
};

function severityOf(changes: Partial<TracedGoroutinesEvidence>): string | undefined {
  return judgeTracedGoroutines({ ...leak, ...changes }, 'en')[0]?.severity;
}

describe('goroutines that gather at one place while a trace is taken', () => {
  test('are a leak, with its rate', () => {
    const [finding] = judgeTracedGoroutines(leak, 'en');
    expect(finding).toMatchObject({ id: 'goroutine-leak', severity: 'medium', bytes: 400 * 2048 });
    expect(finding.where).toBe('main.handle (/src/a.go:12)');
    // 400 in 20 s are 20 a second.
    expect(finding.detail).toContain('72,000 more an hour');
    expect(finding.detail).toContain(
      'They are started while main.handle answers a request; 400 were still there',
    );
    expect(judgeTracedGoroutines(leak, 'zh')[0].detail).toContain('每小时增加 72,000 个');
  });

  test.each<[string, Partial<TracedGoroutinesEvidence>]>([
    ['a pool that was started at once', { firstHalfCount: 400 }],
    ['a burst at the end', { firstHalfCount: 0 }],
    ['few', { count: 99, firstHalfCount: 50 }],
    ['sleepers, which wake up', { waitReason: 'sleep' }],
    ['waits for the collector', { waitReason: 'GC mark assist wait for work' }],
    ['workers that wait briefly again and again', { medianWaitMs: 100 }],
    ['a trace too short for a growth', { elapsedMs: 900 }],
    ['goroutines of the runtime', { isSystem: true }],
  ])('are nothing where they are %s', (_, changes) => {
    expect(severityOf(changes)).toBeUndefined();
  });

  test.each<[string, Partial<TracedGoroutinesEvidence>]>([
    ['no handler started them', { handler: '', outlivingCount: 0 }],
    ['their handlers still run', { outlivingCount: 100 }],
    ['many others of the kind end', { createdCount: 4000, endedCount: 3600 }],
    ['they wait for the network', { waitReason: 'network' }],
  ])('are doubtful where %s', (_, changes) => {
    expect(severityOf(changes)).toBe('low');
  });

  test('are high where there are very many', () => {
    expect(
      severityOf({ count: 20_000, firstHalfCount: 10_000, createdCount: 20_000, outlivingCount: 20_000 }),
    ).toBe('high');
  });
});
