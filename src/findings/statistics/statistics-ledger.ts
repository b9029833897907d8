import type { Language } from '../language.ts';
import { labels, type LineId } from '../ledger/labels.ts';
import type { Ledger, LedgerLine } from '../ledger/ledger.ts';
import {
  type CollectionSplit,
  heldBytesOf,
  idleBytesOf,
  type ProgramStatistics,
  totalBytesOf,
} from './program-statistics.ts';

/**
 * The account that MemStats allows, by the sums that the runtime itself asserts (runtime/mstats.go, readMemStats_m; Go 1.19 to
 * 1.26): Sys = heap + stacks + the runtime's own, less what was given back; where the process told its RSS, what RSS has beyond that
 * is not Go's. Coarser than the account of a process: it knows neither maps nor which pages were ever touched. Null without totals.
 */
export function statisticsLedger(
  statistics: ProgramStatistics,
  split: CollectionSplit | null,
  language: Language,
): Ledger | null {
  const total = totalBytesOf(statistics);
  if (total === null) return null;
  const line = (id: LineId, bytes: number | null): LedgerLine[] =>
    bytes === null || bytes <= 0 ? [] : [{ id, label: labels[id][language], bytes }];
  const group = (id: LineId, lines: readonly LedgerLine[]): LedgerLine[] =>
    lines.length === 0 ? [] : [{ id, label: labels[id][language], bytes: sumOf(lines), lines }];
  const { residentBytes, heapAllocBytes, heapInuseBytes, stackInuseBytes, stackSysBytes } = statistics;
  const held = heldBytesOf(statistics);
  const lines = [
    ...group('heap', [
      ...objectLines(statistics, split).flatMap(([id, bytes]) => line(id, bytes)),
      ...line('heap.unused', lessOf(heapInuseBytes, heapAllocBytes)),
      ...line('heap.idle', idleBytesOf(statistics)),
    ]),
    ...group('stacks', [
      ...line('stacks.inuse', stackInuseBytes),
      ...line('stacks.system', lessOf(stackSysBytes, stackInuseBytes)),
    ]),
    ...group('runtime', [
      ...line('runtime.spans', statistics.mspanSysBytes),
      ...line('runtime.gc', statistics.gcSysBytes),
      ...line('runtime.profiling', statistics.profilingSysBytes),
      ...line('runtime.metadata', statistics.mcacheSysBytes),
      ...line('runtime.other', statistics.otherSysBytes),
    ]),
    ...line('not-go', held === null || residentBytes === null ? null : residentBytes - held),
  ];
  const known = sumOf(lines);
  // Numbers that break the laws of MemStats were told; an account never has less than nothing.
  const totalBytes = Math.max(total, known);
  const outsideLines = line('heap.released', statistics.heapReleasedBytes);
  const withinLines = line('not-resident', residentBytes === null ? null : totalBytes - residentBytes);
  return {
    totalBytes,
    lines,
    unexplainedBytes: totalBytes - known,
    ...(outsideLines.length > 0 ? { outsideLines } : {}),
    ...(withinLines.length > 0 ? { withinLines } : {}),
  };
}

/** HeapAlloc by what is known of its objects. */
function objectLines(
  { heapAllocBytes, liveHeapBytes }: ProgramStatistics,
  split: CollectionSplit | null,
): [LineId, number | null][] {
  if (heapAllocBytes === null) return [];
  if (split) {
    const live = Math.min(split.liveBytes, heapAllocBytes);
    return [
      ['heap.live', live],
      ['heap.garbage', heapAllocBytes - live],
    ];
  }
  if (liveHeapBytes === null) return [['heap.allocated', heapAllocBytes]];
  const marked = Math.min(liveHeapBytes, heapAllocBytes);
  return [
    ['heap.marked', marked],
    ['heap.since-collection', heapAllocBytes - marked],
  ];
}

function lessOf(whole: number | null, part: number | null): number | null {
  return whole === null || part === null ? null : whole - part;
}

function sumOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((sum, { bytes }) => sum + bytes, 0);
}
