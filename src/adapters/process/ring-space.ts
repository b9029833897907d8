/** Where the next run goes in a ring of bytes: first in, first out, each in one piece. */
export class RingSpace {
  readonly #size: number;
  /** Where the oldest run begins and where the next one would; equal and `#count` 0 when nothing is in use. */
  #tail = 0;
  #head = 0;
  #count = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Offset at which `length` bytes fit now, or -1. */
  fit(length: number): number {
    if (this.#count === 0) return length <= this.#size ? 0 : -1;
    if (this.#head <= this.#tail) return this.#tail - this.#head >= length ? this.#head : -1;
    if (this.#size - this.#head >= length) return this.#head;
    return length <= this.#tail ? 0 : -1;
  }

  /** Takes `length` bytes at `offset`, which `fit` gave. */
  use(offset: number, length: number): void {
    if (this.#count === 0) this.#tail = offset;
    this.#count++;
    this.#head = offset + length;
  }

  /** Gives the oldest run back; `tail` is where the next older one begins, if there is one. */
  free(tail: number): void {
    this.#count--;
    this.#tail = tail;
  }
}
