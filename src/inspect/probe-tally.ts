import type { EntryCheck } from './entry-check.ts';

/** Of a hundred entries less than one may lie elsewhere than their hash says: a process goes on while it is read. */
const entriesPerChange = 100;

/** Sums over the entries of a map. */
export class ProbeTally {
  /** Place n: entries found in the n + 1st group of their probe sequence. */
  readonly lengths: number[] = [];
  random = 0;
  wrong = 0;
  unreadable = 0;
  #right = 0;

  add(check: EntryCheck): void {
    if (typeof check === 'string') {
      this[check]++;
      return;
    }
    this.#right++;
    // Places that no entry has are 0, not holes.
    while (this.lengths.length < check) this.lengths.push(0);
    this.lengths[check - 1]++;
  }

  get right(): number {
    return this.#right;
  }

  /** Entries that speak against the hash, or do not speak. */
  get failed(): number {
    return this.wrong + this.unreadable;
  }

  get isSound(): boolean {
    return this.failed === 0 || this.failed * entriesPerChange < this.#right + this.failed;
  }
}
