/**
 * Kinds of events as traces of Go 1.22 and later number them (internal/trace/tracev2/events.go, Go 1.26). Events of older
 * traces are given by the same numbers. The comments name the arguments behind the time.
 */
export const traceEvent = {
  none: 0,
  eventBatch: 1,
  stacks: 2,
  stack: 3,
  strings: 4,
  string: 5,
  cpuSamples: 6,
  cpuSample: 7,
  frequency: 8,
  /** procs, stack */
  procsChange: 9,
  /** processor, sequence */
  procStart: 10,
  procStop: 11,
  /** processor, sequence, thread */
  procSteal: 12,
  /** processor, status */
  procStatus: 13,
  /** goroutine, its first stack, stack of the go statement */
  goCreate: 14,
  /** goroutine */
  goCreateSyscall: 15,
  /** goroutine, sequence; before Go 1.22 also the label (string) */
  goStart: 16,
  goDestroy: 17,
  goDestroySyscall: 18,
  /** reason (string), stack */
  goStop: 19,
  /** reason (string), stack */
  goBlock: 20,
  /** goroutine, sequence, stack */
  goUnblock: 21,
  /** sequence, stack */
  goSyscallBegin: 22,
  goSyscallEnd: 23,
  goSyscallEndBlocked: 24,
  /** goroutine, thread, status */
  goStatus: 25,
  /** kind (string), stack */
  stwBegin: 26,
  stwEnd: 27,
  /** sequence */
  gcActive: 28,
  /** sequence, stack */
  gcBegin: 29,
  /** sequence */
  gcEnd: 30,
  /** processor */
  gcSweepActive: 31,
  /** stack */
  gcSweepBegin: 32,
  /** swept bytes, reclaimed bytes */
  gcSweepEnd: 33,
  /** goroutine */
  gcMarkAssistActive: 34,
  /** stack */
  gcMarkAssistBegin: 35,
  gcMarkAssistEnd: 36,
  /** bytes */
  heapAlloc: 37,
  /** bytes */
  heapGoal: 38,
  /** label (string): what a worker of the collector does */
  goLabel: 39,
  userTaskBegin: 40,
  userTaskEnd: 41,
  userRegionBegin: 42,
  userRegionEnd: 43,
  userLog: 44,
  /** goroutine, sequence. Go 1.23+, as the next three. */
  goSwitch: 45,
  /** goroutine, sequence */
  goSwitchDestroy: 46,
  /** goroutine, its first stack, stack of the creator */
  goCreateBlocked: 47,
  /** goroutine, thread, status, stack */
  goStatusStack: 48,
  experimentalBatch: 49,
  /** Go 1.25+, as the next. */
  sync: 50,
  clockSnapshot: 51,
  /** Go 1.26+ */
  endOfGeneration: 52,
  /** span, pages, kind and class. GODEBUG=traceallocfree=1 of Go 1.23+, as what follows. */
  span: 128,
  spanAlloc: 129,
  /** span */
  spanFree: 130,
  /** object, type */
  heapObject: 131,
  heapObjectAlloc: 132,
  /** object */
  heapObjectFree: 133,
  goroutineStack: 134,
  goroutineStackAlloc: 135,
  goroutineStackFree: 136,
} as const;

export type TraceEventKind = (typeof traceEvent)[keyof typeof traceEvent];

/** What `goStatus` and `goStatusStack` say of a goroutine. */
export const goroutineStatus = { runnable: 1, running: 2, syscall: 3, waiting: 4 } as const;

/** Events that stand in the stream of a thread, with the number of their arguments, the time included. */
const timedEvents: readonly (readonly [kind: number, argumentCount: number])[] = [
  [9, 3],
  [10, 3],
  [11, 1],
  [12, 4],
  [13, 3],
  [14, 4],
  [15, 2],
  [16, 3],
  [17, 1],
  [18, 1],
  [19, 3],
  [20, 3],
  [21, 4],
  [22, 3],
  [23, 1],
  [24, 1],
  [25, 4],
  [26, 3],
  [27, 1],
  [28, 2],
  [29, 3],
  [30, 2],
  [31, 2],
  [32, 2],
  [33, 3],
  [34, 2],
  [35, 2],
  [36, 1],
  [37, 2],
  [38, 2],
  [39, 2],
  [40, 5],
  [41, 3],
  [42, 4],
  [43, 4],
  [44, 5],
  [45, 3],
  [46, 3],
  [47, 4],
  [48, 5],
  [128, 4],
  [129, 4],
  [130, 2],
  [131, 3],
  [132, 3],
  [133, 2],
  [134, 3],
  [135, 3],
  [136, 2],
];

/** Arguments of a timed event by its kind, the time included; 0 for bytes that begin no timed event. */
export const argumentCounts: Uint8Array = new Uint8Array(256);
for (const [kind, argumentCount] of timedEvents) argumentCounts[kind] = argumentCount;
