import { describe, expect, test } from 'vitest';
import type {
  GcState,
  GoroutineGroup,
  MemoryAccount,
  ProcessAccount,
  SizeOccupancy,
} from '../../../image/index.ts';
import type { Finding } from '../../finding.ts';
import type { RuntimeEvidence } from './evidence.ts';
import { judgeRuntime } from './judge-runtime.ts';

const mebibyte = 2 ** 20;

const group: GoroutineGroup = {
  createdBy: 'main.start',
  createdAt: '/src/a.go:12',
  state: 'chan receive',
  startName: 'main.worker',
  standsIn: 'main.worker',
  standsAt: '/src/a.go:40',
  count: 10_000,
  waitedNs: { min: 100e9, median: 200e9, max: 7200e9 },
  unknownWaitCount: 0,
  stackUsedBytes: 5 * mebibyte,
  stackReservedBytes: 40 * mebibyte,
  stackResidentBytes: 40 * mebibyte,
  oversized: { count: 0, usedBytes: 0, unusedBytes: 0, shrinkableBytes: 0 },
  structBytes: 4_800_000,
  labels: [{ key: 'tenant', value: 'acme', count: 9000 }],
  lockedToThreadCount: 0,
  isSystem: false,
  examples: [7],
};

const quiet: ProcessAccount = {
  rssBytes: 100 * mebibyte,
  idleBytes: 0,
  releasedBytes: 0,
  outside: new Map(),
  swapBytes: 0,
  hugePageBytes: 0,
  lazyFreeBytes: 0,
  lazyFreeHeapBytes: 0,
  outsideMappings: [],
  pageTableBytes: 0,
  rssChangeBytes: 0,
  movedBytes: 0,
};

const unknownState: GcState = {
  gcPercent: undefined,
  memoryLimitBytes: undefined,
  heapGoalBytes: undefined,
  heapLiveBytes: undefined,
  lastCycleNs: undefined,
  retainedBytes: undefined,
  scavengeGoalBytes: undefined,
  limitExcessBytes: undefined,
};

interface Made {
  readonly groups?: readonly Partial<GoroutineGroup>[];
  readonly dead?: RuntimeEvidence['goroutines']['dead'];
  readonly process?: Partial<ProcessAccount>;
  readonly occupancy?: readonly SizeOccupancy[];
  readonly gc?: Partial<GcState>;
  readonly goMinor?: number;
}

function judged(made: Made, language: 'en' | 'zh' = 'en'): Finding[] {
  const groups = (made.groups ?? []).map((each) => ({ ...group, ...each }));
  const memory: MemoryAccount = {
    isSettled: new Uint8Array(0),
    spans: {
      residentBytes: 0,
      objectBytes: 0,
      deadBytes: 0,
      freeSlotBytes: 0,
      tailBytes: 0,
      freeSlotBytesByClass: new Float64Array(68),
      occupancy: made.occupancy ?? [],
      absentObjectBytes: 0,
    },
    stacks: {
      usedBytes: 0,
      reservedBytes: 0,
      freeBytes: 0,
      workBufferBytes: 0,
      goroutineCount: 0,
      spanBytes: 0,
    },
    process: { ...quiet, ...made.process },
  };
  return judgeRuntime(
    {
      goMinor: made.goMinor ?? 26,
      mapKind: 'swiss',
      totalBytes: 100 * mebibyte,
      goroutines: {
        count: groups.length,
        programCount: groups.length,
        dead: made.dead ?? { count: 0, structBytes: 0, stackBytes: 0 },
        stackUsedBytes: 0,
        stackReservedBytes: 0,
        groups,
      },
      memory,
      gc: { ...unknownState, ...made.gc },
      nowNs: 1000e9,
      spanStructBytes: 160,
    },
    language,
  );
}

test('a quiet process says nothing', () => expect(judged({})).toEqual([]));

