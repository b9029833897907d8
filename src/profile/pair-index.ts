/** Numbers pairs of numbers in the order in which they first come: in typed arrays, no object a pair. */
export class PairIndex {
  count = 0;
  #firsts: Uint32Array<ArrayBuffer>;
  #seconds: Float64Array<ArrayBuffer>;
  /** Index plus one of the pair that hashes to here or before; 0 is free. A power of two, at most half full. */
  #slots: Uint32Array;

  constructor(expected: number) {
    const length = 2 ** Math.ceil(Math.log2(Math.max(16, expected)));
    this.#firsts = new Uint32Array(length);
    this.#seconds = new Float64Array(length);
    this.#slots = new Uint32Array(length * 2);
  }

  /** The number of a pair, which is new where it equals `count` before the call. `first` is a whole number below 2^32. */
  indexOf(first: number, second: number): number {
    if (this.count === this.#firsts.length) this.#grow();
    const mask = this.#slots.length - 1;
    let slot = hashOf(first, second) & mask;
    for (; this.#slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = this.#slots[slot] - 1;
      if (this.#firsts[index] === first && this.#seconds[index] === second) return index;
    }
    this.#slots[slot] = this.count + 1;
    this.#firsts[this.count] = first;
    this.#seconds[this.count] = second;
    return this.count++;
  }

  first(index: number): number {
    return this.#firsts[index];
  }

  second(index: number): number {
    return this.#seconds[index];
  }

  #grow(): void {
    const length = this.#firsts.length * 2;
    const firsts = new Uint32Array(length);
    firsts.set(this.#firsts);
    const seconds = new Float64Array(length);
    seconds.set(this.#seconds);
    [this.#firsts, this.#seconds] = [firsts, seconds];
    const slots = new Uint32Array(length * 2);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = hashOf(firsts[index], seconds[index]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.#slots = slots;
  }
}

/** Of the low 32 bits of both, mixed at the end so that the low bits depend on all. */
function hashOf(first: number, second: number): number {
  let hash = Math.imul(first ^ Math.imul(second, 0x9e37_79b1), 0x85eb_ca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b_3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
