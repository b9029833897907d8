import os from 'node:os';
import { pageBytes } from '../gomem/index.ts';
import { scannedBytes, type SpanTable } from '../image/index.ts';
import { estimateGraph } from './graph-estimate.ts';

/**
 * What is done while a process stands. `copy-first`: everything that is there is copied, whatever it is; for it the heap must
 * have been looked at a moment before. `copy-all`: its heap is copied and looked at once it goes on. `census-first`: maps are
 * counted, then what the graph needs is copied: for a heap of many payloads and few maps. `stand`: everything, because there is
 * no memory for a copy, or nothing but maps is wanted.
 */
export interface StopPlan {
  readonly kind: 'copy-first' | 'copy-all' | 'census-first' | 'stand';
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

export interface PlannedLook {
  readonly withGraph: boolean;
  /** What reading the span table takes. */
  readonly tablesMs: number;
  /** Memory that is touched for a copy already, so no longer free. */
  readonly reservedBytes: number;
  /** RSS, of a look before the process is stopped: then it may be copied first. */
  readonly rssBytes?: number | undefined;
}

export function planStop(
  spans: SpanTable,
  { withGraph, tablesMs, reservedBytes, rssBytes = Infinity }: PlannedLook,
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
  const blind = { stopMs: fixedMs + rssBytes / copiedBytesPerMs, copiedBytes: rssBytes };
  const plans: StopPlan[] = [
    { kind: 'copy-first', ...blind },
    { kind: 'copy-all', ...whole },
    { kind: 'census-first', ...first },
  ];
  const [best] = plans
    .filter(({ copiedBytes }) => copiedBytes <= room)
    .sort((one, other) => one.stopMs - other.stopMs);
  return best ?? { kind: 'stand', stopMs: censusMs + estimateGraph(spans).expectedMs, copiedBytes: 0 };
}
