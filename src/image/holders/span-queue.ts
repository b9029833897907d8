/**
 * Spans that have objects to look at, as a bit set of three levels: add, remove, and the next one at or above a number
 * in constant time. Taking them upwards by address, like an elevator, turns a traversal into near-sequential reads.
 */
export class SpanQueue {
  readonly #levels: Int32Array[] = [];

  constructor(count: number) {
    let words = count;
    do {
      words = (words + 31) >>> 5;
      this.#levels.push(new Int32Array(words));
    } while (words > 1);
  }

  add(span: number): void {
    let at = span;
    for (const level of this.#levels) {
      const word = at >>> 5;
      const before = level[word];
      level[word] = before | (1 << (at & 31));
      if (before !== 0) return;
      at = word;
    }
  }

  remove(span: number): void {
    let at = span;
    for (const level of this.#levels) {
      const word = at >>> 5;
      level[word] &= ~(1 << (at & 31));
      if (level[word] !== 0) return;
      at = word;
    }
  }

  /** The lowest member that is not below `from`, or -1. */
  next(from: number): number {
    let at = from;
    for (let height = 0; height < this.#levels.length; height++) {
      const level = this.#levels[height];
      const word = at >>> 5;
      if (word >= level.length) return -1;
      const bits = level[word] & (-1 << (at & 31));
      if (bits !== 0) return this.#descend(height, word * 32 + lowestBit(bits));
      at = word + 1;
    }
    return -1;
  }

  #descend(height: number, member: number): number {
    let at = member;
    for (let below = height - 1; below >= 0; below--) at = at * 32 + lowestBit(this.#levels[below][at]);
    return at;
  }
}

export function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
