import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { SpanTable } from '../span-table.ts';

/** What the last collection says of single objects. */
export class SurvivedObjects {
  readonly #spans: SpanTable;
  readonly #reader: Reader;
  #span = -1;
  #marked: Uint8Array | undefined;
  #allocated: Uint8Array = new Uint8Array(0);

  constructor(spans: SpanTable, memory: Memory) {
    this.#spans = spans;
    this.#reader = new Reader(memory, 64);
  }

  /** True for a free slot, and for an object that the last collection found dead and that is not swept yet. */
  isKnownDead(span: number, slot: number): boolean {
    this.#goTo(span);
    return this.#allocated[slot] === 0 || this.#marked?.[slot] === 0;
  }

  /**
   * True where a collection has found the object reachable since it was made: the mark bits say so until the sweep, which
   * makes them the allocBits (runtime/mgcsweep.go). An object made later has its allocBit unset, although it is there.
   */
  hasSurvived(span: number, slot: number): boolean {
    this.#goTo(span);
    if (this.#marked) return this.#marked[slot] === 1;
    const bits = this.#spans.allocBits[span];
    const byte = bits === 0 ? -1 : this.#reader.u8(bits + (slot >> 3));
    return byte > 0 && ((byte >> (slot & 7)) & 1) === 1;
  }

  #goTo(span: number): void {
    if (span === this.#span) return;
    this.#span = span;
    this.#allocated = this.#spans.allocated(span).slice();
    this.#marked = this.#spans.marked(span)?.slice();
  }
}
