import { type Address, type ByteSource, type Diagnostics, isAddress, u64At } from '../../base/index.ts';
import type { DumpRecords, ObjectRuns } from '../../formats/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import { parseGoVersion } from '../runtime/go-version.ts';
import type { HeapBitsDesign, SpanTable } from '../span-table.ts';
import { type DumpedSpanRow, spanRows } from './dumped-span-rows.ts';
import { arenaBytes, inlineMarkBytes, PageTable } from './page-table.ts';
import { orderByAddress } from './span-order.ts';
import type { ManualSpan, SpanBeside } from './span-rows.ts';

/** Objects above this have a malloc header, from Go 1.22 on (runtime/malloc.go: minSizeForMallocHeader, 8 * 64). */
const largestWithBitsInSpan = 512;
const mallocHeaderBytes = 8;
const largestSmall = 32768;
/** Type descriptors lie in the program; those that a dump lists are this near to any other. */
const typeDistance = 2 ** 26;
const headerWindowBytes = 65536;
const newestKnownMinor = 26;

/**
 * The spans of a heap dump, which has none: made anew from its objects, all of which are allocated (the runtime sweeps
 * before it writes). Spans in use without any object are not in it, nor is the type of a large object (mspan.largeType):
 * pointer bits are known of every object instead, whatever its size.
 */
export class DumpedSpans implements SpanTable {
  readonly count: number;
  readonly base: Float64Array;
  readonly pageCount: Uint32Array;
  readonly elemSize: Float64Array;
  readonly elemCount: Uint32Array;
  readonly freeIndex: Uint32Array;
  readonly spanClass: Uint8Array;
  readonly sweepDelta: Int8Array;
  readonly allocBits: Float64Array;
  readonly gcMarkBits: Float64Array;
  readonly largeType: Float64Array;
  readonly address: Float64Array;
  readonly heapBits: HeapBitsDesign;
  readonly keepsAllPointerBits = true;
  readonly manual: readonly ManualSpan[] = [];
  readonly besides: readonly SpanBeside[] = [];
  readonly structAddresses: Float64Array = new Float64Array(0);
  readonly #source: ByteSource;
  /** What is kept of the runs: where their pointer masks are. */
  readonly #masks: Pick<ObjectRuns, 'runAddress' | 'runMask' | 'runMaskBytes' | 'masks'>;
  readonly #pages: PageTable;
  readonly #hasInlineMarks: boolean;
  /** First slot of each span in `#slots`. */
  readonly #firstSlot: Float64Array;
  /** File offset that the slots of each span count from. */
  readonly #contents: Float64Array;
  /** Contents of each slot behind that, plus one; 0 for a free slot. */
  readonly #slots: Uint32Array;
  readonly #run: Int32Array;
  readonly #nextRun: Int32Array;
  #allocated = new Uint8Array(1024);
  #pointerBits = new Uint8Array(1024);
  #window: Uint8Array = new Uint8Array(0);
  #windowStart = 0;

  constructor(runs: ObjectRuns, dump: DumpRecords, source: ByteSource, diagnostics: Diagnostics) {
    const version = parseGoVersion(dump.parameters?.goVersion ?? '');
    const minor = version?.minor ?? newestKnownMinor;
    const experiments = version?.experiments ?? [];
    this.#source = source;
    const { runAddress, runMask, runMaskBytes, masks } = runs;
    this.#masks = { runAddress, runMask, runMaskBytes, masks };
    this.heapBits = minor >= 22 ? 'span' : minor >= 20 ? 'arena-1bit' : 'arena-2bit';
    this.#hasInlineMarks =
      minor >= 26 ? !experiments.includes('nogreenteagc') : experiments.includes('greenteagc');
    const found = spanRows(runs, diagnostics);
    const { pages, order } = ordered(found, diagnostics);
    const rows = order.map((index) => found[index]);
    this.#pages = pages;
    const count = rows.length;
    this.count = count;
    this.base = Float64Array.from(rows, ({ base }) => base);
    this.pageCount = Uint32Array.from(rows, ({ pageCount }) => pageCount);
    this.elemSize = Float64Array.from(rows, ({ size, sizeClass, pageCount }) =>
      sizeClass === 0 ? pageCount * pageBytes : size,
    );
    this.elemCount = new Uint32Array(count);
    this.spanClass = new Uint8Array(count);
    this.sweepDelta = new Int8Array(count);
    this.allocBits = new Float64Array(count);
    this.gcMarkBits = new Float64Array(count);
    this.largeType = new Float64Array(count);
    this.address = new Float64Array(count);
    this.freeIndex = new Uint32Array(count);
    this.#run = Int32Array.from(rows, ({ run }) => run);
    this.#nextRun = Int32Array.from(rows, ({ nextRun }) => nextRun);
    this.#contents = new Float64Array(count);
    this.#firstSlot = new Float64Array(count);
    let slotCount = 0;
    for (let span = 0; span < count; span++) {
      this.#firstSlot[span] = slotCount;
      slotCount += Math.max(1, Math.floor((rows[span].pageCount * pageBytes) / rows[span].size));
    }
    this.#slots = new Uint32Array(slotCount);
    const types = typeRange(dump);
    for (let span = 0; span < count; span++) this.#fillSlots(span, rows[span], runs);
    for (let span = 0; span < count; span++) this.#classify(span, rows[span], types);
  }

