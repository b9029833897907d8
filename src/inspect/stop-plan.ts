import os from 'node:os';
import { pageBytes } from '../gomem/index.ts';
import { scannedBytes, type SpanTable } from '../image/index.ts';
import { estimateGraph } from './graph-estimate.ts';

/**
 * What is done while a process stands. `copy-first`: everything that is there is copied, whatever it is; for it the heap must
 * have been looked at a moment before. `copy-all`: its heap is copied and looked at once it goes on. `census-first`: maps are
 * counted, then what else is looked at is copied: for a heap of many payloads and few maps. `stand`: everything, because there
 * is no memory for a copy, or nothing but maps is wanted.
 */
export interface StopPlan {
  readonly kind: 'copy-first' | 'copy-all' | 'census-first' | 'stand';
  readonly stopMs: number;
  readonly copiedBytes: number;
}

/**
 * Measured on 2 x EPYC: bytes copied out of /proc/PID/mem into memory that was touched before, by one thread and by two; smaps
 * and pagemap for each resident byte; the census for each slot that can hold a header and each byte that can hold a pointer to
 * one; who holds the maps for each such byte.
 */
const copiedBytesPerMs = os.availableParallelism() > 1 ? 4.5e6 : 2.8e6;
const residentByteMs = 35e-9;
const headerSlotMs = 0.3e-3;
const headerSlotBytes = 48;
const censusByteMs = 1e-6;
const heldByteMs = 1.5e-6;
const fixedMs = 30;
/** A copy may take so much of the memory that is free. */
const freeShare = 0.5;

export interface PlannedLook {
  readonly withGraph: boolean;
  readonly withHolders: boolean;
  /** A bound on the memory of this process. */
  readonly maxMemoryBytes: number | undefined;
  /** What reading the span table takes. */
  readonly tablesMs: number;
  /** Memory that is touched for a copy already, so no longer free. */
  readonly reservedBytes: number;
  readonly residentBytes: number;
  /** Of a look before the process is stopped. */
  readonly mayCopyFirst: boolean;
}

export function planStop(spans: SpanTable, look: PlannedLook): StopPlan {
  const { withGraph, withHolders, tablesMs, residentBytes, mayCopyFirst } = look;
  let slots = 0;
  let pages = 0;
  for (let span = 0; span < spans.count; span++) {
    pages += spans.pageCount[span];
    if (spans.elemSize[span] === headerSlotBytes && (spans.spanClass[span] & 1) === 0)
      slots += spans.elemCount[span];
  }
  const scanned = scannedBytes(spans);
  const all = pages * pageBytes;
  const groundMs = fixedMs + residentBytes * residentByteMs;
  const censusMs = groundMs + tablesMs + slots * headerSlotMs + scanned * censusByteMs;
  const copyOf = (bytes: number): { stopMs: number; copiedBytes: number } => ({
    stopMs: bytes / copiedBytesPerMs,
    copiedBytes: bytes,
  });
  const holdersMs = withHolders ? scanned * heldByteMs : 0;
  const stand: StopPlan = {
    kind: 'stand',
    stopMs: censusMs + (withGraph ? estimateGraph(spans).expectedMs : holdersMs),
    copiedBytes: 0,
  };
  const plans: StopPlan[] = [
    after(groundMs, 'copy-first', copyOf(residentBytes)),
    after(groundMs + tablesMs, 'copy-all', copyOf(all)),
    after(censusMs, 'census-first', copyOf(scanned)),
    stand,
  ];
  const room = roomBytes(look);
  const [best] = plans
    .filter(({ kind, copiedBytes }) => copiedBytes <= room && (mayCopyFirst || kind !== 'copy-first'))
    .sort((one, other) => one.stopMs - other.stopMs);
  return best ?? stand;
}

function after(beforeMs: number, kind: StopPlan['kind'], copy: Omit<StopPlan, 'kind'>): StopPlan {
  return { kind, stopMs: beforeMs + copy.stopMs, copiedBytes: copy.copiedBytes };
}

/** What is free here and, in a container, below its limit: to run out of it would end whatever else is in there. */
function roomBytes({ maxMemoryBytes, reservedBytes }: PlannedLook): number {
  const free = Math.min(os.freemem(), process.availableMemory());
  const allowed =
    maxMemoryBytes === undefined
      ? Infinity
      : Math.max(0, maxMemoryBytes - process.memoryUsage.rss() + reservedBytes);
  return Math.min(free + reservedBytes, allowed) * freeShare;
}
