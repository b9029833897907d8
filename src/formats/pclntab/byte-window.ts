import { type Address, u32At, utf8 } from '../../base/index.ts';

/** Reads bytes at an address, or undefined where any of them cannot be had: `Elf.readAt` and `Memory.read` fit. */
export type ReadBytes = (address: Address, length: number) => Uint8Array | undefined;

const windowBytes = 4096;

/** Byte-wise reading through one remembered window, for tables whose end is known only when it is reached. */
export class ByteWindow {
  /** Address after the number that `uleb` read last. */
  next: Address = 0;
  readonly #read: ReadBytes;
  #start = 0;
  #bytes: Uint8Array = new Uint8Array(0);

  constructor(read: ReadBytes) {
    this.#read = read;
  }

  /** The byte, or -1 where it cannot be read. */
  byteAt(address: Address): number {
    const offset = address - this.#start;
    if (offset >= 0 && offset < this.#bytes.length) return this.#bytes[offset];
    const start = Math.floor(address / windowBytes) * windowBytes;
    // A table may end inside the window with nothing readable after it, or begin inside it.
    const bytes = this.#read(start, windowBytes) ?? this.#read(address, 64) ?? this.#read(address, 1);
    if (!bytes) return -1;
    this.#start = bytes.length === windowBytes ? start : address;
    this.#bytes = bytes;
    return bytes[address - this.#start];
  }

  /** The word, or -1 where it cannot be read. */
  u32(address: Address): number {
    const offset = address - this.#start;
    if (offset >= 0 && offset + 4 <= this.#bytes.length) return u32At(this.#bytes, offset);
    const bytes = this.#read(address, 4);
    return bytes ? u32At(bytes, 0) : -1;
  }

  /** Unsigned LEB128 of at most 32 bits, with `next` set after it; -1 where it cannot be read. */
  uleb(address: Address): number {
    let value = 0;
    for (let index = 0; index < 5; index++) {
      const byte = this.byteAt(address + index);
      if (byte < 0) return -1;
      value += (byte & 0x7f) * 128 ** index;
      if (byte < 0x80) {
        this.next = address + index + 1;
        return value;
      }
    }
    return -1;
  }

  /** Text up to a NUL; undefined where none comes within `maximumBytes`. */
  textAt(address: Address, maximumBytes: number): string | undefined {
    const bytes: number[] = [];
    while (bytes.length < maximumBytes) {
      const byte = this.byteAt(address + bytes.length);
      if (byte < 0) return undefined;
      if (byte === 0) return utf8(Uint8Array.from(bytes));
      bytes.push(byte);
    }
    return undefined;
  }
}