describe('goroutine-leak', () => {
  test('names the go statement, the place, the wait, the bytes', () => {
    const [finding, ...others] = judged({ groups: [{}] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: 'goroutine-leak',
      severity: 'high',
      where: 'main.start (/src/a.go:12)',
      bytes: 40 * mebibyte + 4_800_000,
      reclaimableBytes: 40 * mebibyte,
    });
    expect(finding.detail).toMatch(
      /10,000 goroutines of main\.worker.*main\.worker \(\/src\/a\.go:40\).*chan receive/,
    );
    expect(finding.detail).toMatch(/oldest has waited 2 h at most, half of them 3 min or less/);
    expect(finding.detail).toContain('tenant=acme (9000)');
    expect(finding.remedy).toContain('goroutineleak');
    expect(judged({ groups: [{}], goMinor: 25 })[0].remedy).not.toContain('goroutineleak');
  });

  test.each([
    ['idle connections', { state: 'IO wait' }],
    ['waits of seconds in a young process', { waitedNs: { min: 1e9, median: 4e9, max: 9e9 } }],
  ])('%s are low', (_, more) => {
    expect(judged({ groups: [more] }).map(({ id, severity }) => [id, severity])).toEqual([
      ['goroutine-leak', 'low'],
    ]);
  });

  test('a wait that no collection has met is not called short', () => {
    const [finding] = judged({ groups: [{ waitedNs: undefined }] });
    expect(finding.severity).toBe('high');
    expect(finding.detail).toContain('not known');
    expect(finding.evidence['oldestWaitMs']).toBeNull();
  });

  test.each([
    ['at work for seconds', { waitedNs: { min: 1e9, median: 4e9, max: 900e9 } }],
    ['few', { count: 99 }],
    ["the runtime's own", { isSystem: true }],
    ['runnable ones', { state: 'runnable' }],
    ['system calls', { state: 'syscall' }],
    ['those that help the collector', { state: 'GC assist wait' }],
    ['small ones', { stackResidentBytes: mebibyte - 1 }],
  ])('not: %s', (_, more) => expect(judged({ groups: [more] })).toEqual([]));
});

test('goroutine-highwater: nothing of it comes back', () => {
  const dead = { count: 100_000, structBytes: 48_000_000, stackBytes: 0 };
  expect(judged({ dead })).toMatchObject([
    { id: 'goroutine-highwater', severity: 'high', bytes: 48_000_000, reclaimableBytes: 0 },
  ]);
  expect(judged({ dead: { count: 2000, structBytes: 960_000, stackBytes: 0 } })).toEqual([]);
});

test('stack-reserve: what collections would give back decides, and GOGC=off changes the advice', () => {
  const oversized = {
    count: 40,
    usedBytes: 20_000,
    unusedBytes: 39 * mebibyte,
    shrinkableBytes: 38 * mebibyte,
  };
  const groups = [{ count: 40, oversized }];
  const [finding] = judged({ groups });
  expect(finding).toMatchObject({
    id: 'stack-reserve',
    severity: 'high',
    bytes: 39 * mebibyte,
    reclaimableBytes: 38 * mebibyte,
    where: 'main.start (/src/a.go:12)',
  });
  expect(finding.remedy).toContain('gcshrinkstackoff');
  expect(judged({ groups, gc: { gcPercent: -1 } })[0].remedy).toContain('GOGC is off');
  expect(judged({ groups: [{ count: 40 }] })).toEqual([]);
});

describe('heap-fragmented and mspan-spread', () => {
  const half: SizeOccupancy = {
    slotBytes: 1024,
    spanCount: 10_000,
    neededSpanCount: 5000,
    sparseSpanCount: 0,
    liveCount: 40_000,
    slotCount: 80_000,
    freeBytes: 40_000 * 1024,
  };

  test('the size that is worst hit', () => {
    const few = { ...half, slotBytes: 64, freeBytes: 4096 };
    const [finding, ...others] = judged({ occupancy: [few, half] });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      id: 'heap-fragmented',
      severity: 'high',
      bytes: 40_000 * 1024 + 4096,
      where: 'objects of 1024 B',
    });
    expect(finding.detail).toContain('10,000 spans that are 50% full');
    expect(finding.detail).not.toContain('64 B:');
  });

  test('slots that the program fills before the next collection are low', () => {
    const gc = { heapGoalBytes: 120 * mebibyte, heapLiveBytes: 60 * mebibyte };
    expect(judged({ occupancy: [half], gc })[0].severity).toBe('low');
    expect(judged({ occupancy: [half], gc: { ...gc, heapLiveBytes: 110 * mebibyte } })[0].severity).toBe(
      'high',
    );
  });

  test('many spans are no finding, mostly empty ones are', () => {
    const full = { ...half, spanCount: 40_000, neededSpanCount: 40_000, freeBytes: 0 };
    expect(judged({ occupancy: [full] })).toEqual([]);
    const sparse = { ...half, sparseSpanCount: 6000, freeBytes: 1000 };
    expect(judged({ occupancy: [sparse] })).toMatchObject([
      { id: 'mspan-spread', severity: 'low', bytes: 5000 * 160 },
    ]);
    expect(judged({ occupancy: [{ ...sparse, sparseSpanCount: 1000 }] })).toEqual([]);
    expect(judged({ occupancy: [{ ...sparse, sparseSpanCount: 2000 }] })).toEqual([]);
  });
});

