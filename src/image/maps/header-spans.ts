import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';

const pageBytes = 8192;
const windowBytes = 1 << 20;
/** Rows keep a slot number in one byte; a page of the smallest header class has 170 slots. */
const mostSlots = 256;

/** Ordinals of the spans that map headers are allocated from. */
export function headerSpans(spans: SpanTable, slotBytes: number): number[] {
  const found: number[] = [];
  for (let ordinal = 0; ordinal < spans.count; ordinal++) {
    if (spans.elemSize[ordinal] !== slotBytes || (spans.spanClass[ordinal] & 1) === 1) continue;
    if (spans.elemCount[ordinal] <= mostSlots && spans.spanClass[ordinal] >= 2) found.push(ordinal);
  }
  return found;
}

/**
 * Reads the spans in address order, neighbours in one go (reading over holes was measured slower), and shows each with
 * its bytes, which are valid during the visit only. Returns how many could not be read.
 */
export function readSpansInOrder(
  spans: SpanTable,
  memory: Memory,
  ordinals: readonly number[],
  visit: (ordinal: number, bytes: Uint8Array) => void,
): number {
  const window = new Uint8Array(windowBytes);
  const sizeOf = (ordinal: number): number => spans.pageCount[ordinal] * pageBytes;
  let unreadable = 0;
  for (let first = 0; first < ordinals.length; ) {
    const start = spans.base[ordinals[first]];
    let last = first;
    let end = start + sizeOf(ordinals[first]);
    while (last + 1 < ordinals.length) {
      const next = ordinals[last + 1];
      const nextEnd = spans.base[next] + sizeOf(next);
      if (spans.base[next] !== end || nextEnd - start > windowBytes) break;
      last++;
      end = nextEnd;
    }
    const run = end - start <= windowBytes ? memory.read(start, end - start, window) : undefined;
    for (let at = first; at <= last; at++) {
      const ordinal = ordinals[at];
      const offset = spans.base[ordinal] - start;
      // One page that cannot be had fails the whole run: then each span is tried alone.
      const bytes = run
        ? run.subarray(offset, offset + sizeOf(ordinal))
        : memory.read(spans.base[ordinal], sizeOf(ordinal));
      if (bytes) visit(ordinal, bytes);
      else unreadable++;
    }
    first = last + 1;
  }
  return unreadable;
}
