import { i32At } from '../../base/index.ts';
import type { HashWord } from './hash-word.ts';

/*
 * How both AES hashes cut a key into blocks (aeshashbody in runtime/asm_amd64.s and asm_arm64.s, Go 1.24 to 1.26): half of
 * the lanes read from its start, half up to its end, so that they overlap in the middle.
 */

export const laneWords = 4;
export const laneLimit = 8;
export const laneBytes = 16;
/** A key that is longer is read in rounds of so many bytes. */
export const roundBytes: number = laneLimit * laneBytes;

/** Blocks that a key of so many bytes is read into. */
export function laneCountOf(length: number): number {
  if (length <= laneBytes) return 1;
  if (length <= 2 * laneBytes) return 2;
  return length <= 4 * laneBytes ? 4 : laneLimit;
}

/** Offset in the key of the lane's block, for keys of 16 to 128 bytes. */
export function laneOffset(lane: number, laneCount: number, length: number): number {
  return lane < laneCount / 2 ? lane * laneBytes : length - (laneCount - lane) * laneBytes;
}

/** Xors a block of 16 bytes into four words. */
export function xorBlock(blocks: Int32Array, at: number, bytes: Uint8Array, offset: number): void {
  blocks[at] ^= i32At(bytes, offset);
  blocks[at + 1] ^= i32At(bytes, offset + 4);
  blocks[at + 2] ^= i32At(bytes, offset + 8);
  blocks[at + 3] ^= i32At(bytes, offset + 12);
}

/** The lower 8 bytes of all lanes, one xor the other, are the hash. */
export function foldLanes(blocks: Int32Array, laneCount: number, hash: HashWord): void {
  let low = 0;
  let high = 0;
  for (let lane = 0; lane < laneCount; lane++) {
    low ^= blocks[lane * laneWords];
    high ^= blocks[lane * laneWords + 1];
  }
  hash.set(low, high);
}
