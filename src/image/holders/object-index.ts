import type { Address } from '../../base/index.ts';
import { sizeClasses } from '../../gomem/index.ts';
import type { SpanTable } from '../span-table.ts';

const pageBytes = 8192;
const largestSmallBytes = 32768;
const arenaShift = 26;
const pagesPerArena = 2 ** arenaShift / pageBytes;
/** Arenas of 64 MiB in a 48-bit address space. */
const arenaCount = 2 ** (48 - arenaShift);
/** spanClass: objects with a malloc header and objects without pointers share sizes, not headers. */
const classBits = 8;
const slotBits = 12;

/**
 * Dense ids, from 1, of the slots in spans WITH pointers, in address order. A pointer into any other memory has id 0, so
 * that objects without pointers cost neither a column nor a look; with `leaves` they are numbered too, after all others,
 * so that `id > count` says that an object has no pointers. Finding an id takes two table reads and one multiply:
 * a page knows the first id of its span, its class, and its place in the span; the division by the element size is an
 * exact 32-bit multiply and shift, because offsets and sizes are multiples of eight.
 */
export class ObjectIndex {
  /** Highest id of a slot with pointers. */
  readonly count: number;
  /** Highest id; above `count` only where leaves are numbered. */
  readonly lastId: number;
  /** Id of slot 0 by span ordinal, 0 for spans that are not numbered. */
  readonly firstId: Uint32Array;
  readonly #spanOrdinals: Uint32Array;
  #spansWithIds = 0;
  /** Set by `idAt`: bytes from the start of the object (behind a malloc header) to the address; negative inside the header. */
  interior = 0;
  /** Set by `idAt`: bytes that the object can have (slot without malloc header). */
  room = 0;
  /** Set by `idAt`: place of the page in `#spanOfPage`. */
  #page = 0;
  readonly #spans: SpanTable;
  /** Place plus one of each arena's pages, by arena number: 16 MiB of which only used arenas are ever touched. */
  readonly #arenas = new Int32Array(arenaCount);
  /** Next smaller size class by room in words. */
  readonly #smallerRoom: Int32Array = smallerClasses();
  /** Two words a page: first id of the span; page in span, slot count and class. */
  readonly #pages: Int32Array;
  readonly #spanOfPage: Int32Array;
  readonly #sizes = new Int32Array(2 ** classBits);
  readonly #multipliers = new Int32Array(2 ** classBits);
  readonly #shifts = new Int32Array(2 ** classBits);
  readonly #headers = new Int32Array(2 ** classBits);

  constructor(spans: SpanTable, { leaves = false }: { readonly leaves?: boolean } = {}) {
    this.#spans = spans;
    const arenas = this.#numberArenas(spans, leaves);
    this.#pages = new Int32Array(arenas * pagesPerArena * 2);
    this.#spanOfPage = new Int32Array(arenas * pagesPerArena);
    this.firstId = new Uint32Array(spans.count);
    this.#spanOrdinals = new Uint32Array(spans.count);
    const lastScanned = this.#numberSlots(0, 1);
    this.count = lastScanned;
    this.lastId = leaves ? this.#numberSlots(1, lastScanned + 1) : lastScanned;
  }

  /**
   * Id of the slot that covers the address, or 0: `idAt` without `interior`, `room` and `span`, for loops over every
   * pointer of a heap. A malloc header is part of its slot here.
   */
  slotIdAt(low: number, high: number): number {
    if (high >>> 16 !== 0) return 0;
    const arena = this.#arenas[(high << 6) | (low >>> arenaShift)];
    if (arena === 0) return 0;
    const page = ((arena - 1) * pagesPerArena + ((low >>> 13) & (pagesPerArena - 1))) << 1;
    const first = this.#pages[page];
    if (first === 0) return 0;
    const meta = this.#pages[page + 1];
    const sizeClass = meta & (2 ** classBits - 1);
    if (sizeClass === 0) return first;
    const offset = ((meta >>> (classBits + slotBits)) << 13) + (low & (pageBytes - 1));
    const slot = Math.imul(offset >>> 3, this.#multipliers[sizeClass]) >>> this.#shifts[sizeClass];
    return slot < ((meta >>> classBits) & (2 ** slotBits - 1)) ? first + slot : 0;
  }

  /** Whether the address lies in an arena that has spans, on a page that had none with ids. */
  isUnusedPage(low: number, high: number): boolean {
    if (high >>> 16 !== 0) return false;
    const arena = this.#arenas[(high << 6) | (low >>> arenaShift)];
    if (arena === 0) return false;
    return this.#pages[((arena - 1) * pagesPerArena + ((low >>> 13) & (pagesPerArena - 1))) << 1] === 0;
  }

  /** Id of the object that covers the address given as two 32-bit halves, 0 where none with pointers does. */
  idAt(low: number, high: number): number {
    if (high >>> 16 !== 0) return 0;
    const arena = this.#arenas[(high << 6) | (low >>> arenaShift)];
    if (arena === 0) return 0;
    const page = (arena - 1) * pagesPerArena + ((low >>> 13) & (pagesPerArena - 1));
    const first = this.#pages[2 * page];
    if (first === 0) return 0;
    const meta = this.#pages[2 * page + 1];
    const sizeClass = meta & (2 ** classBits - 1);
    this.#page = page;
    if (sizeClass === 0) return this.#largeAt(first, page, low, high);
    const offset = ((meta >>> (classBits + slotBits)) << 13) + (low & (pageBytes - 1));
    const slot = Math.imul(offset >>> 3, this.#multipliers[sizeClass]) >>> this.#shifts[sizeClass];
    if (slot >= ((meta >>> classBits) & (2 ** slotBits - 1))) return 0;
    const header = this.#headers[sizeClass];
    this.interior = offset - slot * this.#sizes[sizeClass] - header;
    this.room = this.#sizes[sizeClass] - header;
    return first + slot;
  }

  idAtAddress(address: Address): number {
    return this.idAt(address | 0, Math.floor(address / 2 ** 32));
  }

  /** Ordinal of the span of the last id found by `idAt`. */
  get span(): number {
    return this.#spanOfPage[this.#page];
  }

  /** Ordinal of the span that holds an id. */
  spanOf(id: number): number {
    let low = 0;
    let high = this.#spansWithIds;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.firstId[this.#spanOrdinals[middle]] <= id) low = middle;
      else high = middle;
    }
    return this.#spanOrdinals[low];
  }

  /** Address of the object with this id, behind its malloc header. */
  addressOf(id: number): Address {
    const span = this.spanOf(id);
    return (
      this.#spans.base[span] + (id - this.firstId[span]) * this.#spans.elemSize[span] + this.headerBytes(span)
    );
  }

  /** Bytes that the object with this id can have. */
  roomOf(id: number): number {
    const span = this.spanOf(id);
    return this.#spans.elemSize[span] - this.headerBytes(span);
  }

  headerBytes(span: number): number {
    return this.#headers[classOf(this.#spans.spanClass[span])];
  }

  /** The most bytes that would have fit the next smaller slot than one with this much room. */
  smallerRoom(room: number): number {
    return room > largestSmallBytes ? room - pageBytes : this.#smallerRoom[room >>> 3];
  }

  #largeAt(first: number, page: number, low: number, high: number): number {
    const span = this.#spanOfPage[page];
    this.interior = high * 2 ** 32 + (low >>> 0) - this.#spans.base[span];
    this.room = this.#spans.elemSize[span];
    return first;
  }

