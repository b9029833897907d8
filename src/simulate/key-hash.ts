/** A 64-bit hash of keys, given in two signed halves: a number cannot hold one exactly, and a bigint is too slow. */
export interface KeyHash {
  /** Bits 0 to 31: they choose the bucket, or the group and the control byte. */
  low(key: number): number;
  /** Bits 32 to 63: the top ones choose the table, or are kept beside the key in a bucket. `low` is what low(key) gave. */
  high(key: number, low: number): number;
  /** The map has no entry left and takes a new seed, as the runtime does at that moment. */
  reseed(): void;
}

/** A source of uniform 32-bit numbers that a seed determines (Marsaglia's xorshift, 32 bits of state). */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    // Neighbouring seeds must not give neighbouring streams, and a state of 0 would stay 0.
    this.#state = mixed((seed ^ 0x9e3779b9) | 0, Math.trunc(seed / 2 ** 32) | 0, 0x7f4a7c15) || 1;
  }

  next(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state;
  }
}

/** A hash that spreads integer keys uniformly, different for every seed, like the one that Go takes. */
export class SeededHash implements KeyHash {
  readonly #random: SeededRandom;
  #seed = 0;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
    this.reseed();
  }

  low(key: number): number {
    const low = key | 0;
    // Most keys have no more than 32 bits, and multiplying a number to learn that takes longer than asking.
    return mixed(low, low === key ? 0 : Math.floor(key * 2 ** -32) | 0, this.#seed);
  }

  /** All 32 bits are uniform, and nobody looks at the lower ones here and at the upper ones there: they serve for both. */
  high(_key: number, low: number): number {
    return low;
  }

  reseed(): void {
    this.#seed = this.#random.next();
  }
}

/** The finalizer of MurmurHash3 (Austin Appleby, public domain) over both halves of a key. */
function mixed(low: number, high: number, seed: number): number {
  let hash = low ^ seed ^ Math.imul(high, 0x9e3779b1);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
