import type { ObjectIndex } from '../holders/object-index.ts';
import type { Window } from '../read-ahead.ts';
import type { SpanTable } from '../span-table.ts';
import type { PointerPattern, PointerPatterns } from './pointer-patterns.ts';
import { StrayPointers } from './stray-pointers.ts';

const pageBytes = 8192;

/**
 * Turns the pointer words of objects into ids of the objects that they lead to. What is a pointer says the heap itself:
 * pointer bits of the arena (Go 1.18 to 1.21) or of the span, malloc headers and large types (Go 1.22+). It reads no
 * memory but bits: the caller brings the bytes of the span.
 */
export class EdgeReader {
  /** Ids are written here; the caller sees to it that there is room for every word of what is added. */
  edges: Uint32Array;
  /** Objects whose pointer mask could not be had, every word of which was taken for a pointer. */
  guessedObjects = 0;
  /** Pointers that lead to spans newer than the table. */
  strayCount = 0;
  readonly #index: ObjectIndex;
  readonly #spans: SpanTable;
  readonly #patterns: PointerPatterns;
  readonly #strays: StrayPointers;
  #words: Int32Array = new Int32Array(0);
  /** Place of byte `#from` of the span in `#words`, in 32-bit words. */
  #origin = 0;
  #from = 0;
  /** Pointer bits of the open span; undefined where a type says what is a pointer. */
  #bits: Int32Array | undefined;
  #span = -1;

  constructor(index: ObjectIndex, spans: SpanTable, patterns: PointerPatterns, edges: Uint32Array) {
    this.#index = index;
    this.#spans = spans;
    this.#patterns = patterns;
    this.#strays = new StrayPointers(index, spans);
    this.edges = edges;
  }

  /**
   * Goes to a span whose bytes [from, to) lie at byte `at` of the window; `from` is other than 0 for pieces of a large
   * object only. False where its pointer bits cannot be read: then it has none.
   */
  open(span: number, window: Window, at: number, from: number, to: number): boolean {
    const spans = this.#spans;
    this.#words = window.words;
    this.#origin = at >>> 2;
    this.#from = from;
    const usesTypes =
      !spans.keepsAllPointerBits && (spans.headerBytes(span) > 0 || spans.spanClass[span] < 2);
    if (usesTypes) this.#bits = undefined;
    else if (this.#span !== span || from === 0) {
      const isWhole = from === 0 && to === spans.pageCount[span] * pageBytes;
      const bits = isWhole
        ? spans.pointerBits(span, window.bytes.subarray(at, at + to))
        : spans.pointerBits(span);
      this.#bits = bits && new Int32Array(bits.buffer, bits.byteOffset, bits.byteLength >>> 2);
    }
    this.#span = span;
    return usesTypes || this.#bits !== undefined;
  }

  /** Adds what a slot of the open span leads to, from place `end` on; returns the new end. */
  addSlot(slot: number, end: number): number {
    const size = this.#spans.elemSize[this.#span];
    return this.addBytes(slot * size, (slot + 1) * size, end);
  }

  /** The same for bytes [from, to) of one slot; `from` is the slot's start except in a large object, which is one slot. */
  addBytes(from: number, to: number, end: number): number {
    if (this.#bits) return this.#addByBits(this.#bits, Math.floor(from / 8), Math.floor(to / 8), end);
    const spans = this.#spans;
    const span = this.#span;
    if (spans.spanClass[span] < 2) {
      const pattern = this.#patterns.of(spans.largeType[span]);
      if (pattern.isGuess && from === 0) this.guessedObjects++;
      return this.#addTiles(pattern, 0, from, to, end);
    }
    const header = this.#origin + ((from - this.#from) >> 2);
    const type = (this.#words[header] >>> 0) + (this.#words[header + 1] >>> 0) * 2 ** 32;
    const pattern = this.#patterns.of(type);
    if (pattern.isGuess) this.guessedObjects++;
    return this.#addTiles(pattern, from + 8, from + 8, to, end);
  }

  #addByBits(bits: Int32Array, from: number, to: number, first: number): number {
    const words = this.#words;
    const edges = this.edges;
    const index = this.#index;
    const origin = this.#origin - 2 * Math.floor(this.#from / 8);
    let end = first;
    for (let word = from; word < to; ) {
      const shift = word & 31;
      const take = Math.min(to - word, 32 - shift);
      // A sign that is shifted in lies above `take` bits.
      let mask = bits[word >>> 5] >> shift;
      if (take < 32) mask &= (1 << take) - 1;
      for (; mask !== 0; mask &= mask - 1) {
        const at = origin + 2 * (word + 31 - Math.clz32(mask & -mask));
        const low = words[at];
        const high = words[at + 1];
        if ((low | high) === 0) continue;
        const id = index.slotIdAt(low, high);
        if (id !== 0) edges[end++] = id;
        else if (this.#strays.has(low, high)) this.strayCount++;
      }
      word += take;
    }
    return end;
  }

  /** Values of one type, the first at byte `base` of the span, as far as they lie in [from, to). */
  #addTiles(pattern: PointerPattern, base: number, from: number, to: number, first: number): number {
    const { size, offsets } = pattern;
    if (offsets.length === 0) return first;
    const words = this.#words;
    const edges = this.edges;
    const index = this.#index;
    // Offsets are counted from `#from`: they stay small in objects of any size.
    const origin = this.#origin;
    const start = from - this.#from;
    const stop = to - this.#from;
    let end = first;
    let tile = base + Math.floor((from - base) / size) * size - this.#from;
    for (; tile < stop; tile += size) {
      for (let place = 0; place < offsets.length; place++) {
        const byte = tile + offsets[place];
        if (byte < start) continue;
        if (byte >= stop) break;
        const at = origin + (byte >> 2);
        const low = words[at];
        const high = words[at + 1];
        if ((low | high) === 0) continue;
        const id = index.slotIdAt(low, high);
        if (id !== 0) edges[end++] = id;
        else if (this.#strays.has(low, high)) this.strayCount++;
      }
    }
    return end;
  }
}
