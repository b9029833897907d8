import { sizeClasses } from '../../../gomem/index.ts';

const chunkPages = 2 ** 13;
/** The heap of 2^47 bytes has 2^34 pages; a damaged number may lie anywhere. */
const mostChunks = 2 ** 21;
/** A span of more pages than 2^40 bytes take is none. */
const mostPagesOfSpan = 2 ** 27;
/** So many chunks are held: 64 GiB of heap of which every part is used. */
const mostHeldChunks = 1024;

/** How large the objects of each page are: traced objects have no size of their own, spans have. */
export class SpanPages {
  readonly #chunks = new Map<number, Float64Array>();

  /** A span began or was told: `kindAndClass` is 1 for what is no heap, else twice the span class (runtime/traceallocfree.go). */
  set(page: number, pageCount: number, kindAndClass: number, pageBytes: number): void {
    if (!(pageCount >= 1 && pageCount <= mostPagesOfSpan)) return;
    const sizeClass = kindAndClass >> 2;
    const isHeap = (kindAndClass & 1) === 0;
    const bytes = isHeap ? (sizeClass === 0 ? pageCount * pageBytes : (sizeClasses[sizeClass] ?? 0)) : 0;
    // Of a large object only the first page is asked for.
    const count = sizeClass === 0 ? 1 : pageCount;
    for (let index = 0; index < count; index++) this.#setPage(page + index, bytes);
  }

  /** Bytes of an object on that page; 0 where no span is known. */
  bytesAt(page: number): number {
    const chunk = this.#chunks.get(Math.floor(page / chunkPages));
    return chunk ? chunk[page % chunkPages] : 0;
  }

  #setPage(page: number, bytes: number): void {
    const index = Math.floor(page / chunkPages);
    let chunk = this.#chunks.get(index);
    if (!chunk) {
      if (index >= mostChunks || this.#chunks.size >= mostHeldChunks) return;
      this.#chunks.set(index, (chunk = new Float64Array(chunkPages)));
    }
    chunk[page % chunkPages] = bytes;
  }
}
