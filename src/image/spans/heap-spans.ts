import { type Address, u64At } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Layouts } from '../runtime.ts';
import type { HeapBitsDesign, SpanColumns, SpanTable } from '../span-table.ts';
import { ArenaBits } from './arena-bits.ts';
import type { HeapPlace } from './heap-place.ts';
import { inlineMarkBytes, type PageTable } from './page-table.ts';
import type { ManualSpan, SpanBeside } from './span-rows.ts';
import { type Allocation, SpanDecoder } from './span-decoder.ts';
import type { SweepClock } from './sweep-clock.ts';

/** Objects above this have a malloc header, from Go 1.22 on (runtime/malloc.go: minSizeForMallocHeader, 8 * 64). */
const largestWithBitsInSpan = 512;
const mallocHeaderBytes = 8;
/** gcBits come from 64 KiB arenas in the order of sweeping: a megabyte of windows covers the neighbours of a scan. */
const bitsWindowCount = 128;
/** Allocation bits are read again where a sweep exchanged them meanwhile. */
const bitsLooks = 4;

export class HeapSpans implements SpanTable {
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
  readonly keepsAllPointerBits: boolean;
  readonly #pages: PageTable;
  readonly #memory: Memory;
  readonly #reader: Reader;
  readonly #arenaBits: ArenaBits;
  readonly #clock: SweepClock;
  /** No cycle ended while the spans were read. */
  readonly #isOneCycle: boolean;
  /** Offset of the marks in the 128 bytes at the end of a Green Tea span; -1 where this Go has none. */
  readonly #inlineMarks: number;
  #allocated = new Uint8Array(1024);
  #marked = new Uint8Array(1024);
  #pointerBits = new Uint8Array(1024);
  readonly #header = new Uint8Array(mallocHeaderBytes);
  readonly #inlineBits = new Uint8Array(inlineMarkBytes);
  readonly #decoder: SpanDecoder;
  readonly #mspan: Uint8Array;

  /** Spans of stacks and of the collector's work buffers; none begins inside another span. */
  readonly manual: readonly ManualSpan[];
  readonly besides: readonly SpanBeside[];
  /** Addresses of all mspan structs, in order: those of freed spans too. */
  readonly structAddresses: Float64Array;

  constructor(
    columns: SpanColumns,
    pages: PageTable,
    place: HeapPlace,
    memory: Memory,
    clock: SweepClock,
    others: Pick<SpanTable, 'manual' | 'besides' | 'structAddresses'>,
  ) {
    this.manual = others.manual;
    this.besides = others.besides;
    this.structAddresses = others.structAddresses;
    this.count = columns.count;
    this.base = columns.base;
    this.pageCount = columns.pageCount;
    this.elemSize = columns.elemSize;
    this.elemCount = columns.elemCount;
    this.freeIndex = columns.freeIndex;
    this.spanClass = columns.spanClass;
    this.sweepDelta = columns.sweepDelta;
    this.allocBits = columns.allocBits;
    this.gcMarkBits = columns.gcMarkBits;
    this.largeType = columns.largeType;
    this.address = columns.address;
    this.#pages = pages;
    this.#memory = memory;
    this.#clock = clock;
    this.#isOneCycle = !clock.hasMoved();
    this.#reader = new Reader(memory, bitsWindowCount);
    this.heapBits = heapBitsDesign(place.layouts);
    this.keepsAllPointerBits = this.heapBits !== 'span';
    this.#arenaBits = new ArenaBits(place, this.#reader);
    this.#decoder = new SpanDecoder(place.layouts);
    this.#mspan = new Uint8Array(this.#decoder.size);
    this.#inlineMarks = place.layouts.find('runtime.spanInlineMarkBits', 'marks');
  }

  find(address: Address): number {
    const value = this.#pages.get(address);
    return value > 0 ? value - 1 : -1;
  }

  /** True where the address lies in a span of stacks or other memory that the runtime manages by hand. */
  isStackSpan(address: Address): boolean {
    return this.#pages.get(address) < 0;
  }

  slotOf(ordinal: number, address: Address): number {
    const slot = Math.floor((address - this.base[ordinal]) / this.elemSize[ordinal]);
    return slot >= 0 && slot < this.elemCount[ordinal] ? slot : -1;
  }

  slotAddress(ordinal: number, slot: number): Address {
    return this.base[ordinal] + slot * this.elemSize[ordinal];
  }

  /** runtime/mgcmark_greenteagc.go: gcUsesSpanInlineMarkBits; such spans are one page. */
  hasInlineMarks(ordinal: number): boolean {
    const size = this.elemSize[ordinal];
    return this.#inlineMarks >= 0 && size >= 16 && size <= largestWithBitsInSpan;
  }

