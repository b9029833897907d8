import type { ObjectIndex } from '../holders/object-index.ts';
import type { SpanTable } from '../span-table.ts';

/** One bit an id, set where the slot holds an object: a free slot keeps the words, and the header, of its last life. */
export function readAllocatedBits(spans: SpanTable, index: ObjectIndex): Int32Array {
  const bits = new Int32Array((index.lastId >>> 5) + 1);
  for (let span = 0; span < spans.count; span++) {
    const slots = spans.allocated(span);
    let id = index.firstId[span];
    for (let slot = 0; slot < slots.length; slot++, id++) bits[id >>> 5] |= slots[slot] << (id & 31);
  }
  return bits;
}

/** Whether the bit of an id is set. */
export function hasBit(bits: Int32Array, id: number): boolean {
  return ((bits[id >>> 5] >>> (id & 31)) & 1) === 1;
}
