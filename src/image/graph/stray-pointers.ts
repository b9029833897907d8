import type { ObjectIndex } from '../holders/object-index.ts';
import type { SpanTable } from '../span-table.ts';

const pageBytes = 8192;

/**
 * Tells pointers into pages that the heap had not yet in use when the spans were read, of a process that goes on, from
 * those to stacks and to static data, which have no ids either.
 */
export class StrayPointers {
  readonly #index: ObjectIndex;
  /** Spans that are no objects, upwards. */
  readonly #manual: readonly { readonly base: number; readonly end: number }[];

  constructor(index: ObjectIndex, { manual }: SpanTable) {
    this.#index = index;
    this.#manual = manual
      .map(({ base, pageCount }) => ({ base, end: base + pageCount * pageBytes }))
      .sort((one, other) => one.base - other.base);
  }

  /** Of a pointer, as two 32-bit halves, that leads to no slot. */
  has(low: number, high: number): boolean {
    return this.#index.isUnusedPage(low, high) && !this.#isManual((low >>> 0) + (high >>> 0) * 2 ** 32);
  }

  #isManual(address: number): boolean {
    let from = 0;
    let to = this.#manual.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#manual[middle].base <= address) from = middle + 1;
      else to = middle;
    }
    return from > 0 && address < this.#manual[from - 1].end;
  }
}
