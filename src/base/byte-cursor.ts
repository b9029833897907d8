import { u16At, u32At, u64At } from './little-endian.ts';

/**
 * Reads forward through bytes. A read past the end sets `overran`, returns 0 or an empty view and leaves the cursor at
 * the end, so that a parser of damaged input terminates and can ask once, at the end of a record, whether it was whole.
 */
export class ByteCursor {
  readonly bytes: Uint8Array;
  offset: number;
  /** End of what may be read, exclusive. */
  readonly end: number;
  overran = false;

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.end = Math.min(end, bytes.length);
    this.offset = Math.min(offset, this.end);
  }

  get done(): boolean {
    return this.offset >= this.end;
  }

  u8(): number {
    return this.#advance(1) ? this.bytes[this.offset - 1] : 0;
  }

  u16(): number {
    return this.#advance(2) ? u16At(this.bytes, this.offset - 2) : 0;
  }

  u32(): number {
    return this.#advance(4) ? u32At(this.bytes, this.offset - 4) : 0;
  }

  u64(): number {
    return this.#advance(8) ? u64At(this.bytes, this.offset - 8) : 0;
  }

  /** A view, not a copy. */
  take(length: number): Uint8Array {
    if (!this.#advance(length)) return this.bytes.subarray(0, 0);
    return this.bytes.subarray(this.offset - length, this.offset);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** Unsigned LEB128 (DWARF 5 §7.6). At most ten bytes are read; values above 2^53 lose their low bits. */
  uleb(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    return value;
  }

  /** Signed LEB128 (DWARF 5 §7.6). */
  sleb(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return byte & 0x40 ? value - scale : value;
    }
    return value;
  }

  /** Bytes up to the next NUL, which is consumed; a view. */
  untilNul(): Uint8Array {
    const from = this.offset;
    let at = from;
    while (at < this.end && this.bytes[at] !== 0) at++;
    if (at >= this.end) this.overran = true;
    this.offset = Math.min(at + 1, this.end);
    return this.bytes.subarray(from, at);
  }

  #advance(length: number): boolean {
    if (length < 0 || this.offset + length > this.end) {
      this.overran = true;
      this.offset = this.end;
      return false;
    }
    this.offset += length;
    return true;
  }
}
