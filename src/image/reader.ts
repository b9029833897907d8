import { type Address, u32At, u64At } from '../base/index.ts';
import type { Memory } from './memory.ts';

const windowBytes = 16384;

/**
 * Small reads through a direct-mapped cache of 16 KiB windows (64 by default, 1 MiB). For structures that lie near each
 * other; a scan of whole spans reads through `Memory` with a buffer of its own. A cached window goes stale while the
 * process runs: validate what was read, and `forget` before reading it again.
 */
export class Reader {
  readonly memory: Memory;
  readonly #windows: (Uint8Array | undefined)[];
  /** Window number held in each place; -1 empty. A place whose window could not be read holds the number and undefined. */
  readonly #numbers: Float64Array;
  readonly #mask: number;

  /** `windowCount` is rounded up to a power of two. */
  constructor(memory: Memory, windowCount = 64) {
    const count = 2 ** Math.ceil(Math.log2(Math.max(1, windowCount)));
    this.memory = memory;
    this.#windows = new Array(count).fill(undefined);
    this.#numbers = new Float64Array(count).fill(-1);
    this.#mask = count - 1;
  }

  /** A view of [address, address + length), valid until the next call; undefined where a byte cannot be read. */
  view(address: Address, length: number): Uint8Array | undefined {
    const number = Math.floor(address / windowBytes);
    const offset = address - number * windowBytes;
    if (offset + length > windowBytes) return this.memory.read(address, length);
    const window = this.#window(number);
    // A window can straddle the end of a mapping: then only the bytes asked for may be there.
    return window ? window.subarray(offset, offset + length) : this.memory.read(address, length);
  }

  /** The word at the address, or -1 where it cannot be read (no unsigned word is -1). */
  u64(address: Address): number {
    const view = this.view(address, 8);
    return view ? u64At(view, 0) : -1;
  }

  u32(address: Address): number {
    const view = this.view(address, 4);
    return view ? u32At(view, 0) : -1;
  }

  u8(address: Address): number {
    const view = this.view(address, 1);
    return view ? view[0] : -1;
  }

  forget(): void {
    this.#numbers.fill(-1);
    this.memory.refresh();
  }

  #window(number: number): Uint8Array | undefined {
    const place = number & this.#mask;
    if (this.#numbers[place] === number) return this.#windows[place];
    const kept = this.#windows[place] ?? new Uint8Array(windowBytes);
    const read = this.memory.read(number * windowBytes, windowBytes, kept);
    this.#numbers[place] = number;
    this.#windows[place] = read;
    return read;
  }
}
