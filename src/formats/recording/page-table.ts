const pagesPerGroup = 512;

/** 2 MiB of addresses a group: 128 GiB, in 134 MB of numbers. */
const mostGroups = 65_536;

/** A number for each page of a sparse set, 0 where there is none. */
export class PageTable {
  readonly #groups = new Map<number, Uint32Array>();
  #lastNumber = -1;
  #last: Uint32Array | undefined;

  get(page: number): number {
    const number = Math.floor(page / pagesPerGroup);
    if (number !== this.#lastNumber) {
      this.#lastNumber = number;
      this.#last = this.#groups.get(number);
    }
    return this.#last ? this.#last[page - number * pagesPerGroup] : 0;
  }

  /** False where the set is full, and the page was not put into it. */
  set(page: number, value: number): boolean {
    const number = Math.floor(page / pagesPerGroup);
    if (number !== this.#lastNumber || !this.#last) {
      const known = this.#groups.get(number);
      if (!known && this.#groups.size >= mostGroups) return false;
      const group = known ?? new Uint32Array(pagesPerGroup);
      if (!known) this.#groups.set(number, group);
      this.#lastNumber = number;
      this.#last = group;
    }
    this.#last[page - number * pagesPerGroup] = value;
    return true;
  }
}
