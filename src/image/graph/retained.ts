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
  /** Roots and pointers of reached objects to spans newer than the table: what they lead to is in none of these. */
  readonly strayPointers: number;
}

/**
 * Adds up all slots. `vertexOf` gives the vertex that an object's bytes count for, 0 where nothing reaches it; where
 * there are `units`, the slot's are added to that vertex's.
 */
export function addUp(
  spans: SpanTable,
  index: ObjectIndex,
  allocated: Int32Array,
  vertexOf: (id: number) => number,
  units?: Uint32Array | Float64Array,
): Omit<HeapTotals, 'strayPointers'> {
  const objects = [0, 0, 0];
  const bytes = [0, 0, 0];
  for (let span = 0; span < spans.count; span++) {
    const size = spans.elemSize[span];
    const own = size / 8;
    const end = index.firstId[span] + spans.elemCount[span];
    let reachable = 0;
    let garbage = 0;
    let newer = 0;
    for (let id = index.firstId[span]; id < end; id++) {
      const vertex = vertexOf(id);
      if (vertex !== 0 && units) units[vertex] += own;
      if (hasBit(allocated, id)) {
        if (vertex !== 0) reachable++;
        else garbage++;
      } else if (vertex !== 0) newer++;
    }
    for (const [what, count] of [reachable, garbage, newer].entries()) {
      objects[what] += count;
      bytes[what] += count * size;
    }
  }
  const amount = (what: number): Amount => ({ objects: objects[what], bytes: bytes[what] });
  return { reachable: amount(0), garbage: amount(1), newer: amount(2) };
}

/** A column for the bytes of each vertex in units of 8, which fit 32 bits up to heaps of 32 GiB. */
export function unitColumn(spans: SpanTable, vertexCount: number): Uint32Array | Float64Array {
  let heapUnits = 0;
  for (let span = 0; span < spans.count; span++)
    heapUnits += (spans.elemCount[span] * spans.elemSize[span]) / 8;
  return heapUnits < 2 ** 32 ? new Uint32Array(vertexCount + 1) : new Float64Array(vertexCount + 1);
}

/** Adds to each vertex what its children in the dominator tree retain: its own bytes become its retained bytes. */
export function retainChildren(units: Uint32Array | Float64Array, dominator: Uint32Array): void {
  for (let vertex = units.length - 1; vertex >= 2; vertex--) units[dominator[vertex]] += units[vertex];
}
