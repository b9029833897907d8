import { wireType } from './profile-fields.ts';

/**
 * The fields of one protobuf message, one after another, without an object a field. It stays within the message: what is
 * cut or has an unknown wire type ends it and sets `damaged`.
 */
export class FieldReader {
  field = 0;
  wire = 0;
  /** Where the content of a field of bytes is. */
  from = 0;
  to = 0;
  damaged = false;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #low = 0;
  #high = 0;

  open(bytes: Uint8Array, from: number, end: number): void {
    this.#bytes = bytes;
    this.#at = from;
    this.#end = end;
    this.damaged = false;
  }

  /** Behind the field that was read last. */
  get offset(): number {
    return this.#at;
  }

  /** Goes to the next field; false at the end and where the rest cannot be read. */
  next(): boolean {
    if (this.#at >= this.#end || !this.#varint()) return false;
    this.wire = this.#low & 7;
    this.field = this.#low >>> 3;
    if (this.#high !== 0 || this.field === 0) return this.#fail();
    if (this.wire === wireType.varint) return this.#varint();
    if (this.wire === wireType.bytes) {
      if (!this.#varint()) return false;
      this.from = this.#at;
      this.to = this.#at + this.unsigned;
      return this.#goTo(this.to);
    }
    if (this.wire === wireType.fixed64) return this.#goTo(this.#at + 8);
    if (this.wire === wireType.fixed32) return this.#goTo(this.#at + 4);
    return this.#fail();
  }

  /** The number of a varint field as uint64; exact below 2^53. */
  get unsigned(): number {
    return this.#high * 2 ** 32 + this.#low;
  }

  /** The number of a varint field as int64; exact between -2^53 and 2^53. */
  get signed(): number {
    return (this.#high | 0) * 2 ** 32 + this.#low;
  }

  get big(): bigint {
    return (BigInt(this.#high) << 32n) | BigInt(this.#low);
  }

  get low(): number {
    return this.#low;
  }

  get high(): number {
    return this.#high;
  }

  #varint(): boolean {
    const bytes = this.#bytes;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (this.#at >= this.#end) return this.#fail();
      const byte = bytes[this.#at++];
      const part = byte & 0x7f;
      if (shift < 28) low |= part << shift;
      else if (shift === 28) {
        low |= part << 28;
        high = part >>> 4;
      } else high |= part << (shift - 32);
      if (byte < 0x80) {
        this.#low = low >>> 0;
        this.#high = high >>> 0;
        return true;
      }
    }
    return this.#fail();
  }

  #goTo(at: number): boolean {
    if (at > this.#end) return this.#fail();
    this.#at = at;
    return true;
  }

  #fail(): false {
    this.damaged = true;
    this.#at = this.#end;
    return false;
  }
}
