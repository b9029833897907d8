import { type Address, isAddress } from '../../base/index.ts';
import { PageCache } from '../maps/page-cache.ts';
import type { Memory } from '../memory.ts';

const pageBytes = 4096;
/** Keys of some hundred thousand entries; more of them lie further apart than any cache reaches. */
const pageCount = 2048;
/** A longer string or value is left alone. */
const valueLimit = 2 ** 24;
/** A look into one map is to take seconds at most; a read takes microseconds, a mebibyte some milliseconds to hash. */
const readLimit = 2 ** 19;
const byteLimit = 2 ** 28;

/** Reads what the keys of one map point to: strings, boxes, values in interfaces. A bound on the work, too. */
export class KeyMemory {
  readonly #memory: Memory;
  /** While true, what is kept of earlier reads is not believed. */
  readsAnew = false;
  #cache: PageCache | undefined;
  #reads = 0;
  #bytes = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** So much was read that it is time to end. */
  get isSpent(): boolean {
    return this.#reads >= readLimit || this.#bytes >= byteLimit;
  }

  /** Valid until the next call. */
  read(address: Address, length: number): Uint8Array | undefined {
    if (length === 0) return new Uint8Array(0);
    if (!isAddress(address) || length > valueLimit) return undefined;
    this.#reads++;
    this.#bytes += length;
    if (length > pageBytes || this.readsAnew) return this.#memory.read(address, length);
    const cache = (this.#cache ??= new PageCache(this.#memory, pageBytes, pageCount));
    if (!cache.locate(address, length)) return undefined;
    return cache.bytes.subarray(cache.offset, cache.offset + length);
  }
}
