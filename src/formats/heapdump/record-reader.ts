import { type ByteSource, utf8 } from '../../base/index.ts';

const windowBytes = 2 ** 20;
/** A 64-bit number in groups of seven bits. */
const longestNumber = 10;

/**
 * Reads forward through a source of any size by windows of a megabyte; what is skipped is not read. A read past the end
 * sets `overran` and gives 0, so that a parser of damaged input terminates.
 */
export class RecordReader {
  overran = false;
  readonly #source: ByteSource;
  #window: Uint8Array = new Uint8Array(0);
  /** File offset of the window. */
  #start = 0;
  #at = 0;
  #end = 0;

  constructor(source: ByteSource, offset = 0) {
    this.#source = source;
    this.#start = offset;
  }

  get offset(): number {
    return this.#start + this.#at;
  }

  get size(): number {
    return this.#source.size;
  }

  u8(): number {
    if (this.#at >= this.#end && !this.#fill()) return this.#fail();
    return this.#window[this.#at++];
  }

  /** Unsigned LEB128, as encoding/binary's Uvarint. Values above 2^53 lose their low bits. */
  uvarint(): number {
    if (this.#at + longestNumber > this.#end) this.#fill();
    const window = this.#window;
    const end = this.#end;
    let at = this.#at;
    if (at < end && window[at] < 0x80) {
      this.#at = at + 1;
      return window[at];
    }
    let value = 0;
    let scale = 1;
    for (let count = 0; count < longestNumber && at < end; count++) {
      const byte = window[at++];
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#at = at;
        return value;
      }
      scale *= 128;
    }
    return this.#fail();
  }

  /** A number that is 0 or 1. */
  flag(): boolean {
    return this.uvarint() !== 0;
  }

  /** Passes over bytes; past the end of the source it fails. */
  skip(byteCount: number): void {
    if (this.offset + byteCount > this.#source.size) this.#fail();
    else this.#at += byteCount;
  }

  /** Goes to an offset, also back, and forgets that a read went past the end. */
  seek(offset: number): void {
    const at = offset - this.#start;
    if (at >= 0 && at <= this.#end) this.#at = at;
    else {
      this.#start = offset;
      this.#at = 0;
      this.#end = 0;
    }
    this.overran = false;
  }

  /** Goes on to the next byte of this value below `end`, and does not pass over it; false where there is none. */
  skipTo(value: number, end: number): boolean {
    while (this.offset < end) {
      if (this.#at >= this.#end && !this.#fill()) return false;
      const at = this.#window.indexOf(value, this.#at);
      this.#at = at < 0 ? this.#end : at;
      if (at >= 0) return this.offset < end;
    }
    return false;
  }

  /** A string of at most `limit` bytes; what is longer is cut. */
  text(limit: number): string {
    const length = this.uvarint();
    const start = this.offset;
    this.skip(length);
    return this.overran ? '' : utf8(this.#source.read(start, Math.min(length, limit)));
  }

  /** Moves the window to where the reader stands; false at the end of the source. */
  #fill(): boolean {
    const offset = this.offset;
    if (offset + this.#end - this.#at === this.#source.size && this.#at < this.#end) return true;
    this.#window = this.#source.read(offset, windowBytes);
    this.#start = offset;
    this.#at = 0;
    this.#end = this.#window.length;
    return this.#end > 0;
  }

  #fail(): number {
    this.overran = true;
    return 0;
  }
}
