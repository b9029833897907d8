import type { Address } from '../../base/index.ts';

/** What kind of place outside the heap keeps objects. */
export type RootKind =
  | 'variable' // words of data and bss that the collector scans
  | 'goroutine' // words of a goroutine's stack
  | 'special' // functions of finalizers and cleanups, handles of weak pointers
  | 'queue' // finalizers and cleanups that wait to be run
  | 'finalizer'; // objects that only their own finalizer keeps

/**
 * Who is to answer for what several hold. A root of a later rank holds only what no earlier one reaches: a method that runs
 * must not take a server from the variable that keeps it, nor a stale word on a stack a map from anything.
 */
export type RootRank = 0 | 1 | 2 | 3;

/** Ranks by what they stand for. */
export const rootRank = { exact: 0, stack: 1, conservative: 2, finalizer: 3 } as const;

export const rankCount = 4;

/**
 * One place outside the heap and the pointers in it: a package variable, a goroutine. It becomes a vertex of its own
 * above the objects, so that it has retained bytes like an object.
 */
export interface RootGroup {
  readonly kind: RootKind;
  /** `main.cache`, `bss+0x1a40`, `goroutine 12`. */
  readonly name: string;
  /** Of the variable or the g; 0 where the group has no place of its own. */
  readonly address: Address;
  readonly rank: RootRank;
  /** The words themselves, in any order; those that lead to no object are passed over. */
  readonly pointers: Float64Array;
}

/** A list of pointers that grows. */
export class PointerList {
  #words = new Float64Array(64);
  count = 0;

  add(word: Address): void {
    if (this.count === this.#words.length) {
      const grown = new Float64Array(2 * this.count);
      grown.set(this.#words);
      this.#words = grown;
    }
    this.#words[this.count++] = word;
  }

  /** A copy of what was added; the list is empty after it. */
  take(): Float64Array {
    const taken = this.#words.slice(0, this.count);
    this.count = 0;
    return taken;
  }
}
