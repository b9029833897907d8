import os from 'node:os';
import { pageBytes } from '../gomem/index.ts';
import { scannedBytes, type SpanTable } from '../image/index.ts';
import { estimateGraph } from './graph-estimate.ts';

/**
 * What is done while a process stands. `copy-all`: its heap is copied and looked at once it goes on. `census-first`: maps are
 * counted, then what the graph needs is copied: for a heap of many payloads and few maps. `stand`: everything, because there is
 * no memory for a copy, or nothing but maps is wanted.
 */
export interface StopPlan {
  readonly kind: 'copy-all' | 'census-first' | 'stand';
  readonly stopMs: number;
  readonly copiedBytes: number;
}

/** Measured on 2 x EPYC: bytes copied out of /proc/PID/mem into memory that was touched before, and the census for each slot that can hold a header. */
const copiedBytesPerMs = 2e6;
const headerSlotMs = 0.3e-3;
const headerSlotBytes = 48;
const fixedMs = 60;
/** A copy may take so much of the memory that is free. */
const freeShare = 0.5;

/** `tablesMs`: what reading the span table takes; `reservedBytes`: memory that is touched for a copy already, so no longer free. */
export function planStop(
  spans: SpanTable,
  withGraph: boolean,
  tablesMs: number,
  reservedBytes: number,
): StopPlan {
  let slots = 0;
  let pages = 0;
  for (let span = 0; span < spans.count; span++) {
    pages += spans.pageCount[span];
    if (spans.elemSize[span] === headerSlotBytes && (spans.spanClass[span] & 1) === 0)
      slots += spans.elemCount[span];
  }
  const scanned = scannedBytes(spans);
  const all = pages * pageBytes;
  const censusMs = fixedMs + tablesMs + slots * headerSlotMs;
  const room = (os.freemem() + reservedBytes) * freeShare;
  if (!withGraph) return { kind: 'stand', stopMs: censusMs, copiedBytes: 0 };
  const first = { stopMs: censusMs + scanned / copiedBytesPerMs, copiedBytes: scanned };
  const whole = { stopMs: fixedMs + tablesMs + all / copiedBytesPerMs, copiedBytes: all };
  if (whole.stopMs < first.stopMs && all <= room) return { kind: 'copy-all', ...whole };
  if (scanned <= room) return { kind: 'census-first', ...first };
  return { kind: 'stand', stopMs: censusMs + estimateGraph(spans).expectedMs, copiedBytes: 0 };
}
