import type { Address } from '../base/index.ts';
import type { Goroutine, Memory, Runtime, SpanTable } from '../image/index.ts';
import { CopiedMemory, type CopyRange } from './copied-memory.ts';
import type { CopyRoom } from './copy-room.ts';

const heapPageBytes = 8192;
/** The runtime's own tables lie in mappings of this size at most; what is larger is C's or the program's. */
const largestTableBytes = 64 * 2 ** 20;

/** Everything that a look at every object reads and that a running process changes. */
export interface HeapPlaces {
  readonly runtime: Runtime;
  readonly spans: SpanTable;
  readonly goroutines: readonly Goroutine[];
  readonly memory: Memory;
  /** Objects without pointers too. */
  readonly leaves: boolean;
  readonly room: CopyRoom | undefined;
}

/**
 * Copies spans, stacks, package variables and the runtime's tables. Without `leaves`, objects without pointers are left out:
 * once maps are counted, only the text of keys is read from them.
 */
export function copyHeap({ runtime, spans, goroutines, memory, leaves, room }: HeapPlaces): CopiedMemory {
  const ranges = [
    ...spanRanges(spans, leaves),
    ...goroutines.map(({ sp, stackLow, stackHigh }) => ({ start: Math.max(sp, stackLow), end: stackHigh })),
    ...runtime.modules.flatMap(({ data, edata, bss, ebss }) => [
      { start: data, end: edata },
      { start: bss, end: ebss },
    ]),
    ...tableRanges(spans, memory),
  ];
  return CopiedMemory.of(memory, ranges, room);
}

function* spanRanges(spans: SpanTable, leaves: boolean): Generator<CopyRange> {
  for (let span = 0; span < spans.count; span++) {
    const start = spans.base[span];
    if (leaves || (spans.spanClass[span] & 1) === 0)
      yield { start, end: start + spans.pageCount[span] * heapPageBytes };
  }
}

/** Anonymous memory outside the heap: mspans, bits, specials, itabs. */
function tableRanges(spans: SpanTable, memory: Memory): CopyRange[] {
  const last = spans.count - 1;
  const heapStart = last < 0 ? 0 : spans.base[0];
  const heapEnd: Address = last < 0 ? 0 : spans.base[last] + spans.pageCount[last] * heapPageBytes;
  return memory.regions.filter(
    ({ start, end, writable, path }) =>
      writable &&
      !path.startsWith('/') &&
      end - start <= largestTableBytes &&
      (end <= heapStart || start >= heapEnd),
  );
}
