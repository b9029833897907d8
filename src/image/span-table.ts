import type { Address } from '../base/index.ts';
import type { ManualSpan, SpanBeside } from './spans/span-rows.ts';

/**
 * Every in-use heap span (mspan.state == mSpanInUse) in address order, as parallel columns indexed by span ordinal.
 * Built by `readSpans` (runtime/mheap.go: mheap_.allspans); columns are not written after that.
 */
export interface SpanColumns {
  readonly count: number;
  readonly base: Float64Array;
  readonly pageCount: Uint32Array;
  /** mspan.elemsize in bytes; for a large span the page-rounded size. */
  readonly elemSize: Float64Array;
  readonly elemCount: Uint32Array;
  readonly freeIndex: Uint32Array;
  /** sizeclass << 1 | noscan. */
  readonly spanClass: Uint8Array;
  /** mspan.sweepgen - mheap.sweepgen, as a signed 32-bit difference: 0 swept, -2 needs sweep, -1 sweeping, 1 or 3 cached. */
  readonly sweepDelta: Int8Array;
  /** mspan.allocBits, an address; 0 where absent. */
  readonly allocBits: Float64Array;
  readonly gcMarkBits: Float64Array;
  /** Go 1.22+: the type of the one object of a large span with pointers; 0 elsewhere. */
  readonly largeType: Float64Array;
  /** mspan address itself. */
  readonly address: Float64Array;
}

/** How this Go keeps the pointer bits of small objects, which decides where headers and bitmaps lie in a span. */
export type HeapBitsDesign =
  | 'arena-2bit' // Go 1.18, 1.19: heapArena.bitmap, 4 words a byte
  | 'arena-1bit' // Go 1.20, 1.21: heapArena.bitmap, one bit a word
  | 'span'; // Go 1.22+: at the end of the span up to 512 B objects, malloc header above

export interface SpanTable extends SpanColumns {
  readonly heapBits: HeapBitsDesign;
  /** True where `pointerBits` has an answer for every span with pointers: no type is needed to tell what is a pointer. */
  readonly keepsAllPointerBits: boolean;
  /** Spans that the runtime manages by hand, as far as the evidence has them. */
  readonly manual: readonly ManualSpan[];
  /** In the order of their mspans; those of spans that are left out for damage among them. */
  readonly besides: readonly SpanBeside[];
  /** Addresses of all mspan structs, in order; empty where the evidence has none. */
  readonly structAddresses: Float64Array;
  /** Ordinal of the in-use span that covers the address, or -1. Constant time. */
  find(address: Address): number;
  /** Slot of the address in span `ordinal` (any interior address), or -1 past the last slot. */
  slotOf(ordinal: number, address: Address): number;
  slotAddress(ordinal: number, slot: number): Address;
  /** True for spans of Go 1.25+ whose mark bits are inline in the last 128 bytes (Green Tea). */
  hasInlineMarks(ordinal: number): boolean;
  /**
   * One byte a slot, 1 where the slot holds an object (viewcore's rule: allocBits bit set or slot < freeIndex), when the
   * spans were read or, once a cycle has ended, now; a view of a buffer that the next call overwrites.
   */
  allocated(ordinal: number): Uint8Array;
  /** The same for one slot, and true for one that held an object at either time; touches no buffer. */
  isAllocated(ordinal: number, slot: number): boolean;
  /** True once a mark phase has ended since the spans were read: looks at the target now. What was free may hold objects. */
  hasCycleEnded(): boolean;
  /**
   * Whether the spans are still those that were read, so that an object is as large as they say. Looks at the target now
   * where one is large, else now and then.
   */
  areCurrent(ordinals: readonly number[]): boolean;
  /** One byte a slot, 1 where the last finished mark phase found the slot live; undefined where no bits say so now (already swept). */
  marked(ordinal: number): Uint8Array | undefined;
  /**
   * Pointer bits of a small-object span as one bit a word, bit 0 = first word of slot 0; a view overwritten by the next
   * call. Undefined for noscan spans, spans of objects over 512 B on Go 1.22+ (but for `keepsAllPointerBits`), and where
   * the bits cannot be read.
   * `spanBytes` = the span's bytes where the caller has read them already, which saves a read on Go 1.22+.
   */
  pointerBits(ordinal: number, spanBytes?: Uint8Array): Uint8Array | undefined;
  /**
   * Type address in the malloc header of a slot (Go 1.22+, pointers, 512 B < size <= 32 KiB) or of a large span; 0 where
   * there is none. Never older than the call where the slot's object may have changed since the spans were read; a free
   * slot keeps the header of its last object.
   */
  headerType(ordinal: number, slot: number): Address;
  /** 8 where objects of the span begin 8 bytes into their slot (malloc header), else 0. */
  headerBytes(ordinal: number): number;
}
