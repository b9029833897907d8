import type { Address } from '../../base/index.ts';
import {
  type AbsentRange,
  mostAbsentRanges,
  type PageCollector,
  recordedPageBytes as pageBytes,
} from '../../formats/index.ts';
import { PageSet } from '../process/page-set.ts';

type ReadPart = (address: Address, length: number, into: Uint8Array) => boolean;

interface PartialPage {
  readonly page: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Keeps whole pages of what was read. Where an answer begins or ends within a page, the rest of it is read too, so that
 * a recording knows pages and not fragments.
 */
export class PageKeeper {
  /** Pages that cannot be read as a whole, with the part that can. */
  readonly partialPages: Map<number, PartialPage> = new Map();
  readonly #collector: PageCollector;
  readonly #read: ReadPart;
  readonly #page = new Uint8Array(pageBytes);
  /** Kept since the last `forget`. */
  readonly #fresh = new PageSet();
  readonly #absent = new Map<string, AbsentRange>();
  #isFull = false;
  #turn = 0;

  constructor(collector: PageCollector, read: ReadPart) {
    this.#collector = collector;
    this.#read = read;
  }

  get absent(): readonly AbsentRange[] {
    return [...this.#absent.values()];
  }

  /** More was read than a recording holds. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** What was read of [address, address + bytes.length). */
  keep(address: Address, bytes: Uint8Array): void {
    const end = address + bytes.length;
    for (let page = Math.floor(address / pageBytes); page * pageBytes < end; page++) {
      if (this.#fresh.has(page)) continue;
      const start = page * pageBytes;
      const isWhole = start >= address && start + pageBytes <= end;
      if (!isWhole && !this.#completed(page, Math.max(start, address), Math.min(start + pageBytes, end)))
        continue;
      const whole = isWhole ? bytes.subarray(start - address, start - address + pageBytes) : this.#page;
      if (this.#collector.add(page, whole, this.#turn)) this.#fresh.add(page);
      else this.#isFull = true;
    }
  }

  noteAbsent(start: Address, length: number): void {
    if (this.#absent.size < mostAbsentRanges) this.#absent.set(`${start} ${length}`, { start, length });
  }

  /** From now on pages may have changed: the next turn begins. */
  forget(): void {
    this.#turn++;
    this.#fresh.clear();
  }

  /** Reads the page into #page, or as much around [from, to) of it as can be had. */
  #completed(page: number, from: Address, to: Address): boolean {
    const start = page * pageBytes;
    if (this.#read(start, pageBytes, this.#page)) {
      this.partialPages.delete(page);
      return true;
    }
    // A core can end, or begin to have bytes, within a page.
    const end = largest(to, start + pageBytes, (last) => this.#read(from, last - from, this.#page));
    const first =
      start +
      pageBytes -
      largest(start + pageBytes - from, pageBytes, (back) => {
        const at = start + pageBytes - back;
        return this.#read(at, end - at, this.#page);
      });
    this.#page.fill(0);
    const part = new Uint8Array(end - first);
    if (!this.#read(first, end - first, part)) return false;
    this.#page.set(part, first - start);
    this.partialPages.set(page, { page, from: first - start, to: end - start });
    return true;
  }
}

/** The largest number from `known`, for which it is true, to below `limit` for which it is. */
function largest(known: number, limit: number, isTrue: (value: number) => boolean): number {
  let low = known;
  let high = limit;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isTrue(middle)) low = middle;
    else high = middle;
  }
  return low;
}
