import { type Address, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';

/** A longer object is the caller's to read through `Memory`. */
const spareBytes = 4096;

/**
 * Direct-mapped cache of small pages for records that lie scattered over the heap (Swiss tables, overflow buckets): it
 * reads little around each of them and makes no object a look-up. What was located stays valid until the next call.
 */
export class PageCache {
  /** Holds every page; `offset` says where the located bytes begin. */
  readonly bytes: Uint8Array;
  offset = 0;
  readonly #memory: Memory;
  readonly #pageBytes: number;
  /** Page number held in each place, -1 empty. */
  readonly #numbers: Float64Array;
  readonly #readable: Uint8Array;
  readonly #mask: number;

  /** `pageBytes` and `pageCount` are powers of two. */
  constructor(memory: Memory, pageBytes = 4096, pageCount = 1024) {
    this.#memory = memory;
    this.#pageBytes = pageBytes;
    this.#mask = pageCount - 1;
    this.bytes = new Uint8Array(pageBytes * pageCount + spareBytes);
    this.#numbers = new Float64Array(pageCount).fill(-1);
    this.#readable = new Uint8Array(pageCount);
  }

  /** Makes [address, address + length) available at `bytes[offset]`; false where it cannot be read. At most 4 KiB. */
  locate(address: Address, length: number): boolean {
    const number = Math.floor(address / this.#pageBytes);
    const within = address - number * this.#pageBytes;
    if (within + length > this.#pageBytes) return this.#spare(address, length);
    const place = number & this.#mask;
    if (this.#numbers[place] !== number) {
      const from = place * this.#pageBytes;
      const page = this.bytes.subarray(from, from + this.#pageBytes);
      this.#readable[place] = this.#memory.read(number * this.#pageBytes, this.#pageBytes, page) ? 1 : 0;
      this.#numbers[place] = number;
    }
    // A page can hold the end of a mapping: then only what was asked for may be there.
    if (this.#readable[place] === 0) return this.#spare(address, length);
    this.offset = place * this.#pageBytes + within;
    return true;
  }

  /** The word at the address, or -1 where it cannot be read. */
  u64(address: Address): number {
    return this.locate(address, 8) ? u64At(this.bytes, this.offset) : -1;
  }

  /** Forgets everything, before a changing structure is read again. */
  forget(): void {
    this.#numbers.fill(-1);
  }

  #spare(address: Address, length: number): boolean {
    if (length > spareBytes) return false;
    const from = this.bytes.length - spareBytes;
    this.offset = from;
    return this.#memory.read(address, length, this.bytes.subarray(from, from + length)) !== undefined;
  }
}
