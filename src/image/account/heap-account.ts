import type { Diagnostics } from '../../base/index.ts';
import { pageBytes, sizeClasses } from '../../gomem/index.ts';
import type { Residency } from '../residency/resident-pages.ts';
import type { SpanTable } from '../span-table.ts';
import { type SizeOccupancy, SpanOccupancy } from './span-occupancy.ts';

/** Where the resident bytes of the heap spans in use are; the four sums and nothing else are all of them. */
export interface SpanAccount {
  readonly residentBytes: number;
  /** Slots that hold an object, but for those known to be dead: what died since the last collection is in here. */
  readonly objectBytes: number;
  /** Slots of objects that the last collection found dead and that no sweep has freed yet. */
  readonly deadBytes: number;
  /** Slots without an object, in spans that hold others: what fragmentation costs. */
  readonly freeSlotBytes: number;
  /** What no slot covers: pointer bits, mark bits, and the end of a span that no slot fits in. */
  readonly tailBytes: number;
  /** `freeSlotBytes` by size class (runtime/sizeclasses.go); class 0 is large objects, which have no free slots. */
  readonly freeSlotBytesByClass: Float64Array;
  /** How full the spans of small objects are, by size, ascending. */
  readonly occupancy: readonly SizeOccupancy[];
  /** Bytes of slots that hold an object, on pages that are not in memory. */
  readonly absentObjectBytes: number;
}

/**
 * Sums over all spans in use. A span that is in memory as a whole is counted by its slots; of one that is there in part,
 * each slot counts with its bytes on present pages. Spans that are not settled (see `settledSpans`) are left out.
 */
export function accountSpans(
  spans: SpanTable,
  isSettled: Uint8Array,
  residency: Residency,
  diagnostics: Diagnostics,
): SpanAccount {
  const sums = { residentBytes: 0, objectBytes: 0, deadBytes: 0, freeSlotBytes: 0, absentObjectBytes: 0 };
  const freeSlotBytesByClass = new Float64Array(sizeClasses.length);
  const occupancy = new SpanOccupancy();
  let tailBytes = 0;
  for (let span = 0; span < spans.count; span++) {
    if (isSettled[span] === 0) continue;
    const base = spans.base[span];
    const spanBytes = spans.pageCount[span] * pageBytes;
    const resident = residency.bytesIn(base, base + spanBytes);
    sums.residentBytes += resident;
    const elemSize = spans.elemSize[span];
    const elemCount = spans.elemCount[span];
    const allocated = spans.allocated(span);
    const marked = spans.marked(span);
    let objects = 0;
    let dead = 0;
    let free = 0;
    let liveCount = 0;
    if (resident === spanBytes) {
      const objectCount = countSet(allocated);
      liveCount = marked ? countBoth(allocated, marked) : objectCount;
      objects = liveCount * elemSize;
      dead = (objectCount - liveCount) * elemSize;
      free = (elemCount - objectCount) * elemSize;
    }
    for (let slot = resident === spanBytes ? elemCount : 0; slot < elemCount; slot++) {
      const at = base + slot * elemSize;
      const bytes = residency.bytesIn(at, at + elemSize);
      if (allocated[slot] === 0) free += bytes;
      else {
        if (marked && marked[slot] === 0) dead += bytes;
        else {
          objects += bytes;
          liveCount++;
        }
        sums.absentObjectBytes += elemSize - bytes;
      }
    }
    sums.objectBytes += objects;
    sums.deadBytes += dead;
    sums.freeSlotBytes += free;
    freeSlotBytesByClass[spans.spanClass[span] >> 1] += free;
    occupancy.add(spans.spanClass[span], elemCount, liveCount, free);
    tailBytes += resident - objects - dead - free;
  }
  if (tailBytes < 0) {
    diagnostics.add(
      'span-account-damaged',
      'Slots reach over the ends of their spans; the ledger of the heap is wrong.',
    );
  }
  return { ...sums, tailBytes, freeSlotBytesByClass, occupancy: occupancy.bySize() };
}

/** Bytes that are not 0; they are 0 or 1. */
function countSet(flags: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < flags.length; index++) count += flags[index];
  return count;
}

/** Places where neither is 0. */
function countBoth(flags: Uint8Array, others: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < flags.length; index++) count += flags[index] & others[index];
  return count;
}
