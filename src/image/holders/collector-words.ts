import type { Address } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';

const pageBytes = 8192;
/** Of larger spans no bits are read: a megabyte of them. */
const largestSpanBytes = 2 ** 26;

/**
 * Which words of heap objects the collector follows. A word that it does not follow is no pointer, whatever it looks like:
 * a uintptr, and what runtime.p keeps of a write barrier (wbBuf) long after its objects are gone. The bits of the span
 * that was asked for last are kept, as objects are visited span by span.
 */
export class CollectorWords {
  readonly #spans: SpanTable;
  #span = -1;
  #bits: Uint8Array | undefined;

  constructor(spans: SpanTable) {
    this.#spans = spans;
  }

  /** Place of the word at the address for `follows`; -1 where no bits tell (no heap, Go 1.22+ above 512 B). */
  placeOf(address: Address): number {
    const span = this.#spans.find(address);
    if (span < 0 || address % 8 !== 0) return -1;
    if (span !== this.#span) {
      this.#span = span;
      const isRead = this.#spans.pageCount[span] * pageBytes <= largestSpanBytes;
      this.#bits = isRead ? this.#spans.pointerBits(span)?.slice() : undefined;
    }
    return this.#bits ? (address - this.#spans.base[span]) / 8 : -1;
  }

  /** Whether the collector follows the word at this place of the span that `placeOf` was asked for last. */
  follows(place: number): boolean {
    return place < 0 || ((this.#bits?.[place >>> 3] ?? 0) & (1 << (place & 7))) !== 0;
  }
}
