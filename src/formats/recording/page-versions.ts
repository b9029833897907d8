import { PageTable } from './page-table.ts';

interface Version {
  readonly turn: number;
  readonly value: number;
}

/** Beyond so many only the last version of a page is known: a busy process changes few pages while it is looked at. */
const mostVersions = 2 ** 20;

/** A number for each page and turn: pages that were read once have one for all turns. */
export class PageVersions {
  readonly #last = new PageTable();
  /** All versions, in order of their turns, of pages that have several. */
  readonly #versions = new Map<number, Version[]>();
  #count = 0;

  /** Versions of a page come in the order of their turns. False where the set is full. */
  set(page: number, turn: number, value: number): boolean {
    const before = this.#last.get(page);
    if (!this.#last.set(page, value)) return false;
    if (before === 0 || this.#count >= mostVersions) return true;
    const known = this.#versions.get(page);
    if (known) known.push({ turn, value });
    else
      this.#versions.set(page, [
        { turn: 0, value: before },
        { turn, value },
      ]);
    this.#count++;
    return true;
  }

  /** The value that stood at this turn: of the last version up to it, else of the first; 0 for a page that is not there. */
  get(page: number, turn: number): number {
    const versions = this.#versions.size > 0 ? this.#versions.get(page) : undefined;
    if (!versions) return this.#last.get(page);
    return (versions.findLast((version) => version.turn <= turn) ?? versions[0]).value;
  }
}
