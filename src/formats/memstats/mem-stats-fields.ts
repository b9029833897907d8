import type { NumberField } from './memory-statistics.ts';

/** Fields of runtime.MemStats by their Go names; Alloc is HeapAlloc again, and LastGC is in nanoseconds. */
export const memStatsFields: ReadonlyMap<string, NumberField> = new Map<string, NumberField>([
  ['Sys', 'sysBytes'],
  ['HeapAlloc', 'heapAllocBytes'],
  ['HeapSys', 'heapSysBytes'],
  ['HeapIdle', 'heapIdleBytes'],
  ['HeapInuse', 'heapInuseBytes'],
  ['HeapReleased', 'heapReleasedBytes'],
  ['HeapObjects', 'heapObjectCount'],
  ['StackInuse', 'stackInuseBytes'],
  ['StackSys', 'stackSysBytes'],
  ['MSpanInuse', 'mspanInuseBytes'],
  ['MSpanSys', 'mspanSysBytes'],
  ['MCacheInuse', 'mcacheInuseBytes'],
  ['MCacheSys', 'mcacheSysBytes'],
  ['BuckHashSys', 'profilingSysBytes'],
  ['GCSys', 'gcSysBytes'],
  ['OtherSys', 'otherSysBytes'],
  ['TotalAlloc', 'totalAllocBytes'],
  ['Mallocs', 'mallocCount'],
  ['Frees', 'freeCount'],
  ['NextGC', 'nextGcBytes'],
  ['NumGC', 'gcCount'],
  ['NumForcedGC', 'forcedGcCount'],
  ['GCCPUFraction', 'gcCpuShare'],
  ['MaxRSS', 'peakResidentBytes'],
]);
