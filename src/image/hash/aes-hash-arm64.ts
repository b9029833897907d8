import { i32At, u16At } from '../../base/index.ts';
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
import { aesLastRound, aesRound } from './aes-round.ts';
import type { HashWord } from './hash-word.ts';
import type { MemoryHash } from './memory-hash.ts';

const noKey = new Int32Array(laneWords);

/**
 * memhash with AES instructions on arm64 (runtime/asm_arm64.s, Go 1.24 to 1.26). AESE adds its key before it substitutes
 * and AESMC mixes the columns: together one round without a key on the sum.
 */
export class AesHashArm64 implements MemoryHash {
  readonly #schedule: Int32Array;
  readonly #seeds = new Int32Array(laneLimit * laneWords);
  readonly #lanes = new Int32Array(laneLimit * laneWords);

  /** `schedule`: the 128 bytes of runtime.aeskeysched. */
  constructor(schedule: Int32Array) {
    this.#schedule = schedule;
  }

  /** The upper half of the seed is not used: the key takes its place (VLD1 to V0.S[1]). */
  memory32(bytes: Uint8Array, at: number, hash: HashWord): void {
    this.#short(hash.low, i32At(bytes, at), 0, 0, hash);
  }

  memory64(bytes: Uint8Array, at: number, hash: HashWord): void {
    this.#short(hash.low, hash.high, i32At(bytes, at), i32At(bytes, at + 4), hash);
  }

  memory(bytes: Uint8Array, at: number, length: number, hash: HashWord): void {
    const laneCount = laneCountOf(length);
    const seeds = this.#seeds;
    const lanes = this.#lanes;
    this.#seed(laneCount, length, hash);
    if (length === 0) {
      foldLanes(seeds, 1, hash);
      return;
    }
    if (length > roundBytes) this.#absorb(bytes, at, length);
    else {
      lanes.fill(0);
      if (length < laneBytes) this.#loadShort(bytes, at, length);
      else
        for (let lane = 0; lane < laneCount; lane++)
          xorBlock(lanes, lane * laneWords, bytes, at + laneOffset(lane, laneCount, length));
      this.#mixWith(seeds, laneCount);
      this.#mixWith(seeds, laneCount);
      // Keys of up to 16 bytes get a whole third round.
      if (laneCount === 1) this.#mixWith(seeds, 1);
      else this.#endWith(seeds, laneCount);
    }
    foldLanes(lanes, laneCount, hash);
  }

  #short(first: number, second: number, third: number, fourth: number, hash: HashWord): void {
    const lanes = this.#lanes;
    lanes[0] = first;
    lanes[1] = second;
    lanes[2] = third;
    lanes[3] = fourth;
    this.#mixWith(this.#schedule, 1);
    this.#mixWith(this.#schedule, 1);
    this.#endWith(this.#schedule, 1);
    hash.set(lanes[0], lanes[1]);
  }

  #seed(laneCount: number, length: number, { low, high }: HashWord): void {
    const seeds = this.#seeds;
    const schedule = this.#schedule;
    for (let at = 0; at < laneCount * laneWords; at += laneWords) {
      seeds[at] = low ^ schedule[at];
      seeds[at + 1] = high ^ schedule[at + 1];
      seeds[at + 2] = length ^ schedule[at + 2];
      seeds[at + 3] = schedule[at + 3];
      aesRound(seeds, at, noKey, 0);
    }
  }

  /** Under 16 bytes each power of two in the length has a place of its own, whatever comes before it. */
  #loadShort(bytes: Uint8Array, at: number, length: number): void {
    const lanes = this.#lanes;
    let from = at;
    if (length & 8) {
      lanes[0] = i32At(bytes, from);
      lanes[1] = i32At(bytes, from + 4);
      from += 8;
    }
    if (length & 4) {
      lanes[2] = i32At(bytes, from);
      from += 4;
    }
    if (length & 2) {
      lanes[3] = u16At(bytes, from);
      from += 2;
    }
    if (length & 1) lanes[3] |= bytes[from] << 16;
  }

  /** Over 128 bytes the seeds are the state, and the key's blocks take the part of the round keys. */
  #absorb(bytes: Uint8Array, at: number, length: number): void {
    const lanes = this.#lanes;
    const blocks = new Int32Array(laneLimit * laneWords);
    lanes.set(this.#seeds);
    loadRound(blocks, bytes, at + length - roundBytes);
    const rounds = Math.floor((length - 1) / roundBytes);
    for (let round = 0; round < rounds; round++) {
      this.#mixWith(blocks, laneLimit);
      loadRound(blocks, bytes, at + round * roundBytes);
      this.#mixWith(blocks, laneLimit);
    }
    this.#mixWith(blocks, laneLimit);
    this.#mixWith(blocks, laneLimit);
    this.#endWith(blocks, laneLimit);
  }

  /** AESE and AESMC of each lane. */
  #mixWith(keys: Int32Array, laneCount: number): void {
    const lanes = this.#lanes;
    for (let at = 0; at < laneCount * laneWords; at++) lanes[at] ^= keys[at];
    for (let at = 0; at < laneCount * laneWords; at += laneWords) aesRound(lanes, at, noKey, 0);
  }

  /** AESE alone. */
  #endWith(keys: Int32Array, laneCount: number): void {
    const lanes = this.#lanes;
    for (let at = 0; at < laneCount * laneWords; at++) lanes[at] ^= keys[at];
    for (let at = 0; at < laneCount * laneWords; at += laneWords) aesLastRound(lanes, at);
  }
}

function loadRound(blocks: Int32Array, bytes: Uint8Array, from: number): void {
  blocks.fill(0);
  for (let lane = 0; lane < laneLimit; lane++)
    xorBlock(blocks, lane * laneWords, bytes, from + lane * laneBytes);
}
