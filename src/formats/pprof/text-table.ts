import { utf8 } from '../../base/index.ts';
import type { Texts } from './profile-columns.ts';

/** The string table: bytes as they came, made into text when somebody asks. */
export class TextTable implements Texts {
  #bytes = new Uint8Array(16 * 1024);
  #byteCount = 0;
  /** Where each text ends. */
  #ends = new Uint32Array(256);
  #count = 0;
  readonly #known: (string | undefined)[] = [];

  get count(): number {
    return this.#count;
  }

  get byteCount(): number {
    return this.#byteCount;
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    const end = this.#byteCount + to - from;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#byteCount));
      this.#bytes = larger;
    }
    if (this.#count === this.#ends.length) {
      const more = new Uint32Array(this.#count * 2);
      more.set(this.#ends);
      this.#ends = more;
    }
    this.#bytes.set(bytes.subarray(from, to), this.#byteCount);
    this.#byteCount = end;
    this.#ends[this.#count++] = end;
  }

  text(index: number): string {
    if (!(index < this.#count)) return '';
    return (this.#known[index] ??= utf8(
      this.#bytes.subarray(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]),
    ));
  }
}
