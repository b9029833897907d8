import { traceEvent } from '../event-kinds.ts';

/** Kinds of events of Go 1.11 to 1.21 that need more than a row of the table below (internal/trace/parser.go, Go 1.21). */
export const v1Event = {
  batch: 1,
  frequency: 2,
  stack: 3,
  gomaxprocs: 4,
  gcStart: 7,
  stwStart: 9,
  goCreate: 13,
  goStart: 14,
  goSysExit: 29,
  goWaiting: 31,
  goInSyscall: 32,
  timerGoroutine: 35,
  string: 37,
  goStartLocal: 38,
  goUnblockLocal: 39,
  goStartLabel: 41,
  userRegion: 47,
  userLog: 48,
  cpuSample: 49,
} as const;

export const v1KindCount = 50;

export interface V1Conversion {
  /** `none` where Go 1.22+ has no such event. */
  readonly kind: number;
  /** Numbers of the arguments behind the time that become a, b, c and d. */
  readonly fields: readonly number[];
  /** What Go 1.22+ has as a string in `a`. */
  readonly reason?: string;
}

/** The newer event has a field that the older one has not. */
const absent = -1;
const goStops = { kind: traceEvent.goStop, fields: [absent, 0] };
const goBlocks = { kind: traceEvent.goBlock, fields: [absent, 0] };

/** What each kind is since Go 1.22. Go's own converter is internal/trace/tracev1.go. */
export const v1Conversions: Readonly<Record<number, V1Conversion>> = {
  4: { kind: traceEvent.procsChange, fields: [0, 1] },
  5: { kind: traceEvent.procStart, fields: [0] },
  6: { kind: traceEvent.procStop, fields: [] },
  7: { kind: traceEvent.gcBegin, fields: [0, 1] },
  8: { kind: traceEvent.gcEnd, fields: [] },
  9: { kind: traceEvent.stwBegin, fields: [0] },
  10: { kind: traceEvent.stwEnd, fields: [] },
  11: { kind: traceEvent.gcSweepBegin, fields: [0] },
  12: { kind: traceEvent.gcSweepEnd, fields: [0, 1] },
  13: { kind: traceEvent.goCreate, fields: [0, 1, 2] },
  14: { kind: traceEvent.goStart, fields: [0, 1] },
  15: { kind: traceEvent.goDestroy, fields: [] },
  16: { ...goBlocks, reason: 'forever' },
  17: { ...goStops, reason: 'runtime.Gosched' },
  18: { ...goStops, reason: 'preempted' },
  19: { ...goBlocks, reason: 'sleep' },
  20: { ...goBlocks, reason: '' },
  21: { kind: traceEvent.goUnblock, fields: [0, 1, 2] },
  22: { ...goBlocks, reason: 'chan send' },
  23: { ...goBlocks, reason: 'chan receive' },
  24: { ...goBlocks, reason: 'select' },
  25: { ...goBlocks, reason: 'sync' },
  26: { ...goBlocks, reason: 'sync.(*Cond).Wait' },
  27: { ...goBlocks, reason: 'network' },
  // A system call is an instant here; only 30 says that it lasted, and took the processor from the goroutine.
  28: { kind: traceEvent.none, fields: [] },
  29: { kind: traceEvent.none, fields: [] },
  30: { kind: traceEvent.goSyscallBegin, fields: [] },
  31: { kind: traceEvent.goStatus, fields: [0] },
  32: { kind: traceEvent.goStatus, fields: [0] },
  33: { kind: traceEvent.heapAlloc, fields: [0] },
  34: { kind: traceEvent.heapGoal, fields: [0] },
  36: { kind: traceEvent.none, fields: [] },
  38: { kind: traceEvent.goStart, fields: [0] },
  39: { kind: traceEvent.goUnblock, fields: [0, absent, 1] },
  40: { kind: traceEvent.none, fields: [] },
  // Since Go 1.22 the label is an event of its own; here it is the third argument.
  41: { kind: traceEvent.goStart, fields: [0, 1, 2] },
  42: { ...goBlocks, reason: 'GC mark assist wait for work' },
  43: { kind: traceEvent.gcMarkAssistBegin, fields: [0] },
  44: { kind: traceEvent.gcMarkAssistEnd, fields: [] },
  45: { kind: traceEvent.userTaskBegin, fields: [0, 1, 2, 3] },
  46: { kind: traceEvent.userTaskEnd, fields: [0, 1] },
  47: { kind: traceEvent.userRegionBegin, fields: [0, 2, 3] },
  48: { kind: traceEvent.userLog, fields: [0, 1, absent, 2] },
};

/** Why the world stops, by the number of traces with the header 1.21 (runtime/proc.go, stwReasonStrings of Go 1.21). */
const stopReasons121 = [
  'unknown',
  'GC mark termination',
  'GC sweep termination',
  'write heap dump',
  'goroutine profile',
  'goroutine profile cleanup',
  'all goroutines stack trace',
  'read mem stats',
  'AllThreadsSyscall',
  'GOMAXPROCS',
  'start trace',
  'stop trace',
  'CountPagesInUse (test)',
  'ReadMetricsSlow (test)',
  'ReadMemStatsSlow (test)',
  'PageCachePagesLeaked (test)',
  'ResetDebugLog (test)',
];

/** The reason of a stop of the world; older traces know two. */
export function stopReason(minor: number, kind: number): string {
  if (minor >= 21) return stopReasons121[kind] ?? 'unknown';
  return ['GC mark termination', 'GC sweep termination'][kind] ?? 'unknown';
}
