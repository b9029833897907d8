import type { Address } from '../base/index.ts';
import type { MapTable, SpanTable } from '../image/index.ts';

interface SecretRange {
  readonly start: Address;
  readonly end: Address;
}

/**
 * Where a Go heap keeps text: objects without pointers, which the bytes of strings and of []byte are, but for the arrays
 * of maps. Numbers and arrays inside objects with pointers are not told apart from the rest of those.
 */
export class SecretRanges {
  readonly #spans: SpanTable;
  /** Slots that hold an array of a map. */
  readonly #mapArrays = new Set<Address>();

  constructor(spans: SpanTable, maps: MapTable) {
    this.#spans = spans;
    for (let map = 0; map < maps.indexEnd; map++) {
      if (!maps.isListed(map)) continue;
      for (const { address } of maps.arraysOf(map)) {
        const span = this.#spanWithoutPointers(address);
        const slot = span < 0 ? -1 : spans.slotOf(span, address);
        if (slot >= 0) this.#mapArrays.add(spans.slotAddress(span, slot));
      }
    }
  }

  /** Those in [start, end), which lies in one page of the runtime (8 KiB). */
  *in(start: Address, end: Address): Generator<SecretRange> {
    const span = this.#spanWithoutPointers(start);
    if (span < 0) return;
    const size = this.#spans.elemSize[span];
    for (let at = start; at < end; ) {
      const slot = this.#spans.slotOf(span, at);
      // Behind the last slot, where the runtime may keep bits of its own.
      if (slot < 0) return;
      const from = this.#spans.slotAddress(span, slot);
      if (!this.#mapArrays.has(from)) yield { start: at, end: Math.min(end, from + size) };
      at = from + size;
    }
  }

  /** The lowest bit of a span class: noscan (runtime/mheap.go: spanClass). */
  #spanWithoutPointers(address: Address): number {
    const span = this.#spans.find(address);
    return span >= 0 && (this.#spans.spanClass[span] & 1) === 1 ? span : -1;
  }
}