  allocated(ordinal: number): Uint8Array {
    const count = this.elemCount[ordinal];
    if (this.#allocated.length < count) this.#allocated = new Uint8Array(count);
    const slots = this.#allocated.subarray(0, count);
    const now = this.#clock.hasMovedLately() ? this.#allocationNow(ordinal) : undefined;
    const freeIndex = now ? now.freeIndex : this.freeIndex[ordinal];
    slots.fill(1, 0, freeIndex);
    if (freeIndex >= count) return slots;
    const bits = now ? now.bits : this.#bits(this.allocBits[ordinal], count);
    for (let slot = freeIndex; slot < count; slot++) {
      slots[slot] = bits ? (bits[slot >> 3] >> (slot & 7)) & 1 : 0;
    }
    return slots;
  }

  isAllocated(ordinal: number, slot: number): boolean {
    if (this.#wasAllocated(ordinal, slot)) return true;
    if (!this.#clock.hasMovedLately()) return false;
    const { freeIndex, bits } = this.#allocationNow(ordinal);
    return slot < freeIndex || isSet(bits, slot);
  }

  hasCycleEnded(): boolean {
    return this.#clock.hasMoved();
  }

  areCurrent(ordinals: readonly number[]): boolean {
    const isLarge = ordinals.some((ordinal) => this.spanClass[ordinal] < 2);
    const hasMoved = isLarge ? this.#clock.hasMoved() : this.#clock.hasMovedLately();
    return ordinals.every(
      (ordinal) => (!hasMoved && this.#isSwept(ordinal)) || this.#presentAllocation(ordinal) !== undefined,
    );
  }

  /**
   * Mark bits stand between the end of marking, which adds 2 to mheap.sweepgen, and the sweep of the span, which makes
   * them its allocBits (runtime/mgcsweep.go). While a cycle marks, every span is swept (gcStart finishes the sweep
   * first), so unfinished bits are never shown. Delta -2 is unswept, 1 unswept in an mcache; at -1 a sweeper is just
   * exchanging the bits. Once a later cycle has ended the bits belong to others.
   */
  marked(ordinal: number): Uint8Array | undefined {
    const delta = this.sweepDelta[ordinal];
    // A span met with delta 1 after a cycle ended unseen is one that is being swept.
    if (delta !== -2 && !(delta === 1 && this.#isOneCycle)) return undefined;
    if (this.#clock.hasMovedLately()) return undefined;
    const inline = this.hasInlineMarks(ordinal);
    // The sweeper adds the inline marks to gcmarkBits and then clears them: read in this order, and fresh, none is lost.
    if (inline && !this.#readInlineBits(ordinal)) return undefined;
    const count = this.elemCount[ordinal];
    const address = this.gcMarkBits[ordinal];
    const bits = inline ? this.#memory.read(address, (count + 7) >> 3) : this.#bits(address, count);
    if (!bits) return undefined;
    if (this.#marked.length < count) this.#marked = new Uint8Array(count);
    const slots = this.#marked.subarray(0, count);
    for (let slot = 0; slot < count; slot++) {
      const byte = bits[slot >> 3] | (inline ? this.#inlineBits[slot >> 3] : 0);
      slots[slot] = (byte >> (slot & 7)) & 1;
    }
    return slots;
  }

  pointerBits(ordinal: number, spanBytes?: Uint8Array): Uint8Array | undefined {
    const isNoscan = (this.spanClass[ordinal] & 1) === 1;
    if (isNoscan) return undefined;
    const byteCount = this.pageCount[ordinal] * pageBytes;
    const bitBytes = byteCount / 64;
    if (this.heapBits === 'span' && this.elemSize[ordinal] > largestWithBitsInSpan) return undefined;
    if (this.#pointerBits.length < bitBytes) this.#pointerBits = new Uint8Array(bitBytes);
    const bits = this.#pointerBits.subarray(0, bitBytes);
    if (this.heapBits !== 'span') {
      const { base, elemSize, elemCount } = this;
      const whole = this.#arenaBits.read(
        this.heapBits,
        base[ordinal],
        elemSize[ordinal],
        elemCount[ordinal],
        bits,
      );
      return whole ? bits : undefined;
    }
    const offset = byteCount - bitBytes - (this.hasInlineMarks(ordinal) ? inlineMarkBytes : 0);
    if (spanBytes && spanBytes.length >= offset + bitBytes) {
      bits.set(spanBytes.subarray(offset, offset + bitBytes));
      return bits;
    }
    return this.#memory.read(this.base[ordinal] + offset, bitBytes, bits);
  }

  headerType(ordinal: number, slot: number): Address {
    // A large span without pointers can carry the largeType of its last life (seen on Go 1.22.12).
    if (this.spanClass[ordinal] < 2) return this.spanClass[ordinal] & 1 ? 0 : this.largeType[ordinal];
    if (this.headerBytes(ordinal) === 0) return 0;
    const address = this.slotAddress(ordinal, slot);
    if (!this.#mayBeReused(ordinal, slot)) return Math.max(0, this.#reader.u64(address));
    const bytes = this.#memory.read(address, mallocHeaderBytes, this.#header);
    return bytes ? u64At(bytes, 0) : 0;
  }

  headerBytes(ordinal: number): number {
    const spanClass = this.spanClass[ordinal];
    const small = spanClass >= 2 && (spanClass & 1) === 0;
    const hasHeaders = this.heapBits === 'span' && small && this.elemSize[ordinal] > largestWithBitsInSpan;
    return hasHeaders ? mallocHeaderBytes : 0;
  }

  /**
   * Whether the slot can have been given to another object since the spans were read: one that was free, that a sweep can
   * have freed, or any slot once a cycle has ended. A remembered window can show such a slot as it was before.
   */
  #mayBeReused(ordinal: number, slot: number): boolean {
    if (!this.#isSwept(ordinal) || this.#clock.hasMovedLately()) return true;
    return !this.#wasAllocated(ordinal, slot);
  }

  /** The sweep of its cycle is over: none of its objects is freed, nor the span, before another cycle has ended. */
  #isSwept(ordinal: number): boolean {
    const delta = this.sweepDelta[ordinal];
    return delta === 0 || delta === 3;
  }

  #wasAllocated(ordinal: number, slot: number): boolean {
    if (slot < this.freeIndex[ordinal]) return true;
    return isSet(this.#bits(this.allocBits[ordinal], slot + 1), slot);
  }

  /** What the mspan says now; undefined where it is another span, 'unreadable' where it cannot be had. */
  #presentAllocation(ordinal: number): Allocation | 'unreadable' | undefined {
    const bytes = this.#memory.read(this.address[ordinal], this.#decoder.size, this.#mspan);
    if (!bytes) return 'unreadable';
    const window = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.#decoder.allocation(window, 0, {
      base: this.base[ordinal],
      pageCount: this.pageCount[ordinal],
      elemSize: this.elemSize[ordinal],
      elemCount: this.elemCount[ordinal],
      spanClass: this.spanClass[ordinal],
    });
  }

  /**
   * From the mspan as it is now; nothing is allocated in a span that is gone. The bits that it had when the spans were read
   * are given to other spans, and cleared, from the second cycle after that on (runtime/mheap.go nextMarkBitArenaEpoch).
   */
  #allocationNow(ordinal: number): { readonly freeIndex: number; readonly bits: Uint8Array | undefined } {
    const byteCount = (this.elemCount[ordinal] + 7) >> 3;
    for (let look = 1; ; look++) {
      const now = this.#presentAllocation(ordinal);
      if (now === undefined) return { freeIndex: 0, bits: undefined };
      if (now === 'unreadable') {
        const bits = this.#bits(this.allocBits[ordinal], this.elemCount[ordinal]);
        return { freeIndex: this.freeIndex[ordinal], bits };
      }
      if (now.freeIndex >= this.elemCount[ordinal]) return { freeIndex: now.freeIndex, bits: undefined };
      const bits = this.#memory.read(now.allocBits, byteCount);
      const after = this.#presentAllocation(ordinal);
      const isSame = typeof after === 'object' && after.allocBits === now.allocBits;
      if (isSame || look === bitsLooks) return { freeIndex: now.freeIndex, bits };
    }
  }

  #bits(address: Address, slotCount: number): Uint8Array | undefined {
    return address === 0 ? undefined : this.#reader.view(address, (slotCount + 7) >> 3);
  }

  #readInlineBits(ordinal: number): boolean {
    const end = this.base[ordinal] + this.pageCount[ordinal] * pageBytes;
    const length = inlineMarkBytes - this.#inlineMarks;
    return this.#memory.read(end - length, length, this.#inlineBits) !== undefined;
  }
}

function isSet(bits: Uint8Array | undefined, slot: number): boolean {
  return bits !== undefined && ((bits[slot >> 3] >> (slot & 7)) & 1) === 1;
}

function heapBitsDesign(layouts: Layouts): HeapBitsDesign {
  if (layouts.find('runtime.heapArena', 'bitmap') < 0) return 'span';
  return layouts.find('runtime.heapArena', 'noMorePtrs') >= 0 ? 'arena-1bit' : 'arena-2bit';
}
