import type { Address } from '../base/index.ts';
import type { AddressSpace, Goroutine, Memory, Residency, Runtime, SpanTable } from '../image/index.ts';
import { CopiedMemory, type CopyRange } from './copied-memory.ts';
import type { CopyRoom } from './copy-room.ts';

const heapPageBytes = 8192;
/** What is looked at for pages that are there, before it is copied. */
const blockBytes = 2 ** 16;
/** The runtime's own tables lie in mappings of this size at most; what is larger is C's or the program's. */
const largestTableBytes = 64 * 2 ** 20;
/** The heap grows by arenas (runtime/malloc.go, heapArenaBytes on 64-bit systems). */
const arenaBytes = 64 * 2 ** 20;

/** Everything that a look at every object reads and that a running process changes. */
export interface HeapPlaces {
  readonly runtime: Runtime;
  readonly spans: SpanTable;
  readonly goroutines: readonly Goroutine[];
  readonly memory: Memory;
  /** Objects without pointers too. */
  readonly leaves: boolean;
  readonly room: CopyRoom | undefined;
  /** Which pages are there, where nothing is in swap. */
  readonly pages: Residency | undefined;
}

/**
 * Copies spans, stacks, package variables and the runtime's tables. Without `leaves`, objects without pointers are left out:
 * once maps are counted, only the text of keys is read from them.
 */
export function copyHeap(places: HeapPlaces): CopiedMemory {
  const { runtime, spans, goroutines, memory, leaves, room, pages } = places;
  const tables = tableRanges(spans, memory);
  const ranges = [
    ...spanRanges(spans, leaves),
    ...goroutines.map(({ sp, stackLow, stackHigh }) => ({ start: Math.max(sp, stackLow), end: stackHigh })),
    ...variableRanges(runtime),
    // Little of them is ever touched.
    ...(pages ? tables.flatMap((table) => [...blocks(table, pages)]) : tables),
  ];
  return CopiedMemory.of(memory, ranges, room);
}

/** What is known before the spans are read. */
export interface ResidentPlaces extends Pick<HeapPlaces, 'runtime' | 'memory' | 'room'> {
  readonly addressSpace: AddressSpace;
  /** Bounds of the heap as it was a moment before. */
  readonly heap: { readonly start: Address; readonly end: Address };
}

/**
 * Copies everything that may be Go's and is there, without asking what it is: of a heap of very many spans that takes less
 * than to read their table first.
 */
export function copyResident({ runtime, memory, room, addressSpace, heap }: ResidentPlaces): CopiedMemory {
  const variables = variableRanges(runtime);
  const mayBeGo = memory.regions.filter(
    ({ start, end, writable, path }) =>
      writable &&
      !path.startsWith('/') &&
      (end - start <= largestTableBytes || (start < heap.end + arenaBytes && end > heap.start)) &&
      variables.every((range) => range.end <= start || range.start >= end),
  );
  const ranges = mayBeGo.flatMap((region) => [...blocks(region, addressSpace.pages)]);
  return CopiedMemory.of(memory, [...variables, ...ranges], room);
}

function* blocks({ start, end }: CopyRange, pages: Residency): Generator<CopyRange> {
  let from = start;
  let wasAbsent = false;
  for (let at = start, next = start; at < end; at = next) {
    next = Math.min(end, (Math.floor(at / blockBytes) + 1) * blockBytes);
    const isAbsent = pages.bytesIn(at, next) === 0;
    if (isAbsent !== wasAbsent && at > from) {
      yield { start: from, end: at, isAbsent: wasAbsent };
      from = at;
    }
    wasAbsent = isAbsent;
  }
  yield { start: from, end, isAbsent: wasAbsent };
}

function variableRanges({ modules }: Runtime): CopyRange[] {
  return modules.flatMap(({ data, edata, bss, ebss }) => [
    { start: data, end: edata },
    { start: bss, end: ebss },
  ]);
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
