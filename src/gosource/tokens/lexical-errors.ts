/** Something in the text that is no Go token, in the words of go/scanner (Go 1.26). */
export interface LexicalError {
  /** Bytes from the start of the source. */
  readonly offset: number;
  readonly message: string;
}

/** Errors that are kept; a file of junk has one a byte. */
const keptErrors = 100;

export class LexicalErrors {
  readonly #kept: LexicalError[] = [];
  #count = 0;

  add(offset: number, message: string): void {
    this.#count++;
    if (this.#kept.length < keptErrors) this.#kept.push({ offset, message });
  }

  /** All of them, also those that were not kept. */
  get count(): number {
    return this.#count;
  }

  /** The first hundred, in the order in which they were met. */
  list(): readonly LexicalError[] {
    return this.#kept;
  }
}
