import type { Address } from '../../base/index.ts';
import { pageBytes, sizeClasses } from '../../gomem/index.ts';
import type { Layouts } from '../runtime.ts';
import { inlineMarkBytes } from './page-table.ts';
import { type ManualSpan, maxElemCount, type SpanRows } from './span-rows.ts';

/** What one mspan is: mSpanDead, mSpanInUse, mSpanManual (runtime/mheap.go), or nothing that Go could have written. */
export type SpanState = 'dead' | 'in-use' | 'manual' | 'damaged';

/** What a span in use is made of. */
export interface SpanShape {
  readonly base: Address;
  readonly pageCount: number;
  readonly elemSize: number;
  readonly elemCount: number;
  readonly spanClass: number;
}

/** Slots below `freeIndex` are allocated, the others where their bit is set. */
export interface Allocation {
  readonly freeIndex: number;
  readonly allocBits: Address;
}

const maxPages = 2 ** 48 / pageBytes;
const userArenaPages = 2 ** 26 / pageBytes;

/** Offsets of the fields of runtime.mspan in this Go. */
export class SpanDecoder {
  readonly size: number;
  readonly #startAddr: number;
  readonly #npages: number;
  readonly #freeindex: number;
  readonly #nelems: number;
  /** uintptr until Go 1.21, uint16 since. */
  readonly #wideCounts: boolean;
  readonly #allocBits: number;
  readonly #gcmarkBits: number;
  readonly #sweepgen: number;
  readonly #spanclass: number;
  readonly #state: number;
  readonly #elemsize: number;
  readonly #largeType: number;
  readonly #userArena: number;
  readonly #specials: number;
  readonly #pinnerBits: number;

  constructor(layouts: Layouts) {
    const at = (field: string): number => layouts.offset('runtime.mspan', field);
    this.size = layouts.struct('runtime.mspan')?.size ?? 0;
    this.#startAddr = at('startAddr');
    this.#npages = at('npages');
    this.#freeindex = at('freeindex');
    this.#nelems = at('nelems');
    this.#wideCounts = this.#nelems - this.#freeindex === 8;
    this.#allocBits = at('allocBits');
    this.#gcmarkBits = at('gcmarkBits');
    this.#sweepgen = at('sweepgen');
    this.#spanclass = at('spanclass');
    this.#state = at('state');
    this.#elemsize = at('elemsize');
    this.#largeType = layouts.find('runtime.mspan', 'largeType');
    this.#userArena = layouts.find('runtime.mspan', 'isUserArenaChunk');
    this.#specials = layouts.find('runtime.mspan', 'specials');
    this.#pinnerBits = layouts.find('runtime.mspan', 'pinnerBits');
  }

  /** Adds the mspan at `offset` of the window to `rows` where it is in use (or its place, where it holds stacks). */
  decode(window: DataView, offset: number, address: Address, sweepgen: number, rows: SpanRows): SpanState {
    const state = window.getUint8(offset + this.#state);
    if (state === 0) return 'dead';
    const base = word(window, offset + this.#startAddr);
    const pageCount = word(window, offset + this.#npages);
    if (state > 2 || !isPageRange(base, pageCount)) return 'damaged';
    if (state === 2) {
      rows.manual.push({ base, pageCount, elemSize: word(window, offset + this.#elemsize), address });
      return 'manual';
    }
    const spanClass = window.getUint8(offset + this.#spanclass);
    const elemSize = word(window, offset + this.#elemsize);
    const elemCount = this.#count(window, offset + this.#nelems);
    const freeIndex = this.#count(window, offset + this.#freeindex);
    const arenaChunk = this.#userArena >= 0 && window.getUint8(offset + this.#userArena) === 1;
    if (!isSlotDesign(spanClass, elemSize, elemCount, pageCount, arenaChunk)) return 'damaged';
    if (freeIndex > elemCount) return 'damaged';
    const delta = (window.getUint32(offset + this.#sweepgen, true) - sweepgen) | 0;
    rows.add({
      base,
      pageCount,
      elemSize,
      elemCount,
      freeIndex,
      spanClass,
      sweepDelta: Math.max(-128, Math.min(127, delta)),
      allocBits: word(window, offset + this.#allocBits),
      gcMarkBits: word(window, offset + this.#gcmarkBits),
      largeType: spanClass < 2 && this.#largeType >= 0 ? word(window, offset + this.#largeType) : 0,
      address,
    });
    const specials = this.#specials < 0 ? 0 : word(window, offset + this.#specials);
    const pinnerBits = this.#pinnerBits < 0 ? 0 : word(window, offset + this.#pinnerBits);
    if (specials !== 0 || pinnerBits !== 0) rows.besides.push({ base, specials, pinnerBits });
    return 'in-use';
  }

  /** True where the mspan at `offset` still is that span of stacks or work buffers. */
  isManual(window: DataView, offset: number, span: ManualSpan): boolean {
    return (
      window.getUint8(offset + this.#state) === 2 &&
      word(window, offset + this.#startAddr) === span.base &&
      word(window, offset + this.#npages) === span.pageCount &&
      word(window, offset + this.#elemsize) === span.elemSize
    );
  }

  /** Which slots are allocated by the mspan at `offset`; undefined where that is not (any more) the span in use `shape`. */
  allocation(window: DataView, offset: number, shape: SpanShape): Allocation | undefined {
    const isSame =
      window.getUint8(offset + this.#state) === 1 &&
      word(window, offset + this.#startAddr) === shape.base &&
      word(window, offset + this.#npages) === shape.pageCount &&
      word(window, offset + this.#elemsize) === shape.elemSize &&
      this.#count(window, offset + this.#nelems) === shape.elemCount &&
      window.getUint8(offset + this.#spanclass) === shape.spanClass;
    const freeIndex = this.#count(window, offset + this.#freeindex);
    if (!isSame || freeIndex > shape.elemCount) return undefined;
    return { freeIndex, allocBits: word(window, offset + this.#allocBits) };
  }

  #count(window: DataView, offset: number): number {
    return this.#wideCounts ? word(window, offset) : window.getUint16(offset, true);
  }
}

function word(window: DataView, offset: number): number {
  return window.getUint32(offset, true) + window.getUint32(offset + 4, true) * 2 ** 32;
}

function isPageRange(base: Address, pageCount: number): boolean {
  return (
    base > 0 &&
    base % pageBytes === 0 &&
    pageCount > 0 &&
    pageCount < maxPages &&
    base + pageCount * pageBytes <= 2 ** 48
  );
}

/** A large span has one slot of whole pages; a small one has slots of its class that fit. */
function isSlotDesign(
  spanClass: number,
  elemSize: number,
  elemCount: number,
  pageCount: number,
  arenaChunk: boolean,
): boolean {
  const sizeClass = spanClass >> 1;
  const byteCount = pageCount * pageBytes;
  if (sizeClass === 0) {
    // A user arena chunk (GOEXPERIMENT=arenas) may leave its end unused.
    const whole =
      elemSize === byteCount ||
      (arenaChunk && elemSize > 0 && elemSize <= byteCount && pageCount <= userArenaPages);
    return whole && elemCount === 1;
  }
  if (elemSize !== sizeClasses[sizeClass] || elemCount < 1 || elemCount > maxElemCount) return false;
  const unusedBytes = byteCount - elemSize * elemCount;
  // Less than a slot is left over, beside pointer bits (one a word) and Green Tea's mark bits.
  return unusedBytes >= 0 && unusedBytes < elemSize + byteCount / 64 + inlineMarkBytes;
}
