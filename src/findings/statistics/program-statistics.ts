/**
 * What the account and the rules need of MemStats and of what stands beside it; the readers of formats/memstats give it. Bytes;
 * null is what the evidence does not tell.
 */
export interface ProgramStatistics {
  readonly sysBytes: number | null;
  readonly heapAllocBytes: number | null;
  readonly heapSysBytes: number | null;
  readonly heapIdleBytes: number | null;
  readonly heapInuseBytes: number | null;
  readonly heapReleasedBytes: number | null;
  readonly stackInuseBytes: number | null;
  readonly stackSysBytes: number | null;
  readonly mspanSysBytes: number | null;
  readonly mcacheSysBytes: number | null;
  readonly profilingSysBytes: number | null;
  readonly gcSysBytes: number | null;
  readonly otherSysBytes: number | null;
  readonly nextGcBytes: number | null;
  readonly lastGcMs: number | null;
  /** Marked by the last collection. */
  readonly liveHeapBytes: number | null;
  /** GOGC; -1 for off. */
  readonly gcPercent: number | null;
  readonly memoryLimitBytes: number | 'none' | null;
  readonly goroutineCount: number | null;
  readonly residentBytes: number | null;
}

/** What the two-GC test has found out; the bytes are those of the moment before it. */
export interface CollectionSplit {
  /** What two collections left. */
  readonly liveBytes: number;
  /** What they freed. */
  readonly garbageBytes: number;
}

/**
 * What Go has from the system and has not given back (Sys - HeapReleased), which is what GOMEMLIMIT limits and an upper bound of
 * Go's part of RSS (runtime/mgcpacer.go, mappedReady; Go 1.19 to 1.26). Null where the evidence does not tell.
 */
export function heldBytesOf({ sysBytes, heapReleasedBytes }: ProgramStatistics): number | null {
  return sysBytes === null || heapReleasedBytes === null ? null : Math.max(0, sysBytes - heapReleasedBytes);
}

/** Pages without any object that were not given back (HeapIdle - HeapReleased). Null where the evidence does not tell. */
export function idleBytesOf({ heapIdleBytes, heapReleasedBytes }: ProgramStatistics): number | null {
  return heapIdleBytes === null || heapReleasedBytes === null
    ? null
    : Math.max(0, heapIdleBytes - heapReleasedBytes);
}

/** RSS as the process read it itself, or what Go holds where that is more; null where neither is told. */
export function totalBytesOf(statistics: ProgramStatistics): number | null {
  const held = heldBytesOf(statistics);
  const { residentBytes } = statistics;
  return held === null && residentBytes === null ? null : Math.max(held ?? 0, residentBytes ?? 0);
}