describe('heap-idle', () => {
  const idle = { idleBytes: 50 * mebibyte };

  test('says what the scavenger does now, and when the next collection comes', () => {
    const gc = {
      gcPercent: 100,
      memoryLimitBytes: 2 ** 30,
      heapGoalBytes: 30 * mebibyte,
      lastCycleNs: 970e9,
      retainedBytes: 70 * mebibyte,
      scavengeGoalBytes: 40 * mebibyte,
    };
    const [finding] = judged({ process: idle, gc });
    expect(finding).toMatchObject({ id: 'heap-idle', severity: 'high', reclaimableBytes: 50 * mebibyte });
    expect(finding.detail).toMatch(
      /has 30\.0 MiB of them to give back, down to a heap of 40\.0 MiB\. Chunks of 4 MiB/,
    );
    expect(finding.detail).toMatch(/GOMEMLIMIT is 1\.0 GiB/);
    expect(finding.detail).toMatch(
      /before the heap reaches 30\.0 MiB \(GOGC=100\), and at the latest in 90 s: the last was 30 s ago/,
    );
  });

  test('pages that the heap may grow into before the next collection are low', () => {
    const gc = { gcPercent: 100, heapGoalBytes: 200 * mebibyte, heapLiveBytes: 120 * mebibyte };
    const [finding] = judged({ process: idle, gc });
    expect(finding.severity).toBe('low');
    expect(finding.detail).toContain('may grow by 80.0 MiB');
  });

  test('says that nothing comes by itself with GOGC off, and nothing at all without symbols', () => {
    expect(judged({ process: idle, gc: { gcPercent: -1 } })[0].detail).toContain(
      'no collection comes by itself',
    );
    expect(judged({ process: idle })[0].detail).toContain('no symbols');
    expect(judged({ process: idle }, 'zh')[0].detail).toContain('没有符号');
  });

  test('pages under MADV_FREE wait for the kernel, not for the scavenger', () => {
    const process = { ...idle, lazyFreeBytes: 49.5 * mebibyte, lazyFreeHeapBytes: 49.5 * mebibyte };
    expect(judged({ process })).toMatchObject([{ id: 'madvise-free', bytes: 49.5 * mebibyte }]);
    expect(judged({ process })[0].remedy).toContain('go.mod');
    expect(judged({ process, goMinor: 20 })[0].remedy).not.toContain('go:debug');
  });
});

test('memory-outside-go: the parts, and the largest mapping by name or place', () => {
  const outside = new Map([
    ['outside.c-heap', 30 * mebibyte],
    ['outside.anonymous', 10 * mebibyte],
  ] as const);
  const mapping = (name: string, residentBytes: number) => ({
    kind: 'outside.c-heap' as const,
    start: 0x7f0000000000,
    end: 0x7f0004000000,
    name,
    residentBytes,
  });
  const outsideMappings = [mapping('[heap]', 30 * mebibyte), mapping('', 10 * mebibyte), mapping('', 4096)];
  const [finding] = judged({ process: { outside, outsideMappings } });
  expect(finding).toMatchObject({ id: 'memory-outside-go', where: '[heap]', bytes: 40 * mebibyte });
  expect(finding.detail).toContain('[heap] 30.0 MiB, 0x7f0000000000-0x7f0004000000 10.0 MiB.');
  expect(finding.remedy).toContain('MALLOC_ARENA_MAX');
  expect(finding.remedy).not.toContain('Thread stacks:');
  const small = new Map([['outside.c-heap', mebibyte / 2]] as const);
  expect(judged({ process: { outside: small } })).toEqual([]);
});
