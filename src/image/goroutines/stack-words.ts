import { type Address, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';

/** Most stacks use less than this; what is deeper is read on in larger pieces. */
const firstBytes = 2048;
const nextBytes = 65536;

/** Words of one stack after the other, read upward in pieces that begin where they are first asked for. */
export class StackWords {
  readonly #memory: Memory;
  readonly #buffer = new Uint8Array(nextBytes);
  #bytes: Uint8Array = this.#buffer.subarray(0, 0);
  #start: Address = 0;
  #end: Address = 0;
  #isFirst = true;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Turns to another stack, of which nothing at or above `end` is read. */
  open(end: Address): void {
    this.#end = end;
    this.#bytes = this.#buffer.subarray(0, 0);
    this.#isFirst = true;
  }

  /** The word, or -1 where it lies outside the stack or cannot be read. */
  at(address: Address): number {
    const offset = address - this.#start;
    if (offset >= 0 && offset + 8 <= this.#bytes.length) return u64At(this.#bytes, offset);
    if (address < 0 || address + 8 > this.#end) return -1;
    const length = Math.min(this.#end - address, this.#isFirst ? firstBytes : nextBytes);
    const bytes =
      this.#memory.read(address, length, this.#buffer) ?? this.#memory.read(address, 8, this.#buffer);
    if (!bytes) return -1;
    this.#isFirst = false;
    this.#start = address;
    this.#bytes = bytes;
    return u64At(bytes, 0);
  }
}
