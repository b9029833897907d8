import type { Memory } from '../memory.ts';
import { longestRun, readAheadOf, readRuns, type Run } from '../read-ahead.ts';
import type { SpanTable } from '../span-table.ts';

const pageBytes = 8192;
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

/** Spans [first, last] of a list, side by side in memory. */
interface SpanRun extends Run {
  readonly first: number;
  readonly last: number;
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
  let unreadable = 0;
  let first = 0;
  const next = (): SpanRun | undefined => {
    if (first >= ordinals.length) return undefined;
    const run = neighboursFrom(spans, ordinals, first);
    first = run.last + 1;
    return run;
  };
  const pages = ordinals.reduce((sum, ordinal) => sum + spans.pageCount[ordinal], 0);
  const ahead = readAheadOf(memory, pages * pageBytes);
  readRuns(ahead, next, (run, at) => {
    for (let place = run.first; place <= run.last; place++) {
      const ordinal = ordinals[place];
      const offset = at + spans.base[ordinal] - run.start;
      const byteCount = spans.pageCount[ordinal] * pageBytes;
      // One page that cannot be had fails the whole run: then each span is tried alone.
      const bytes =
        at >= 0
          ? ahead.window.bytes.subarray(offset, offset + byteCount)
          : memory.read(spans.base[ordinal], byteCount);
      if (bytes) visit(ordinal, bytes);
      else unreadable++;
    }
  });
  return unreadable;
}

function neighboursFrom(spans: SpanTable, ordinals: readonly number[], first: number): SpanRun {
  const start = spans.base[ordinals[first]];
  let last = first;
  let end = start + spans.pageCount[ordinals[first]] * pageBytes;
  while (last + 1 < ordinals.length && spans.base[ordinals[last + 1]] === end) {
    const nextEnd = end + spans.pageCount[ordinals[last + 1]] * pageBytes;
    if (nextEnd - start > longestRun) break;
    last++;
    end = nextEnd;
  }
  return { start, end, first, last };
}
