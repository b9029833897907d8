/**
 * What a Go program tells of its own memory, however it told: `runtime.MemStats` and what stands beside it. Bytes and counts;
 * null is what the source does not tell. Alloc is HeapAlloc and stands once.
 */
export interface MemoryStatistics {
  /** Obtained from the system, address space that was given back included: it never falls. */
  readonly sysBytes: number | null;
  /** Objects that live, and those that no collection has swept yet. */
  readonly heapAllocBytes: number | null;
  readonly heapSysBytes: number | null;
  /** Pages without any object, given back or not. */
  readonly heapIdleBytes: number | null;
  /** Pages with an object at least. */
  readonly heapInuseBytes: number | null;
  /** Part of the idle pages that the system was given back, or that were never touched. */
  readonly heapReleasedBytes: number | null;
  readonly heapObjectCount: number | null;
  readonly stackInuseBytes: number | null;
  readonly stackSysBytes: number | null;
  readonly mspanInuseBytes: number | null;
  readonly mspanSysBytes: number | null;
  readonly mcacheInuseBytes: number | null;
  readonly mcacheSysBytes: number | null;
  /** BuckHashSys. */
  readonly profilingSysBytes: number | null;
  readonly gcSysBytes: number | null;
  readonly otherSysBytes: number | null;
  /** Allocated since the start; never falls. */
  readonly totalAllocBytes: number | null;
  readonly mallocCount: number | null;
  readonly freeCount: number | null;
  /** Heap size at which the next collection is to end. */
  readonly nextGcBytes: number | null;
  /** Wall clock at the end of the last collection, in ms since 1970; 0 where there was none. */
  readonly lastGcMs: number | null;
  readonly gcCount: number | null;
  /** Collections that the program asked for. */
  readonly forcedGcCount: number | null;
  /** Share of the processors that collections have taken since the start. */
  readonly gcCpuShare: number | null;
  /** Marked by the last collection (Go 1.21+). */
  readonly liveHeapBytes: number | null;
  /** GOGC; -1 for off. */
  readonly gcPercent: number | null;
  /** GOMEMLIMIT; `none` where there is none. */
  readonly memoryLimitBytes: number | 'none' | null;
  /** `go1.26.8`. */
  readonly goVersion: string | null;
  readonly goroutineCount: number | null;
  readonly threadCount: number | null;
  /** RSS as the process itself read it. */
  readonly residentBytes: number | null;
  /** The largest RSS so far (getrusage). */
  readonly peakResidentBytes: number | null;
  readonly startedMs: number | null;
}

/** Names of the fields that are numbers. */
export type NumberField = Exclude<keyof MemoryStatistics, 'memoryLimitBytes' | 'goVersion'>;

export const nothingTold: MemoryStatistics = {
  sysBytes: null,
  heapAllocBytes: null,
  heapSysBytes: null,
  heapIdleBytes: null,
  heapInuseBytes: null,
  heapReleasedBytes: null,
  heapObjectCount: null,
  stackInuseBytes: null,
  stackSysBytes: null,
  mspanInuseBytes: null,
  mspanSysBytes: null,
  mcacheInuseBytes: null,
  mcacheSysBytes: null,
  profilingSysBytes: null,
  gcSysBytes: null,
  otherSysBytes: null,
  totalAllocBytes: null,
  mallocCount: null,
  freeCount: null,
  nextGcBytes: null,
  lastGcMs: null,
  gcCount: null,
  forcedGcCount: null,
  gcCpuShare: null,
  liveHeapBytes: null,
  gcPercent: null,
  memoryLimitBytes: null,
  goVersion: null,
  goroutineCount: null,
  threadCount: null,
  residentBytes: null,
  peakResidentBytes: null,
  startedMs: null,
};

/** Takes from `second` what `first` does not tell: two sources of one process, read at almost the same time. */
export function joinStatistics(first: MemoryStatistics, second: MemoryStatistics): MemoryStatistics {
  const joined: Record<string, unknown> = { ...second };
  for (const [name, value] of Object.entries(first)) if (value !== null) joined[name] = value;
  return joined as unknown as MemoryStatistics;
}
