import type { ObjectIndex } from '../holders/object-index.ts';
import type { SpanTable } from '../span-table.ts';
import { hasBit } from './allocated-bits.ts';

/** Objects and the bytes of their slots. */
export interface Amount {
  readonly objects: number;
  readonly bytes: number;
}

/** What the heap consists of, slot by slot. */
export interface HeapTotals {
  readonly reachable: Amount;
  /** Objects that nothing reaches: the next cycle frees them, or a sweep that is under way. */
  readonly garbage: Amount;
  /** Slots that something reaches and that were free when the spans were read: of a process that runs, objects made since. */
  readonly newer: Amount;
}

/** Adds up all slots; `isReached` is asked in rising order of ids within a span. */
export function addUp(
  spans: SpanTable,
  index: ObjectIndex,
  allocated: Int32Array,
  isReached: (id: number) => boolean,
): HeapTotals {
  const objects = [0, 0, 0];
  const bytes = [0, 0, 0];
  const counts = [0, 0, 0];
  for (let span = 0; span < spans.count; span++) {
    counts.fill(0);
    const end = index.firstId[span] + spans.elemCount[span];
    for (let id = index.firstId[span]; id < end; id++) {
      if (hasBit(allocated, id)) counts[isReached(id) ? 0 : 1]++;
      else if (isReached(id)) counts[2]++;
    }
    for (let what = 0; what < 3; what++) {
      objects[what] += counts[what];
      bytes[what] += counts[what] * spans.elemSize[span];
    }
  }
  const amount = (what: number): Amount => ({ objects: objects[what], bytes: bytes[what] });
  return { reachable: amount(0), garbage: amount(1), newer: amount(2) };
}

/**
 * Retained bytes by vertex, in units of 8 bytes: its own slot, the leaves that it dominates, and what its children in
 * the dominator tree retain. Doubles where the heap has more than 32 GiB.
 */
export function retainedUnits(
  spans: SpanTable,
  index: ObjectIndex,
  vertexOf: (id: number) => number,
  dominator: Uint32Array,
  vertexCount: number,
): Uint32Array | Float64Array {
  let heapBytes = 0;
  for (let span = 0; span < spans.count; span++) heapBytes += spans.elemCount[span] * spans.elemSize[span];
  const units =
    heapBytes / 8 < 2 ** 32 ? new Uint32Array(vertexCount + 1) : new Float64Array(vertexCount + 1);
  for (let span = 0; span < spans.count; span++) {
    const own = spans.elemSize[span] / 8;
    const end = index.firstId[span] + spans.elemCount[span];
    for (let id = index.firstId[span]; id < end; id++) {
      const vertex = vertexOf(id);
      if (vertex !== 0) units[vertex] += own;
    }
  }
  for (let vertex = vertexCount; vertex >= 2; vertex--) units[dominator[vertex]] += units[vertex];
  return units;
}
