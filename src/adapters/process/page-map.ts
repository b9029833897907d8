import fs from 'node:fs';
import { PageSet } from './page-set.ts';

/** One page's state in a byte: the top byte of its pagemap entry, of which only these bits are kept. */
export const pagePresent = 0x80;
export const pageSwapped = 0x40;
/** PAGE_IS_GUARD (Linux 6.15): MADV_GUARD_INSTALL was called, an access kills the process. */
export const pageGuard = 0x04;

/** A request is widened to this many pages: the kernel answers 16 for the price of one (1.6 µs from Node). */
const groupPages = 16;
const batchPages = 32768;

/**
 * Which pages of a process are in memory, from /proc/PID/pagemap (Documentation/admin-guide/mm/pagemap.rst). Only
 * `present` is remembered: a page that is not there now may be there a moment later.
 */
export class PageMap {
  readonly pageBytes: number;
  readonly descriptor: number;
  readonly #present = new PageSet();
  #entries: Uint8Array = new Uint8Array(groupPages * 8);

  /** Takes over an open descriptor of /proc/PID/pagemap. */
  constructor(descriptor: number, pageBytes: number) {
    this.descriptor = descriptor;
    this.pageBytes = pageBytes;
  }

  /** True where all pages first to last are present; the cheap question. */
  allPresent(first: number, last: number): boolean {
    if (last - first >= groupPages) return this.#askAllPresent(first, last);
    for (let page = first; page <= last; page++)
      if (!this.#present.has(page)) return this.#askGroup(first, last);
    return true;
  }

  /** One state byte a page, fresh; undefined where the process has ended. */
  states(first: number, last: number): Uint8Array | undefined {
    const states = new Uint8Array(last - first + 1);
    for (let page = first; page <= last; page += batchPages) {
      const count = Math.min(batchPages, last - page + 1);
      const entries = this.#ask(page, count);
      if (!entries) return undefined;
      for (let index = 0; index < count; index++) states[page - first + index] = stateOf(entries, index);
    }
    return states;
  }

  forget(): void {
    this.#present.clear();
  }

  close(): void {
    fs.closeSync(this.descriptor);
  }

  #askAllPresent(first: number, last: number): boolean {
    for (let page = first; page <= last; page += batchPages) {
      const count = Math.min(batchPages, last - page + 1);
      const entries = this.#ask(page, count);
      if (!entries) return false;
      for (let index = 0; index < count; index++)
        if ((entries[index * 8 + 7] & pagePresent) === 0) return false;
    }
    return true;
  }

  #askGroup(first: number, last: number): boolean {
    const from = first - (first % groupPages);
    const count = last - from + 1 > groupPages ? groupPages * 2 : groupPages;
    const entries = this.#ask(from, count);
    if (!entries) return false;
    let all = true;
    for (let index = 0; index < count; index++) {
      const page = from + index;
      if ((entries[index * 8 + 7] & pagePresent) !== 0) this.#present.add(page);
      else if (page >= first && page <= last) all = false;
    }
    return all;
  }

  #ask(first: number, count: number): Uint8Array | undefined {
    if (this.#entries.length < count * 8) this.#entries = new Uint8Array(count * 8);
    try {
      const got = fs.readSync(this.descriptor, this.#entries, 0, count * 8, first * 8);
      return got === count * 8 ? this.#entries : undefined;
    } catch {
      return undefined;
    }
  }
}

/** PM_GUARD_REGION is bit 58; a guard page also carries the swap bit, so it is looked for first. */
function stateOf(entries: Uint8Array, index: number): number {
  const top = entries[index * 8 + 7];
  if ((top & pagePresent) !== 0) return pagePresent;
  if ((top & pageGuard) !== 0) return pageGuard;
  return top & pageSwapped;
}
