import { type Address, isAddress } from '../../base/index.ts';
import type { Reader } from '../reader.ts';
import type { HeapBitsDesign } from '../span-table.ts';
import type { HeapPlace } from './heap-place.ts';
import { arenaBytes } from './page-table.ts';

const wordsPerArena = arenaBytes / 8;
/** Words that one word of the 1-bit bitmap describes; noMorePtrs has a bit for each. */
const wordsPerBitmapWord = 64;
const arenaCount = 2 ** 22;

/** Pointer bits of Go 1.18 to 1.21, which lie in heapArena.bitmap (runtime/mbitmap.go of these versions). */
export class ArenaBits {
  readonly #reader: Reader;
  readonly #arenas: Address;
  /** arenaBaseOffset: on amd64 the arena index counts from -2^47. */
  readonly #firstIndex: number;
  readonly #bitmap: number;
  readonly #noMorePtrs: number;

  constructor(runtime: HeapPlace, reader: Reader) {
    const { layouts } = runtime;
    this.#reader = reader;
    this.#arenas = runtime.mheapAddress + layouts.offset('runtime.mheap', 'arenas');
    this.#firstIndex = runtime.arch === 'amd64' ? arenaCount / 2 : 0;
    this.#bitmap = layouts.find('runtime.heapArena', 'bitmap');
    this.#noMorePtrs = layouts.find('runtime.heapArena', 'noMorePtrs');
  }

  /** Writes one bit a word of [base, base + elemCount slots) to `into`; false where the bitmap cannot be read. */
  read(
    design: HeapBitsDesign,
    base: Address,
    elemSize: number,
    elemCount: number,
    into: Uint8Array,
  ): boolean {
    into.fill(0);
    const wordCount = (elemSize / 8) * elemCount;
    for (let done = 0; done < wordCount; ) {
      const address = base + done * 8;
      const arena = this.#heapArena(address);
      if (arena === 0) return false;
      const first = (address % arenaBytes) / 8;
      const count = Math.min(wordCount - done, wordsPerArena - first);
      const whole =
        design === 'arena-1bit'
          ? this.#readOneBit(arena, first, count, done, elemSize / 8, into)
          : this.#readTwoBit(arena, first, count, done, elemSize / 8, into);
      if (!whole) return false;
      done += count;
    }
    return true;
  }

  #heapArena(address: Address): Address {
    const table = this.#reader.u64(this.#arenas);
    if (!isAddress(table)) return 0;
    const index = Math.floor(address / arenaBytes) + this.#firstIndex;
    const arena = this.#reader.u64(table + index * 8);
    return isAddress(arena) ? arena : 0;
  }

  /**
   * A byte holds four words: pointer bits in the low half, scan bits in the high half. A clear scan bit says that the
   * object has no pointers from here on; bits after it are left over from an earlier object.
   */
  #readTwoBit(
    arena: Address,
    first: number,
    count: number,
    done: number,
    elemWords: number,
    into: Uint8Array,
  ): boolean {
    const byteCount = Math.ceil((first + count) / 4) - Math.floor(first / 4);
    const bitmap = this.#reader.memory.read(arena + this.#bitmap + Math.floor(first / 4), byteCount);
    if (!bitmap) return false;
    let dead = false;
    for (let index = 0; index < count; index++) {
      const word = done + index;
      if (word % elemWords === 0) dead = false;
      const shift = (first + index) & 3;
      const byte = bitmap[((first & 3) + index) >> 2] >> shift;
      if ((byte & 0x10) === 0) dead = true;
      if (!dead && (byte & 1) === 1) into[word >> 3] |= 1 << (word & 7);
    }
    return true;
  }

  /** noMorePtrs of a bitmap word: the object that goes on past it has no pointers there, whatever the bits say. */
  #readOneBit(
    arena: Address,
    first: number,
    count: number,
    done: number,
    elemWords: number,
    into: Uint8Array,
  ): boolean {
    const firstByte = Math.floor(first / 8);
    const bitmap = this.#reader.memory.read(
      arena + this.#bitmap + firstByte,
      Math.ceil((first + count) / 8) - firstByte,
    );
    const firstFlags = Math.floor(first / wordsPerBitmapWord / 8);
    const flagBytes = Math.floor((first + count - 1) / wordsPerBitmapWord / 8) - firstFlags + 1;
    const flags = this.#reader.memory.read(arena + this.#noMorePtrs + firstFlags, flagBytes);
    if (!bitmap || !flags) return false;
    let dead = false;
    for (let index = 0; index < count; index++) {
      const word = done + index;
      const at = first + index;
      if (word % elemWords === 0) dead = false;
      else if (at % wordsPerBitmapWord === 0) {
        const previous = at / wordsPerBitmapWord - 1;
        if (previous >= firstFlags * 8 && (flags[(previous >> 3) - firstFlags] >> (previous & 7)) & 1)
          dead = true;
      }
      if (!dead && (bitmap[(at >> 3) - firstByte] >> (at & 7)) & 1) into[word >> 3] |= 1 << (word & 7);
    }
    return true;
  }
}
