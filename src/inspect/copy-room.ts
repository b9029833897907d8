const chunkBytes = 2 ** 26;
const pageBytes = 4096;

/**
 * Memory for a copy, touched before it is needed: a page that is new costs as much as copying into it, and the process would
 * stand meanwhile. Shared, so that two threads can copy.
 */
export class CopyRoom {
  readonly byteCount: number;
  /** All of it, zeros until it is taken and written to. */
  readonly buffers: readonly SharedArrayBuffer[];
  #chunk = 0;
  #used = 0;

  constructor(byteCount: number) {
    this.byteCount = byteCount;
    const buffers: SharedArrayBuffer[] = [];
    for (let left = Math.ceil(byteCount); left > 0; left -= chunkBytes)
      buffers.push(new SharedArrayBuffer(Math.min(chunkBytes, left)));
    this.buffers = buffers;
  }

  /** To be called right before the process is stopped; a fork after it would make every page new again. */
  prepare(): void {
    for (const buffer of this.buffers) {
      const bytes = new Uint8Array(buffer);
      for (let at = 0; at < bytes.length; at += pageBytes) bytes[at] = 0;
    }
  }

  /** Room for so many bytes, zeros, of which some may be left from before; new memory where nothing is left. */
  take(byteCount: number): Uint8Array {
    for (; this.#chunk < this.buffers.length; this.#chunk++, this.#used = 0) {
      const buffer = this.buffers[this.#chunk];
      const start = this.#used;
      if (start + byteCount > buffer.byteLength) continue;
      this.#used += byteCount;
      return new Uint8Array(buffer, start, byteCount);
    }
    return new Uint8Array(byteCount);
  }
}
