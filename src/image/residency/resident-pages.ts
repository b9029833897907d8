import type { Address } from '../../base/index.ts';

/** Which bytes of the address space are in memory; how an account asks. */
export interface Residency {
  /** Resident bytes in [start, end), 0 for memory that is not mapped. Constant time; no page is touched. */
  bytesIn(start: Address, end: Address): number;
}

/** For a core, which does not tell what was resident: everything counts. */
export const everythingResident: Residency = { bytesIn: (start, end) => Math.max(0, end - start) };

/** One mapping's pages as bits, with the number of set bits before each word, so that any range costs two looks. */
interface Area {
  readonly start: Address;
  readonly end: Address;
  readonly bits: Uint32Array;
  readonly ranks: Uint32Array;
}

/** A snapshot of which pages are present: a bit a page of every mapping that has any. */
export class ResidentPages implements Residency {
  readonly pageBytes: number;
  readonly #areas: Area[] = [];
  #last: Area | undefined;
  #total = 0;

  constructor(pageBytes: number) {
    this.pageBytes = pageBytes;
  }

  /** Bytes of all present pages. */
  get totalBytes(): number {
    return this.#total;
  }

  /**
   * Adds the mapping at `start`, after all that were added before it. `bits`: one a page, bit 0 of word 0 first; taken
   * over, not copied.
   */
  add(start: Address, pageCount: number, bits: Uint32Array): void {
    const ranks = new Uint32Array(bits.length + 1);
    for (let word = 0; word < bits.length; word++) ranks[word + 1] = ranks[word] + bitCount(bits[word]);
    this.#total += ranks[bits.length] * this.pageBytes;
    this.#areas.push({ start, end: start + pageCount * this.pageBytes, bits, ranks });
  }

  /** What was added, as it was added; the bits are not to be written to. */
  *areas(): Generator<{ start: Address; pageCount: number; pageBytes: number; bits: Uint32Array }> {
    const { pageBytes } = this;
    for (const { start, end, bits } of this.#areas)
      yield { start, pageCount: (end - start) / pageBytes, pageBytes, bits };
  }

  bytesIn(start: Address, end: Address): number {
    const known = this.#last;
    if (known && start >= known.start && end <= known.end) return this.#within(known, start, end);
    let sum = 0;
    for (let index = this.#firstEndingAfter(start); index < this.#areas.length; index++) {
      const area = this.#areas[index];
      if (area.start >= end) break;
      this.#last = area;
      sum += this.#within(area, Math.max(start, area.start), Math.min(end, area.end));
    }
    return sum;
  }

  #within(area: Area, start: Address, end: Address): number {
    if (end <= start) return 0;
    const { pageBytes } = this;
    const from = start - area.start;
    const to = end - area.start;
    const first = Math.floor(from / pageBytes);
    const last = Math.floor((to - 1) / pageBytes);
    let sum = (before(area, last + 1) - before(area, first)) * pageBytes;
    // The ends may cut a page.
    if (isSet(area, first)) sum -= from - first * pageBytes;
    if (isSet(area, last)) sum -= (last + 1) * pageBytes - to;
    return sum;
  }

  #firstEndingAfter(address: Address): number {
    let low = 0;
    let high = this.#areas.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#areas[middle].end <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Present pages of the area before page number `page`. */
function before({ bits, ranks }: Area, page: number): number {
  const word = page >>> 5;
  const rest = page & 31;
  return ranks[word] + (rest === 0 ? 0 : bitCount(bits[word] & (2 ** rest - 1)));
}

function isSet({ bits }: Area, page: number): boolean {
  return (bits[page >>> 5] & (1 << (page & 31))) !== 0;
}

function bitCount(word: number): number {
  let value = word - ((word >>> 1) & 0x55555555);
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
  return Math.imul((value + (value >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
