import { describe, expect, test } from 'vitest';
import type { Containers, PoolRecord, TimerGroup } from '../../image/index.ts';
import { formatDuration } from '../duration-text.ts';
import type { Finding } from '../finding.ts';
import { headline } from '../headline.ts';
import { surveyMaps } from '../survey/survey.ts';
import { MadeMaps } from '../testdata/made-maps.ts';
import type { CensusEvidence } from './evidence.ts';
import { judge } from './judge.ts';
import { judgeContainers } from './judge-containers.ts';

const mebibyte = 2 ** 20;
const nothing: Containers = {
  pools: [],
  timers: { groups: [], waitedFor: 0 },
  handles: undefined,
  backlog: undefined,
  pinned: { count: 0, bytes: 0, type: '', retainedBytes: undefined },
  finalizersSet: 0,
  cleanupsSet: 0,
};
const pool: PoolRecord = {
  address: 0x5a_0000,
  name: 'main.buffers',
  type: '*bytes.Buffer',
  values: 400,
  bytes: 100 * mebibyte,
  victimValues: 100,
  victimBytes: 25 * mebibyte,
  medianValueBytes: mebibyte / 4,
  largestValueBytes: mebibyte,
  retainedBytes: undefined,
};
const tickers: TimerGroup = {
  kind: 'ticker',
  function: '',
  count: 100_000,
  bytes: 20 * mebibyte,
  isCollectable: false,
  shortestPeriodMs: 1000,
  longestPeriodMs: 3_600_000,
  soonestMs: 10,
  latestMs: 3_600_000,
  example: 0xc0_0001_0000,
  retainedBytes: undefined,
};

function judged(more: Partial<Containers>, goMinor = 26): Finding[] {
  const context = { totalBytes: 400 * mebibyte, goMinor, mapKind: 'swiss' as const };
  const inChinese = judgeContainers({ ...nothing, ...more }, context, 'zh');
  const inEnglish = judgeContainers({ ...nothing, ...more }, context, 'en');
  for (const [index, { detail, remedy, title }] of inChinese.entries()) {
    expect(detail).toMatch(/\p{Script=Han}/u);
    expect(remedy).toMatch(/\p{Script=Han}/u);
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(inChinese[index].evidence).toEqual(inEnglish[index].evidence);
  }
  return inEnglish;
}

describe('pool-hoard', () => {
  test('the pool, its values, the victims, and the check that belongs to the type', () => {
    const [finding, ...others] = judged({ pools: [pool] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: 'pool-hoard',
      severity: 'high',
      where: 'main.buffers',
      bytes: 100 * mebibyte,
      reclaimableBytes: 100 * mebibyte,
    });
    expect(finding.detail).toContain('400 values of type *bytes.Buffer');
    expect(finding.detail).toContain('100 of them (25.0 MiB) are on the victim list');
    expect(finding.remedy).toContain('b.Cap()');
    expect(judged({ pools: [{ ...pool, type: '*[]uint8' }] })[0].remedy).toContain('cap(*b)');
    expect(judged({ pools: [{ ...pool, type: '*main.Conn' }] })[0].remedy).not.toContain('maxPooled');
  });

  test('one that no variable leads to is told by address', () => {
    expect(judged({ pools: [{ ...pool, name: undefined }] })[0].where).toBe('sync.Pool @ 0x5a0000');
  });

  test('what a graph says counts, more or less than what was added up', () => {
    const [finding] = judged({ pools: [{ ...pool, retainedBytes: 120 * mebibyte }] });
    expect(finding.bytes).toBe(120 * mebibyte);
    expect(finding.evidence).toMatchObject({ objectBytes: 100 * mebibyte, retainedBytes: 120 * mebibyte });
    expect(judged({ pools: [{ ...pool, retainedBytes: 1000 }] })).toEqual([]);
  });

  test('a small one is nothing to speak of', () => {
    expect(judged({ pools: [{ ...pool, bytes: mebibyte }] })).toEqual([]);
  });
});

