import { type Address, type Diagnostics } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { Memory } from '../memory.ts';
import type { HeapPlace } from './heap-place.ts';
import { HeapSpans } from './heap-spans.ts';
import { arenaBytes, PageTable } from './page-table.ts';
import { SpanDecoder } from './span-decoder.ts';
import { readSpanPointers } from './span-pointers.ts';
import { noteDamage, orderByAddress } from './span-order.ts';
import { type ManualSpan, SpanRows } from './span-rows.ts';
import { SweepClock } from './sweep-clock.ts';

/** mspans come from 16 KiB chunks of a fixalloc, so sorted pointers lie close together. */
const windowBytes = 2 ** 20;
const gapBytes = 4096;
/** Arenas beyond what the mapped memory can hold: spans that the heap got while the table was read. */
const spareArenas = 1024;

/**
 * Reads every span of the heap. On a live process the result can be older than what is read with it: call again when a
 * pointer leads to no span.
 */
export function readSpans(runtime: HeapPlace, memory: Memory, diagnostics: Diagnostics): HeapSpans {
  const { layouts, mheapAddress } = runtime;
  const clock = new SweepClock(runtime, memory);
  const slice = mheapAddress + layouts.offset('runtime.mheap', 'allspans');
  const pointers = readSpanPointers(memory, slice, diagnostics);
  const rows = new SpanRows(pointers.length);
  decodeAll(pointers, new SpanDecoder(layouts), clock.sweepgen, memory, rows, diagnostics);
  const pages = new PageTable(coveredArenas(rows, memory));
  const order = orderByAddress(rows, pages, diagnostics);
  const manual: ManualSpan[] = [];
  for (const span of rows.manual) {
    if (pages.get(span.base) !== 0 || !pages.holds(span.base, span.pageCount)) continue;
    pages.fill(span.base, span.pageCount, -1);
    manual.push(span);
  }
  const others = { manual, besides: rows.besides, structAddresses: pointers };
  return new HeapSpans(rows.pick(order), pages, runtime, memory, clock, others);
}

function decodeAll(
  pointers: Float64Array,
  decoder: SpanDecoder,
  sweepgen: number,
  memory: Memory,
  rows: SpanRows,
  diagnostics: Diagnostics,
): void {
  const buffer = new Uint8Array(windowBytes);
  const view = new DataView(buffer.buffer);
  const decode = (first: number, last: number): boolean => {
    const start = pointers[first];
    if (!memory.read(start, pointers[last] - start + decoder.size, buffer)) return false;
    for (let index = first; index <= last; index++) {
      const state = decoder.decode(view, pointers[index] - start, pointers[index], sweepgen, rows);
      if (state === 'damaged') noteDamage(diagnostics);
    }
    return true;
  };
  for (let first = 0; first < pointers.length; ) {
    let last = first;
    while (
      last + 1 < pointers.length &&
      pointers[last + 1] - pointers[last] <= decoder.size + gapBytes &&
      pointers[last + 1] + decoder.size - pointers[first] <= windowBytes
    ) {
      last++;
    }
    if (!decode(first, last)) {
      for (let index = first; index <= last; index++) {
        // What the runtime lists is there: where it cannot be read, it was mapped since the mappings were read.
        if (!decode(index, index) && !(memory.letRun?.() && decode(index, index)))
          diagnostics.add('span-unreadable', 'A span of the heap cannot be read; its objects are missing.');
      }
    }
    first = last + 1;
  }
}

/** Numbers of the arenas that spans touch; as many as the target's memory can hold, so that damage costs no memory. */
function coveredArenas(rows: SpanRows, memory: Memory): Set<number> {
  let mappedBytes = 0;
  for (const region of memory.regions) if (region.writable) mappedBytes += region.end - region.start;
  const most = spareArenas + Math.ceil((2 * mappedBytes) / arenaBytes);
  const arenas = new Set<number>();
  const add = (base: Address, pageCount: number, isWide: boolean): void => {
    const first = Math.floor(base / arenaBytes);
    const last = Math.floor((base + pageCount * pageBytes - 1) / arenaBytes);
    if (last - first > 1 !== isWide || last - first >= most - arenas.size) return;
    for (let arena = first; arena <= last; arena++) arenas.add(arena);
  };
  // Wide ones last: one false length must not use up the room of the many.
  for (const isWide of [false, true]) {
    for (let row = 0; row < rows.count; row++) add(rows.base(row), rows.pageCount(row), isWide);
    for (const { base, pageCount } of rows.manual) add(base, pageCount, isWide);
  }
  return arenas;
}
