const pagesPerChunk = 512;

/** A sparse set of page numbers as bits, 512 pages (2 MiB of 4 KiB pages) a chunk. */
export class PageSet {
  readonly #chunks = new Map<number, Uint32Array>();
  /** The chunk used last: reads come in runs. */
  #lastNumber = -1;
  #last: Uint32Array | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(page: number): boolean {
    const chunk = this.#chunk(Math.floor(page / pagesPerChunk));
    if (!chunk) return false;
    const bit = page % pagesPerChunk;
    return (chunk[bit >>> 5] & (1 << (bit & 31))) !== 0;
  }

  add(page: number): void {
    const number = Math.floor(page / pagesPerChunk);
    let chunk = this.#chunk(number);
    if (!chunk) {
      if (this.#chunks.size >= maxChunks) this.clear();
      chunk = new Uint32Array(pagesPerChunk / 32);
      this.#chunks.set(number, chunk);
      this.#lastNumber = number;
      this.#last = chunk;
    }
    const bit = page % pagesPerChunk;
    const mask = 1 << (bit & 31);
    if ((chunk[bit >>> 5] & mask) === 0) this.#size++;
    chunk[bit >>> 5] |= mask;
  }

  clear(): void {
    this.#chunks.clear();
    this.#lastNumber = -1;
    this.#last = undefined;
    this.#size = 0;
  }

  #chunk(number: number): Uint32Array | undefined {
    if (number !== this.#lastNumber) {
      this.#lastNumber = number;
      this.#last = this.#chunks.get(number);
    }
    return this.#last;
  }
}

/** 64 GiB of address space, about 15 MB of chunks; then the set starts anew. */
const maxChunks = 32768;