  /** Numbers the slots of spans with (0) or without (1) pointers; returns the last number given. */
  #numberSlots(noscan: 0 | 1, firstFree: number): number {
    const spans = this.#spans;
    let next = firstFree;
    for (let span = 0; span < spans.count; span++) {
      if ((spans.spanClass[span] & 1) !== noscan) continue;
      this.firstId[span] = next;
      this.#spanOrdinals[this.#spansWithIds++] = span;
      this.#fillPages(span, next);
      next += spans.elemCount[span];
    }
    return next - 1;
  }

  #numberArenas(spans: SpanTable, leaves: boolean): number {
    let count = 0;
    for (let span = 0; span < spans.count; span++) {
      if (!leaves && spans.spanClass[span] & 1) continue;
      const from = Math.floor(spans.base[span] / 2 ** arenaShift);
      const to = Math.floor((spans.base[span] + spans.pageCount[span] * pageBytes - 1) / 2 ** arenaShift);
      for (let arena = from; arena <= to && arena < arenaCount; arena++) {
        if (this.#arenas[arena] === 0) this.#arenas[arena] = ++count;
      }
    }
    return count;
  }

  #fillPages(span: number, first: number): void {
    const spans = this.#spans;
    const sizeClass = classOf(spans.spanClass[span]);
    if (sizeClass !== 0 && this.#sizes[sizeClass] === 0) this.#prepareClass(span, sizeClass);
    const meta = sizeClass === 0 ? 0 : sizeClass | (spans.elemCount[span] << classBits);
    for (let page = 0; page < spans.pageCount[span]; page++) {
      const address = spans.base[span] + page * pageBytes;
      const arena = Math.floor(address / 2 ** arenaShift);
      if (arena >= arenaCount) return;
      const place =
        (this.#arenas[arena] - 1) * pagesPerArena + (address - arena * 2 ** arenaShift) / pageBytes;
      this.#pages[2 * place] = first;
      this.#pages[2 * place + 1] = sizeClass === 0 ? 0 : meta | (page << (classBits + slotBits));
      this.#spanOfPage[place] = span;
    }
  }

  /** Multiplier and shift with floor(x * m / 2^s) = floor(x / units) for every x below 2^14 (a span of 128 KiB in words). */
  #prepareClass(span: number, sizeClass: number): void {
    const size = this.#spans.elemSize[span];
    const units = size / 8;
    const shift = 14 + Math.ceil(Math.log2(units));
    this.#sizes[sizeClass] = size;
    this.#shifts[sizeClass] = shift;
    this.#multipliers[sizeClass] = Math.ceil(2 ** shift / units);
    this.#headers[sizeClass] = this.#spans.headerBytes(span);
  }
}

/** 0 for large objects, with and without pointers. */
function classOf(spanClass: number): number {
  return spanClass < 2 ? 0 : spanClass;
}

function smallerClasses(): Int32Array {
  const smaller = new Int32Array(largestSmallBytes / 8 + 1);
  let below = 0;
  let size = 1;
  for (let words = 1; words < smaller.length; words++) {
    while (size < sizeClasses.length && sizeClasses[size] < words * 8) below = sizeClasses[size++];
    smaller[words] = below;
  }
  return smaller;
}