  find(address: Address): number {
    return this.#pages.get(address) - 1;
  }

  slotOf(ordinal: number, address: Address): number {
    const slot = Math.floor((address - this.base[ordinal]) / this.elemSize[ordinal]);
    return slot >= 0 && slot < this.elemCount[ordinal] ? slot : -1;
  }

  slotAddress(ordinal: number, slot: number): Address {
    return this.base[ordinal] + slot * this.elemSize[ordinal];
  }

  hasInlineMarks(ordinal: number): boolean {
    const size = this.elemSize[ordinal];
    return this.#hasInlineMarks && size >= 16 && size <= largestWithBitsInSpan;
  }

  /** Where in the file the contents of a slot are; -1 where it is free. */
  contentsOf(ordinal: number, slot: number): number {
    const behind = this.#slots[this.#firstSlot[ordinal] + slot];
    return behind === 0 ? -1 : this.#contents[ordinal] + behind - 1;
  }

  allocated(ordinal: number): Uint8Array {
    const count = this.elemCount[ordinal];
    if (this.#allocated.length < count) this.#allocated = new Uint8Array(count);
    const slots = this.#allocated.subarray(0, count);
    const first = this.#firstSlot[ordinal];
    for (let slot = 0; slot < count; slot++) slots[slot] = this.#slots[first + slot] === 0 ? 0 : 1;
    return slots;
  }

  /** A dump is one moment. */
  hasCycleEnded(): boolean {
    return false;
  }

  areCurrent(): boolean {
    return true;
  }

  isAllocated(ordinal: number, slot: number): boolean {
    return this.#slots[this.#firstSlot[ordinal] + slot] !== 0;
  }

  /** Every span is swept before a dump is written (runtime/heapdump.go, mdump). */
  marked(): undefined {
    return undefined;
  }

  pointerBits(ordinal: number): Uint8Array | undefined {
    if ((this.spanClass[ordinal] & 1) === 1) return undefined;
    const byteCount = (this.pageCount[ordinal] * pageBytes) / 64;
    if (this.#pointerBits.length < byteCount) this.#pointerBits = new Uint8Array(byteCount);
    const bits = this.#pointerBits.subarray(0, byteCount);
    bits.fill(0);
    this.#addMask(this.#run[ordinal], this.base[ordinal], bits);
    if (this.#nextRun[ordinal] >= 0) this.#addMask(this.#nextRun[ordinal], this.base[ordinal], bits);
    return bits;
  }

  headerType(ordinal: number, slot: number): Address {
    if (this.headerBytes(ordinal) === 0) return 0;
    const contents = this.contentsOf(ordinal, slot);
    return contents < 0 ? 0 : this.#wordAt(contents);
  }

  headerBytes(ordinal: number): number {
    const spanClass = this.spanClass[ordinal];
    const small = spanClass >= 2 && (spanClass & 1) === 0;
    const hasHeaders = this.heapBits === 'span' && small && this.elemSize[ordinal] > largestWithBitsInSpan;
    return hasHeaders ? mallocHeaderBytes : 0;
  }

  #fillSlots(span: number, row: DumpedSpanRow, runs: ObjectRuns): void {
    const first = this.#firstSlot[span];
    let { run } = row;
    this.#contents[span] = runs.runContents[run] + runs.contentsBehind[row.firstObject];
    for (let object = row.firstObject; object < row.endObject; object++) {
      while (run + 1 < runs.runCount && runs.runFirst[run + 1] <= object) run++;
      const address = runs.runAddress[run] + runs.addressAbove[object];
      const contents = runs.runContents[run] + runs.contentsBehind[object];
      this.#slots[first + (address - row.base) / row.size] = contents - this.#contents[span] + 1;
    }
  }

  /**
   * Whether a span has pointers shows in its objects: one that has none at all counts as noscan, which no reader can tell
   * from one. Where the runtime keeps bits at the end of the span, it writes them as if they were objects, too (dumpobjs
   * counts slots by the pages): those lie past the last slot.
   */
  #classify(span: number, { size, sizeClass, pageCount }: DumpedSpanRow, types: TypeRange): void {
    const byteCount = pageCount * pageBytes;
    const marks = this.hasInlineMarks(span) ? inlineMarkBytes : 0;
    const hasBits = this.heapBits === 'span' && size <= largestWithBitsInSpan;
    const scanCount = Math.floor((byteCount - marks - (hasBits ? byteCount / 64 : 0)) / size);
    const noscanCount = Math.floor((byteCount - marks) / size);
    // The mask tells of scan spans only.
    this.spanClass[span] = 0;
    const bits = this.pointerBits(span);
    const hasPointers =
      bits !== undefined && hasBit(bits, sizeClass === 0 ? bits.length * 8 : (scanCount * size) / 8);
    const isLarge =
      sizeClass === 0 || (hasPointers && size === largestSmall && !this.#hasHeader(span, bits, types));
    this.elemCount[span] = isLarge ? 1 : hasPointers ? scanCount : noscanCount;
    this.spanClass[span] = (isLarge ? 0 : sizeClass << 1) | (hasPointers ? 0 : 1);
  }

  /** A large object of 32 KiB has the size of the largest class, whose objects with pointers begin with their type. */
  #hasHeader(span: number, bits: Uint8Array, { lowest, highest }: TypeRange): boolean {
    if (this.heapBits !== 'span') return true;
    if ((bits[0] & 1) === 1) return false;
    const contents = this.contentsOf(span, 0);
    const word = contents < 0 ? 0 : this.#wordAt(contents);
    const isNear = word > lowest - typeDistance && word < highest + typeDistance;
    return isAddress(word) && word % 8 === 0 && isNear;
  }

  #addMask(run: number, base: Address, bits: Uint8Array): void {
    const { runMask, runMaskBytes, runAddress, masks } = this.#masks;
    const place = runMask[run];
    if (place < 0) return;
    const start = runAddress[run] - (runAddress[run] % pageBytes);
    const shift = (base - start) / 64;
    const from = Math.max(0, shift);
    const to = Math.min(runMaskBytes[run], shift + bits.length);
    for (let at = from; at < to; at++) bits[at - shift] |= masks[place + at];
  }

