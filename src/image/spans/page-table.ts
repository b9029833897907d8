import type { Address } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';

/** heapArenaBytes on 64-bit Linux (runtime/malloc.go). */
export const arenaBytes: number = 2 ** 26;
const arenaLimit = 2 ** 22;
const arenaShift = 13;
const arenaPages = 2 ** arenaShift;

/**
 * What covers each page of the heap's arenas: one word a page, only for arenas that have a span. 32 KiB an arena of
 * 64 MiB; the index of arenas spans the lowest to the highest one, at most 2^22 words and untouched in between.
 */
export class PageTable {
  /** First address of the lowest arena. */
  readonly #origin: Address;
  /** Place of an arena's pages in `#pages` plus one; 0 where the arena has no span. */
  readonly #arenas: Int32Array;
  readonly #pages: Int32Array;

  /** `arenas`: numbers (address / 64 MiB) of the arenas to hold, each once, below 2^22. */
  constructor(arenas: Iterable<number>) {
    const numbers = Uint32Array.from(arenas)
      .sort()
      .filter((number) => number < arenaLimit);
    const first = numbers.length > 0 ? numbers[0] : 0;
    const last = numbers.length > 0 ? numbers[numbers.length - 1] : 0;
    this.#origin = first * arenaBytes;
    this.#arenas = new Int32Array(last - first + 1);
    this.#pages = new Int32Array(numbers.length * arenaPages);
    for (let place = 0; place < numbers.length; place++) this.#arenas[numbers[place] - first] = place + 1;
  }

  /** True where the table has a word for every page of the range. */
  holds(address: Address, pageCount: number): boolean {
    const last = address + pageCount * pageBytes - 1;
    if (this.#indexOf(address) < 0 || this.#indexOf(last) < 0) return false;
    for (let at = address + arenaBytes; at < last; at += arenaBytes) if (this.#indexOf(at) < 0) return false;
    return true;
  }

  /** 0 where nothing was put. */
  get(address: Address): number {
    const index = this.#indexOf(address);
    return index < 0 ? 0 : this.#pages[index];
  }

  /** Puts a value on the pages of [address, address + pageCount pages), all of which are held. */
  fill(address: Address, pageCount: number, value: number): void {
    if (pageCount === 1) {
      this.#pages[this.#indexOf(address)] = value;
      return;
    }
    for (let at = address, left = pageCount; left > 0; ) {
      const from = this.#indexOf(at);
      const run = Math.min(left, arenaPages - (from & (arenaPages - 1)));
      this.#pages.fill(value, from, from + run);
      at += run * pageBytes;
      left -= run;
    }
  }

  /** Calls `visit` with every value other than 0, by address. */
  forEach(visit: (value: number) => void): void {
    const pages = this.#pages;
    for (let index = 0; index < pages.length; index++) if (pages[index] !== 0) visit(pages[index]);
  }

  /** Index into `#pages`, or -1 where the address lies in no arena that is held. */
  #indexOf(address: Address): number {
    const offset = address - this.#origin;
    // Written so that NaN is outside, too.
    if (!(offset >= 0 && offset < this.#arenas.length * arenaBytes)) return -1;
    // Truncation to 32 bits is exact here: at most 2^22 arenas, and 2^26 bytes in one.
    const arena = (offset / arenaBytes) | 0;
    const place = this.#arenas[arena];
    return place === 0 ? -1 : ((place - 1) << arenaShift) + ((offset - arena * arenaBytes) >>> 13);
  }
}

/** Size of runtime.spanInlineMarkBits at the end of a Green Tea span (Go 1.25+). */
export const inlineMarkBytes: number = 128;
