import type { DumpedMemStats } from '../../formats/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { SpanTable } from '../span-table.ts';

/**
 * Where the memory is that Go has from the system and has not given back, as runtime.MemStats of a heap dump says
 * (runtime/mstats.go). Memory outside Go and files are not in it, and untouched pages are.
 */
export interface DumpAccount {
  /** Sys less HeapReleased: with the spans, the sum of all below but `releasedBytes`. */
  readonly heldBytes: number;
  /** HeapInuse less the spans of the dump: spans in use without any object. */
  readonly emptySpanBytes: number;
  /** HeapIdle less HeapReleased. */
  readonly idleBytes: number;
  readonly releasedBytes: number;
  /** Of goroutines that are not dead, from the stack pointer up, and below it. */
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** The rest of StackInuse. */
  readonly stackFreeBytes: number;
  /** StackSys less StackInuse: stacks of threads that the system made. */
  readonly stackSystemBytes: number;
  readonly spanStructBytes: number;
  readonly cacheBytes: number;
  readonly profilingBytes: number;
  /** GCSys: arena tables, bitmaps, work buffers. */
  readonly gcBytes: number;
  readonly otherBytes: number;
}

/** Parts that do not fit their sum (a damaged dump) are 0, never less. */
export function accountDump(
  memStats: DumpedMemStats,
  spans: SpanTable,
  goroutines: readonly Goroutine[],
): DumpAccount {
  let pageCount = 0;
  for (let span = 0; span < spans.count; span++) pageCount += spans.pageCount[span];
  let used = 0;
  let reserved = 0;
  for (const { sp, stackLow, stackHigh } of goroutines) {
    used += stackHigh - sp;
    reserved += sp - stackLow;
  }
  const fits = used + reserved <= memStats.stackInuse;
  return {
    heldBytes: Math.max(0, memStats.sys - memStats.heapReleased),
    emptySpanBytes: Math.max(0, memStats.heapInuse - pageCount * pageBytes),
    idleBytes: Math.max(0, memStats.heapIdle - memStats.heapReleased),
    releasedBytes: memStats.heapReleased,
    stackUsedBytes: fits ? used : 0,
    stackReservedBytes: fits ? reserved : 0,
    stackFreeBytes: memStats.stackInuse - (fits ? used + reserved : 0),
    stackSystemBytes: Math.max(0, memStats.stackSys - memStats.stackInuse),
    spanStructBytes: memStats.mspanSys,
    cacheBytes: memStats.mcacheSys,
    profilingBytes: memStats.buckHashSys,
    gcBytes: memStats.gcSys,
    otherBytes: memStats.otherSys,
  };
}