describe('timer-unstopped', () => {
  const remedyOf = (more: Partial<TimerGroup>, goMinor: number): string =>
    judged({ timers: { groups: [{ ...tickers, ...more }], waitedFor: 3 } }, goMinor)[0].remedy;

  test('kind, count, periods', () => {
    const [finding] = judged({ timers: { groups: [tickers], waitedFor: 3 } });
    expect(finding).toMatchObject({ id: 'timer-unstopped', severity: 'medium', where: 'time.Ticker' });
    expect(finding.detail).toContain('100,000 tickers');
    expect(finding.detail).toContain('1 s to 1 h');
    expect(finding.evidence).toMatchObject({ count: 100_000, waitedFor: 3, isCollectable: false });
  });

  test('the remedy is that of the version and of its timers', () => {
    expect(remedyOf({}, 22)).toMatch(/In Go 1\.22 one that runs is never collected/);
    expect(remedyOf({}, 25)).toMatch(/Go 1\.25 and yet has the timers of Go 1\.22.*go 1\.23 or later/s);
    expect(remedyOf({ isCollectable: true }, 25)).toMatch(/something refers to each of these/);
    expect(remedyOf({ kind: 'timer' }, 22)).toMatch(/not collected before it fires/);
    expect(remedyOf({ kind: 'func', function: 'main.expire' }, 26)).toMatch(/call Stop/);
    expect(remedyOf({ kind: 'func', function: 'context.WithDeadlineCause.func3' }, 26)).toContain('cancel()');
  });

  test.each(['net/http.(*persistConn).closeConnIfStillIdle-fm', 'golang.org/x/net/http2.(*Server).idle'])(
    "timers of connections are their package's own: %s",
    (name) => {
      const groups: TimerGroup[] = [{ ...tickers, kind: 'func', function: name }];
      expect(judged({ timers: { groups, waitedFor: 0 } })).toEqual([]);
    },
  );

  test('AfterFunc is at its function, and where the time is not known nothing is said of it', () => {
    const group: TimerGroup = { ...tickers, kind: 'func', function: 'main.expire', latestMs: undefined };
    const [finding] = judged({ timers: { groups: [group], waitedFor: 0 } });
    expect(finding.where).toBe('main.expire');
    expect(finding.detail).not.toContain('fires in');
  });
});

describe('cgo-handles', () => {
  test('handles and pins are told apart', () => {
    const kept = { count: 1000, bytes: 40 * mebibyte, type: '*main.Frame', retainedBytes: undefined };
    const findings = judged({ handles: kept, pinned: kept });
    expect(findings.map(({ id, where }) => `${id} ${where}`)).toEqual([
      'cgo-handles runtime/cgo.Handle',
      'cgo-handles runtime.Pinner',
    ]);
    expect(findings[0].remedy).toContain('Delete');
    expect(findings[1].remedy).toContain('Unpin');
  });
});

describe('finalizer-backlog', () => {
  const backlog = {
    finalizers: 10_000,
    cleanups: 0,
    bytes: 40 * mebibyte,
    type: '*main.Conn',
    function: 'main.(*Conn).finalize',
    blocked: { goroutine: 5, function: 'main.(*Conn).Close', file: 'conn.go', line: 12 },
    retainedBytes: undefined,
  };

  test('what waits, and where the goroutine stands', () => {
    const [finding] = judged({ backlog, finalizersSet: 12, cleanupsSet: 3 });
    expect(finding.where).toBe('goroutine 5 (main.(*Conn).Close)');
    expect(finding.detail).toContain('10,000 objects of type *main.Conn');
    expect(finding.detail).toContain('(conn.go:12)');
    expect(finding.detail).toContain('12 finalizers, 3 cleanups');
  });

  test('without a goroutine that stands in one, the queue may be on its way', () => {
    const [finding] = judged({ backlog: { ...backlog, blocked: undefined } });
    expect(finding.where).toBe('main.(*Conn).finalize');
    expect(finding.detail).toContain('may just be on its way');
  });

  test('cleanups are no objects with a type', () => {
    const cleanups = { ...backlog, finalizers: 0, cleanups: 5000, type: '', function: 'main.release' };
    const [finding] = judged({ backlog: cleanups });
    expect(finding.detail).toContain('5,000 cleanups wait to be run (main.release)');
    expect(finding.remedy).not.toContain('AddCleanup');
  });
});

test('nothing that is kept is nothing to say', () => expect(judged({})).toEqual([]));

test('they stand among the findings about maps, and the worst one is the headline', () => {
  const evidence: CensusEvidence = {
    totalBytes: 400 * mebibyte,
    heapBytes: 350 * mebibyte,
    goMinor: 26,
    mapKind: 'swiss',
    incomplete: false,
    survey: surveyMaps(new MadeMaps([]), 20),
    containers: { ...nothing, pools: [pool] },
    holders: undefined,
    recordOf: () => new MadeMaps([]).record(0),
    inlineElemBytesOf: () => 0,
    groupKeyOf: () => '',
  };
  const findings = judge(evidence, 'en');
  expect(findings.map(({ id }) => id)).toEqual(['pool-hoard', 'maps-not-the-problem']);
  expect(headline(evidence, findings, 'en')).toBe(
    'main.buffers: a sync.Pool keeps much memory, 100 MiB of 400 MiB; 100 MiB would come back.',
  );
});

test.each([
  [0, '0 ms'],
  [250, '250 ms'],
  [999.9, '1 s'],
  [1500, '1.5 s'],
  [59_999, '1 min'],
  [59_000, '59 s'],
  [90_000, '1.5 min'],
  [3_600_000, '1 h'],
  [3_599_945, '1 h'],
  [360_000_000, '100 h'],
])('%d ms are %s', (durationMs, text) => expect(formatDuration(durationMs)).toBe(text));
