import type { GcState } from '../../../image/index.ts';
import { describeHeapFragmented, heapFragmented } from '../../catalogue/heap-fragmented.ts';
import { describeHeapIdle, heapIdle } from '../../catalogue/heap-idle.ts';
import { describeMadviseFree, madviseFree } from '../../catalogue/madvise-free.ts';
import {
  describeMspanSpread,
  manySparseSpans,
  mspanSpread,
  sparseSpanShare,
} from '../../catalogue/mspan-spread.ts';
import type { Finding } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { severityOf } from '../../severity.ts';
import type { RuntimeEvidence } from './evidence.ts';
import { atMostLow } from './goroutine-rules.ts';
import { findingOf } from './runtime-finding.ts';

const worstSizes = 3;
/** Sizes with less of the free bytes than this are not told. */
const leastShare = 0.05;
const goHeap = { en: 'the Go heap', zh: 'Go 堆' };

/** Free slots that live objects keep from being given back. */
export function fragmentedHeap(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { occupancy } = evidence.memory.spans;
  const freeBytes = occupancy.reduce((sum, size) => sum + size.freeBytes, 0);
  const severity = severityOf(freeBytes, evidence.totalBytes);
  if (severity === undefined) return [];
  const headroomBytes = headroomOf(evidence.gc);
  const worst = occupancy
    .toSorted((a, b) => b.freeBytes - a.freeBytes)
    .filter((size, place) => place === 0 || size.freeBytes >= freeBytes * leastShare)
    .slice(0, worstSizes);
  const isRoom = headroomBytes !== undefined && headroomBytes >= freeBytes;
  const size = `${worst[0].slotBytes} B`;
  const numbers = {
    severity: isRoom ? atMostLow(severity) : severity,
    bytes: freeBytes,
    // Nothing can be done to a heap that stands; what a copy of the survivors gives back is not known beforehand.
    reclaimableBytes: 0,
    where: { en: `objects of ${size}`, zh: `${size} 的对象` }[language],
    evidence: {
      headroomBytes: headroomBytes ?? null,
      slotBytes: worst[0].slotBytes,
      slotFreeBytes: worst[0].freeBytes,
      liveCount: worst[0].liveCount,
      slotCount: worst[0].slotCount,
    },
  };
  const wording = describeHeapFragmented({ freeBytes, worst, headroomBytes }, evidence, language);
  return [findingOf(heapFragmented, numbers, wording, language)];
}

/** Few objects in many spans. */
export function spreadSpans(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { memory, spanStructBytes } = evidence;
  const { occupancy } = memory.spans;
  const sum = (of: (size: (typeof occupancy)[number]) => number): number =>
    occupancy.reduce((total, size) => total + of(size), 0);
  const spanCount = sum((size) => size.spanCount);
  const sparseSpanCount = sum((size) => size.sparseSpanCount);
  if (sparseSpanCount < manySparseSpans || sparseSpanCount < spanCount * sparseSpanShare) return [];
  const neededSpanCount = sum((size) => size.neededSpanCount);
  const liveMebibytes = sum((size) => size.liveCount * size.slotBytes) / 2 ** 20;
  const spansPerMebibyte = spanCount / liveMebibytes;
  const bytes = (spanCount - neededSpanCount) * spanStructBytes;
  const facts = { spanCount, neededSpanCount, sparseSpanCount, spansPerMebibyte, bytes };
  const numbers = {
    severity: 'low' as const,
    bytes,
    reclaimableBytes: 0,
    where: goHeap[language],
    evidence: { spanCount, neededSpanCount, sparseSpanCount, spansPerMebibyte: Math.round(spansPerMebibyte) },
  };
  return [findingOf(mspanSpread, numbers, describeMspanSpread(facts, evidence, language), language)];
}

/** What the program can allocate before the next collection; undefined where unknown or where none comes. */
function headroomOf({ heapGoalBytes, heapLiveBytes }: GcState): number | undefined {
  return heapGoalBytes === undefined || heapLiveBytes === undefined
    ? undefined
    : Math.max(0, heapGoalBytes - heapLiveBytes);
}

/** Pages that wait for the scavenger; those under MADV_FREE wait for the kernel, and are another finding. */
export function idleHeap(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { process } = evidence.memory;
  if (!process) return [];
  const idleBytes = process.idleBytes - process.lazyFreeHeapBytes;
  const severity = severityOf(idleBytes, evidence.totalBytes);
  if (severity === undefined) return [];
  const { gc, nowNs } = evidence;
  const { gcPercent, memoryLimitBytes, heapGoalBytes, lastCycleNs, scavengeGoalBytes, retainedBytes } = gc;
  const isAbove = retainedBytes !== undefined && scavengeGoalBytes !== undefined;
  const aboveGoal = isAbove ? retainedBytes - scavengeGoalBytes : 0;
  const scavengeDueBytes = Math.min(idleBytes, Math.max(aboveGoal, gc.limitExcessBytes ?? 0));
  const isSinceKnown = nowNs !== undefined && lastCycleNs !== undefined && nowNs >= lastCycleNs;
  const headroomBytes = headroomOf(gc);
  const isRoom = headroomBytes !== undefined && headroomBytes >= idleBytes;
  const facts = {
    idleBytes,
    gcPercent,
    memoryLimitBytes,
    heapGoalBytes,
    headroomBytes,
    sinceCycleMs: isSinceKnown ? (nowNs - lastCycleNs) / 1e6 : undefined,
    scavengeDueBytes: scavengeDueBytes > 0 ? scavengeDueBytes : undefined,
    scavengeGoalBytes: aboveGoal > 0 ? scavengeGoalBytes : undefined,
    isStateKnown: gcPercent !== undefined,
  };
  const numbers = {
    severity: isRoom ? atMostLow(severity) : severity,
    bytes: idleBytes,
    reclaimableBytes: idleBytes,
    where: goHeap[language],
    evidence: {
      gcPercent: gcPercent ?? null,
      memoryLimitBytes: memoryLimitBytes ?? null,
      heapGoalBytes: heapGoalBytes ?? null,
      sinceCycleMs: facts.sinceCycleMs === undefined ? null : Math.round(facts.sinceCycleMs),
      scavengeDueBytes,
    },
  };
  return [findingOf(heapIdle, numbers, describeHeapIdle(facts, evidence, language), language)];
}

/** Pages that the runtime released and the kernel has not taken. */
export function lazilyFreed(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { process } = evidence.memory;
  const bytes = process?.lazyFreeHeapBytes ?? 0;
  const severity = severityOf(bytes, evidence.totalBytes);
  if (!process || severity === undefined) return [];
  const elsewhereBytes = process.lazyFreeBytes - bytes;
  const numbers = {
    severity,
    bytes,
    reclaimableBytes: bytes,
    where: goHeap[language],
    evidence: { elsewhereBytes },
  };
  const wording = describeMadviseFree({ bytes, elsewhereBytes }, evidence, language);
  return [findingOf(madviseFree, numbers, wording, language)];
}
