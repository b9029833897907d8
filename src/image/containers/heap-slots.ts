import type { Address } from '../../base/index.ts';
import type { MapTable } from '../map-table.ts';
import type { SpanTable } from '../span-table.ts';

/**
 * Slots of the heap by any address in them. Whether a slot is free is not asked: what points to one here is the program's
 * own pointer, and a process that runs has made objects since its spans were read.
 */
export class HeapSlots {
  readonly #spans: SpanTable;
  readonly #maps: MapTable | undefined;
  /** Where `locate` found the last object. */
  span = -1;
  slot = -1;

  constructor(spans: SpanTable, maps?: MapTable) {
    this.#spans = spans;
    this.#maps = maps;
  }

  /** Start of the slot that the address lies in; 0 outside the heap. */
  startOf(address: Address): Address {
    return this.locate(address) ? this.startAt(this.span, this.slot) : 0;
  }

  /** Sets `span` and `slot` to those of the address; false outside the heap. */
  locate(address: Address): boolean {
    this.span = this.#spans.find(address);
    this.slot = this.span < 0 ? -1 : this.#spans.slotOf(this.span, address);
    return this.slot >= 0;
  }

  startAt(span: number, slot: number): Address {
    return this.#spans.slotAddress(span, slot);
  }

  slotCount(span: number): number {
    return this.#spans.elemCount[span];
  }

  /** Bytes of the slot that the address lies in; of a map all its arrays too. 0 outside the heap. */
  bytesOf(address: Address): number {
    const map = this.#maps?.indexAt(address) ?? -1;
    if (map >= 0) return this.#maps?.bytesOf(map) ?? 0;
    const span = this.#spans.find(address);
    return span < 0 ? 0 : this.#spans.elemSize[span];
  }

  /** Bytes from the address to the end of its slot; 0 outside the heap. */
  roomAt(address: Address): number {
    const start = this.startOf(address);
    return start === 0 ? 0 : start + this.#spans.elemSize[this.span] - address;
  }

  /** Whether the object can hold pointers. */
  hasPointers(address: Address): boolean {
    const span = this.#spans.find(address);
    return span >= 0 && (this.#spans.spanClass[span] & 1) === 0;
  }
}
