import type { HashWord } from './hash-word.ts';

/**
 * The runtime's hash of plain memory, in one of its three forms. Each takes the seed, or the hash of what came before, in
 * `hash` and leaves the new hash there. Of 4 and of 8 bytes the hash can be another one than that of a run of so many.
 */
export interface MemoryHash {
  /** runtime.memhash32: 4 bytes. */
  memory32(bytes: Uint8Array, at: number, hash: HashWord): void;
  /** runtime.memhash64: 8 bytes. */
  memory64(bytes: Uint8Array, at: number, hash: HashWord): void;
  /** runtime.memhash: `length` bytes from `at` on, which the caller has. */
  memory(bytes: Uint8Array, at: number, length: number, hash: HashWord): void;
}
