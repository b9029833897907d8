import { assert } from '../../base/index.ts';
import { wireType } from './profile-fields.ts';

const smallestRoom = 64;

/** Bytes of one protobuf message, written field by field; reusable, so that millions of messages make no garbage. */
export class MessageWriter {
  #bytes = new Uint8Array(smallestRoom);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Forgets what was written. */
  clear(): void {
    this.#length = 0;
  }

  /** What was written; valid until the next write. */
  view(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** An int64 or uint64 field; 0 is what a missing field says. A negative number takes ten bytes, as in two's complement. */
  integer(field: number, value: number): void {
    if (value === 0) return;
    this.#varint(field * 8 + wireType.varint);
    this.#varint(value);
  }

  bigInteger(field: number, value: bigint): void {
    if (value === 0n) return;
    this.#varint(field * 8 + wireType.varint);
    this.#bigVarint(value);
  }

  flag(field: number, value: boolean): void {
    this.integer(field, value ? 1 : 0);
  }

  /** A repeated integer field, packed. */
  integers(field: number, values: readonly number[], scratch: MessageWriter): void {
    if (values.length === 0) return;
    scratch.clear();
    for (const value of values) scratch.#varint(value);
    this.message(field, scratch);
  }

  /** A string or bytes field, also where it is empty: in a list an empty one counts. */
  bytes(field: number, content: Uint8Array): void {
    this.#varint(field * 8 + wireType.bytes);
    this.#varint(content.length);
    this.#reserve(content.length);
    this.#bytes.set(content, this.#length);
    this.#length += content.length;
  }

  message(field: number, content: MessageWriter): void {
    this.bytes(field, content.view());
  }

  #varint(value: number): void {
    assert(Number.isInteger(value), 'an integer field holds a whole number');
    if (value < 0 || value > Number.MAX_SAFE_INTEGER) {
      this.#bigVarint(BigInt(value));
      return;
    }
    this.#reserve(10);
    let rest = value;
    // Above 2^31 the bit operators would cut the number.
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #bigVarint(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.view());
    this.#bytes = larger;
  }
}
