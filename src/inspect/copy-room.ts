const chunkBytes = 2 ** 26;
const pageBytes = 4096;

/**
 * Memory for a copy, touched before it is needed: a page that is new costs as much as copying into it, and the process would
 * stand meanwhile.
 */
export class CopyRoom {
  readonly byteCount: number;
  readonly #chunks: Uint8Array[] = [];
  #chunk = 0;
  #used = 0;

  constructor(byteCount: number) {
    this.byteCount = byteCount;
  }

  /** To be called right before the process is stopped; a fork after it would make every page new again. */
  prepare(): void {
    for (let left = this.byteCount; left > 0; left -= chunkBytes) {
      const chunk = new Uint8Array(Math.min(chunkBytes, left));
      for (let at = 0; at < chunk.length; at += pageBytes) chunk[at] = 1;
      this.#chunks.push(chunk);
    }
  }

  /** Room for so many bytes, of which some may be left from before; new memory where nothing is left. */
  take(byteCount: number): Uint8Array {
    while (this.#chunk < this.#chunks.length) {
      const chunk = this.#chunks[this.#chunk];
      if (this.#used + byteCount <= chunk.length) {
        const start = this.#used;
        this.#used += byteCount;
        return chunk.subarray(start, start + byteCount);
      }
      this.#chunk++;
      this.#used = 0;
    }
    return new Uint8Array(byteCount);
  }
}
