import { i32At } from '../../base/index.ts';
import type { HashWord } from './hash-word.ts';
import type { MemoryHash } from './memory-hash.ts';

/** m5 of runtime/hash64.go. */
const multiplierLow = 0xc47d124f | 0;
const multiplierHigh = 0x1d8e4e27;
const roundBytes = 48;

/** memhashFallback, for processors without AES instructions and with GODEBUG=cpu.aes=off (runtime/hash64.go, Go 1.24 to 1.26). */
export class FallbackHash implements MemoryHash {
  readonly #key: Int32Array;

  /** `key`: the 32 bytes of runtime.hashkey. */
  constructor(key: Int32Array) {
    this.#key = key;
  }

  memory32(bytes: Uint8Array, at: number, hash: HashWord): void {
    this.memory(bytes, at, 4, hash);
  }

  memory64(bytes: Uint8Array, at: number, hash: HashWord): void {
    this.memory(bytes, at, 8, hash);
  }

  memory(bytes: Uint8Array, at: number, length: number, hash: HashWord): void {
    hash.xor(this.#key[0], this.#key[1]);
    if (length === 0) return;
    if (length < 4) {
      const first = bytes[at] | (bytes[at + (length >>> 1)] << 8) | (bytes[at + length - 1] << 16);
      this.#finish(first, 0, 0, 0, length, hash);
    } else if (length < 8) {
      this.#finish(i32At(bytes, at), 0, i32At(bytes, at + length - 4), 0, length, hash);
    } else {
      const end = at + length;
      // Up to 16 bytes the two words overlap; of a longer key the last 16 bytes are read again.
      const tail = length <= 16 ? at : this.#absorb(bytes, at, length, hash);
      this.#finish(
        i32At(bytes, tail),
        i32At(bytes, tail + 4),
        i32At(bytes, end - 8),
        i32At(bytes, end - 4),
        length,
        hash,
      );
    }
  }

  /** Returns where the last 16 bytes begin. */
  #absorb(bytes: Uint8Array, at: number, length: number, hash: HashWord): number {
    let from = at;
    let left = length;
    if (left > roundBytes) {
      const { low, high } = hash;
      const sums = [low, high, low, high, low, high];
      for (; left > roundBytes; left -= roundBytes, from += roundBytes) {
        for (let stream = 0; stream < 3; stream++) {
          hash.set(sums[stream * 2], sums[stream * 2 + 1]);
          this.#step(bytes, from + stream * 16, stream + 1, hash);
          sums[stream * 2] = hash.low;
          sums[stream * 2 + 1] = hash.high;
        }
      }
      hash.set(sums[0] ^ sums[2] ^ sums[4], sums[1] ^ sums[3] ^ sums[5]);
    }
    for (; left > 16; left -= 16, from += 16) this.#step(bytes, from, 1, hash);
    return from + left - 16;
  }

  /** mix(first word ^ a word of the key, second word ^ the hash so far). */
  #step(bytes: Uint8Array, from: number, keyWord: number, hash: HashWord): void {
    hash.mix(
      i32At(bytes, from) ^ this.#key[keyWord * 2],
      i32At(bytes, from + 4) ^ this.#key[keyWord * 2 + 1],
      i32At(bytes, from + 8) ^ hash.low,
      i32At(bytes, from + 12) ^ hash.high,
    );
  }

  #finish(
    firstLow: number,
    firstHigh: number,
    lastLow: number,
    lastHigh: number,
    length: number,
    hash: HashWord,
  ): void {
    hash.mix(firstLow ^ this.#key[2], firstHigh ^ this.#key[3], lastLow ^ hash.low, lastHigh ^ hash.high);
    hash.mix(multiplierLow ^ length, multiplierHigh, hash.low, hash.high);
  }
}