  #wordAt(offset: number): number {
    let at = offset - this.#windowStart;
    if (at < 0 || at + 8 > this.#window.length) {
      this.#window = this.#source.read(offset, headerWindowBytes);
      this.#windowStart = offset;
      at = 0;
    }
    return this.#window.length < 8 ? 0 : u64At(this.#window, at);
  }
}

/** The page table of the spans, and their order by address. */
function ordered(
  rows: readonly DumpedSpanRow[],
  diagnostics: Diagnostics,
): { readonly pages: PageTable; readonly order: readonly number[] } {
  const arenas = new Set<number>();
  for (const { base, pageCount } of rows) {
    const last = Math.floor((base + pageCount * pageBytes - 1) / arenaBytes);
    for (let arena = Math.floor(base / arenaBytes); arena <= last; arena++) arenas.add(arena);
  }
  const pages = new PageTable(arenas);
  const places = {
    count: rows.length,
    base: (row: number) => rows[row].base,
    pageCount: (row: number) => rows[row].pageCount,
  };
  return { pages, order: [...orderByAddress(places, pages, diagnostics)] };
}

interface TypeRange {
  readonly lowest: Address;
  readonly highest: Address;
}

function typeRange({ types }: DumpRecords): TypeRange {
  let lowest = Infinity;
  let highest = 0;
  for (const { address } of types) {
    lowest = Math.min(lowest, address);
    highest = Math.max(highest, address);
  }
  return { lowest, highest };
}

function hasBit(bits: Uint8Array, count: number): boolean {
  const whole = count >> 3;
  for (let at = 0; at < whole; at++) if (bits[at] !== 0) return true;
  return (count & 7) !== 0 && (bits[whole] & ((1 << (count & 7)) - 1)) !== 0;
}
