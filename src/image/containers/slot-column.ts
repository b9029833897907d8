import type { Address } from '../../base/index.ts';
import type { HeapSlots } from './heap-slots.ts';

/** A 32-bit number for each object of the heap, 0 at first; only spans that have others take memory. */
export class SlotColumn {
  readonly #slots: HeapSlots;
  readonly #bySpan: (Int32Array | undefined)[] = [];

  constructor(slots: HeapSlots) {
    this.#slots = slots;
  }

  /** The number of the object at the address; NaN where no object is there. */
  get(address: Address): number {
    if (!this.#slots.locate(address)) return Number.NaN;
    return this.#bySpan[this.#slots.span]?.[this.#slots.slot] ?? 0;
  }

  /** Sets the number of the object at the address; nothing where there is none. */
  set(address: Address, value: number): void {
    if (!this.#slots.locate(address)) return;
    const { span, slot } = this.#slots;
    let column = this.#bySpan[span];
    if (!column) this.#bySpan[span] = column = new Int32Array(this.#slots.slotCount(span));
    column[slot] = value;
  }

  /** Start and number of each object whose number is not 0. */
  *entries(): IterableIterator<readonly [Address, number]> {
    for (const [span, column] of this.#bySpan.entries()) {
      for (let slot = 0; column && slot < column.length; slot++)
        if (column[slot] !== 0) yield [this.#slots.startAt(span, slot), column[slot]];
    }
  }
}
