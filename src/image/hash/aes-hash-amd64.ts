import { i32At } from '../../base/index.ts';
import {
  foldLanes,
  laneBytes,
  laneCountOf,
  laneLimit,
  laneOffset,
  laneWords,
  roundBytes,
  xorBlock,
} from './aes-lanes.ts';
import { aesRound } from './aes-round.ts';
import type { HashWord } from './hash-word.ts';
import type { MemoryHash } from './memory-hash.ts';

/** memhash with AES instructions on amd64 (runtime/asm_amd64.s, Go 1.24 to 1.26). */
export class AesHashAmd64 implements MemoryHash {
  readonly #schedule: Int32Array;
  readonly #seeds = new Int32Array(laneLimit * laneWords);
  readonly #lanes = new Int32Array(laneLimit * laneWords);
  readonly #block = new Int32Array(laneWords);

  /** `schedule`: the 128 bytes of runtime.aeskeysched. */
  constructor(schedule: Int32Array) {
    this.#schedule = schedule;
  }

  memory32(bytes: Uint8Array, at: number, hash: HashWord): void {
    this.#short(i32At(bytes, at), 0, hash);
  }

  memory64(bytes: Uint8Array, at: number, hash: HashWord): void {
    this.#short(i32At(bytes, at), i32At(bytes, at + 4), hash);
  }

  memory(bytes: Uint8Array, at: number, length: number, hash: HashWord): void {
    const laneCount = laneCountOf(length);
    const seeds = this.#seeds;
    const lanes = this.#lanes;
    this.#seed(laneCount, length, hash);
    if (length === 0) {
      aesRound(seeds, 0, seeds, 0);
      foldLanes(seeds, 1, hash);
      return;
    }
    lanes.set(seeds);
    if (length < laneBytes) this.#xorShort(bytes, at, length);
    else if (length <= roundBytes) {
      for (let lane = 0; lane < laneCount; lane++)
        xorBlock(lanes, lane * laneWords, bytes, at + laneOffset(lane, laneCount, length));
    } else this.#absorb(bytes, at, length);
    for (let round = 0; round < 3; round++) this.#scramble(laneCount);
    foldLanes(lanes, laneCount, hash);
  }

  #short(low: number, high: number, hash: HashWord): void {
    const block = this.#block;
    block[0] = hash.low;
    block[1] = hash.high;
    block[2] = low;
    block[3] = high;
    aesRound(block, 0, this.#schedule, 0);
    aesRound(block, 0, this.#schedule, 4);
    aesRound(block, 0, this.#schedule, 8);
    hash.set(block[0], block[1]);
  }

  /** The lower 16 bits of the length stand four times beside the seed (PSHUFHW). */
  #seed(laneCount: number, length: number, { low, high }: HashWord): void {
    const lengths = (length & 0xffff) * 0x10001;
    const seeds = this.#seeds;
    const schedule = this.#schedule;
    for (let at = 0; at < laneCount * laneWords; at += laneWords) {
      seeds[at] = low ^ schedule[at];
      seeds[at + 1] = high ^ schedule[at + 1];
      seeds[at + 2] = lengths ^ schedule[at + 2];
      seeds[at + 3] = lengths ^ schedule[at + 3];
      aesRound(seeds, at, seeds, at);
    }
  }

  #xorShort(bytes: Uint8Array, at: number, length: number): void {
    for (let index = 0; index < length; index++)
      this.#lanes[index >>> 2] ^= bytes[at + index] << ((index & 3) * 8);
  }

  /** Over 128 bytes: the last block first, then every whole round from the start, which can reach into the last block. */
  #absorb(bytes: Uint8Array, at: number, length: number): void {
    const lanes = this.#lanes;
    const block = this.#block;
    for (let lane = 0; lane < laneLimit; lane++)
      xorBlock(lanes, lane * laneWords, bytes, at + length - roundBytes + lane * laneBytes);
    const rounds = Math.floor((length - 1) / roundBytes);
    for (let round = 0; round < rounds; round++) {
      this.#scramble(laneLimit);
      for (let lane = 0; lane < laneLimit; lane++) {
        block.fill(0);
        xorBlock(block, 0, bytes, at + round * roundBytes + lane * laneBytes);
        aesRound(lanes, lane * laneWords, block, 0);
      }
    }
  }

  #scramble(laneCount: number): void {
    const lanes = this.#lanes;
    for (let at = 0; at < laneCount * laneWords; at += laneWords) aesRound(lanes, at, lanes, at);
  }
}
