import { type Address, assert } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';

/** Reachability as it is stored. */
export const reachability = { unknown: 0, unreachable: 1, reachable: 2 } as const;

/** In the type column: the number after it is a guess. */
const guessBit = 2 ** 31;
/** In place of a shape: the row was dropped. */
const droppedShape = 0xffffffff;
/** A holder count stays here once it is this large. */
const holderCountLimit = 0xffff;

/**
 * One row a map, 20 bytes: maps whose header has a heap slot first, in address order, then those found elsewhere (on
 * stacks, or through typed references). A heap map's address is its span and its slot number; rows of one span lie
 * together, so the way from an address to its row is a look-up of the span and a search among its at most 170 slots.
 */
export class MapColumns {
  readonly #spans: SpanTable;
  /** Row of the first map of each span, by span ordinal; one more at the end. Complete once `sealHeap` was called. */
  readonly #firstRow: Uint32Array;
  #slot: Uint8Array;
  #shape: Uint32Array;
  /** Group or bucket of a small map in words of 8 bytes above `#unitBase`, plus one; 0 where it was not kept. */
  #unit: Uint32Array;
  #holderPath: Int32Array;
  #holderCount: Uint16Array;
  #reachable: Uint8Array;
  /** Type number plus one, 0 where no reference gave one; with `guessBit` one that was guessed. */
  #type: Uint32Array;
  readonly #unitBase: Address;
  #heapCount = 0;
  #lastOrdinal = -1;
  #dropped = 0;
  /** The row that was found last. */
  #lastRow = -1;
  /** All rows, dropped ones too. */
  count = 0;
  readonly #elsewhere: Address[] = [];
  readonly #rowElsewhere = new Map<Address, number>();

  /** `capacity`: how many heap headers there can be. Memory is committed as rows are written, not here. */
  constructor(spans: SpanTable, capacity: number) {
    this.#spans = spans;
    this.#firstRow = new Uint32Array(spans.count + 1);
    this.#unitBase = spans.count > 0 ? spans.base[0] : 0;
    this.#slot = new Uint8Array(capacity);
    this.#shape = new Uint32Array(capacity);
    this.#unit = new Uint32Array(capacity);
    this.#holderPath = new Int32Array(capacity);
    this.#holderCount = new Uint16Array(capacity);
    this.#reachable = new Uint8Array(capacity);
    this.#type = new Uint32Array(capacity);
  }

  /** Adds the map at a slot; spans and slots come in ascending order. */
  addHeap(ordinal: number, slot: number, shape: number, packedUnit: number): void {
    for (; this.#lastOrdinal < ordinal; ) this.#firstRow[++this.#lastOrdinal] = this.count;
    const row = this.count++;
    this.#slot[row] = slot;
    this.#shape[row] = shape;
    this.#unit[row] = packedUnit;
  }

  /** Ends the heap part: addresses and rows can be asked for from here on. */
  sealHeap(): void {
    while (this.#lastOrdinal < this.#spans.count) this.#firstRow[++this.#lastOrdinal] = this.count;
    this.#heapCount = this.count;
  }

  /** Takes a row out of the list; its number is not used again. */
  drop(row: number): void {
    this.#shape[row] = droppedShape;
    this.#dropped++;
  }

  /** False for a row that was dropped. */
  isListed(row: number): boolean {
    return this.#shape[row] !== droppedShape;
  }

  /** Rows that were not dropped. */
  get listedCount(): number {
    return this.count - this.#dropped;
  }

  /** Adds a map whose header is not one of the heap slots that were scanned, or was not recognised there. */
  addElsewhere(header: Address, shape: number): number {
    const row = this.count++;
    if (row >= this.#shape.length) this.#grow();
    this.#shape[row] = shape;
    this.#elsewhere.push(header);
    this.#rowElsewhere.set(header, row);
    return row;
  }

  rowAt(header: Address): number {
    const ordinal = this.#spans.find(header);
    if (ordinal >= 0) {
      const slot = this.#spans.slotOf(ordinal, header);
      if (slot >= 0 && this.#spans.slotAddress(ordinal, slot) === header) {
        const row = this.rowOfSlot(ordinal, slot);
        if (row >= 0) return row;
      }
    }
    return this.#rowElsewhere.get(header) ?? -1;
  }

  /** Row of the map whose header is this slot of a span, or -1. */
  rowOfSlot(ordinal: number, slot: number): number {
    let low = this.#firstRow[ordinal];
    const end = this.#firstRow[ordinal + 1];
    // References often come in the order of their maps.
    const hint = this.#lastRow + 1;
    if (hint >= low && hint < end && this.#slot[hint] <= slot) low = hint;
    let high = this.#slot[low] === slot ? low : end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#slot[middle] < slot) low = middle + 1;
      else high = middle;
    }
    if (low >= end || this.#slot[low] !== slot || !this.isListed(low)) return -1;
    this.#lastRow = low;
    return low;
  }

  addressOf(row: number): Address {
    assert(row >= 0 && row < this.count, 'no such map');
    if (row >= this.#heapCount) return this.#elsewhere[row - this.#heapCount];
    return this.#spans.slotAddress(this.ordinalOf(row), this.#slot[row]);
  }

  /** Span of a heap row. */
  ordinalOf(row: number): number {
    let low = 0;
    let high = this.#spans.count;
    // The last span whose first row is at most `row`.
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#firstRow[middle] <= row) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Rows from this one on were added by `addElsewhere`. */
  get heapEnd(): number {
    return this.#heapCount;
  }

  shapeOf(row: number): number {
    return this.#shape[row];
  }

  setShape(row: number, shape: number): void {
    this.#shape[row] = shape;
  }

  /** Address of a small map's group or bucket, 0 where it was not kept. */
  unitOf(row: number): Address {
    const packed = this.#unit[row];
    return packed === 0 ? 0 : this.#unitBase + (packed - 1) * 8;
  }

  /**
   * A unit's address as its column keeps it, 0 where it cannot: in a heap spread over more than 32 GiB of addresses the
   * header is read again when the unit is asked for. The address is a multiple of 8.
   */
  packUnit(unit: Address): number {
    const words = (unit - this.#unitBase) / 8 + 1;
    return words >= 1 && words <= 0xffffffff ? words : 0;
  }

  /** Units of all rows, packed. */
  packedUnits(): Uint32Array {
    return this.#unit.subarray(0, this.count);
  }

  /** What packed unit 1 stands for; the start of a page. */
  get unitBase(): Address {
    return this.#unitBase;
  }

  /** For a map whose unit is another one now: it is read from the header when it is asked for. */
  forgetUnit(row: number): void {
    this.#unit[row] = 0;
  }

  /** Slot number of a heap row in its span. */
  slotOf(row: number): number {
    return this.#slot[row];
  }

  /** Number of the type that a reference gave, or -1. */
  typeNumberOf(row: number): number {
    const type = this.#type[row];
    return type < guessBit ? type - 1 : -1;
  }

  setTypeNumber(row: number, number: number): void {
    this.#type[row] = number + 1;
  }

  /** Number of the type that was guessed, -1 where none could be; undefined where nobody has tried. */
  guessOf(row: number): number | undefined {
    const type = this.#type[row];
    return type >= guessBit ? type - guessBit - 1 : undefined;
  }

  setGuess(row: number, number: number): void {
    this.#type[row] = guessBit + number + 1;
  }

  reachableOf(row: number): number {
    return this.#reachable[row];
  }

  setReachable(row: number, value: number): void {
    this.#reachable[row] = value;
  }

  addHolder(row: number, path: number, isCertain: boolean): void {
    if (this.#holderCount[row] === 0) this.#holderPath[row] = path;
    if (this.#holderCount[row] < holderCountLimit) this.#holderCount[row]++;
    if (isCertain) this.#reachable[row] = reachability.reachable;
  }

  holderCountOf(row: number): number {
    return this.#holderCount[row];
  }

  holderPathOf(row: number): number {
    return this.#holderCount[row] === 0 ? -1 : this.#holderPath[row];
  }

  #grow(): void {
    const capacity = Math.max(1024, this.#shape.length * 2);
    this.#shape = grown(new Uint32Array(capacity), this.#shape);
    this.#unit = grown(new Uint32Array(capacity), this.#unit);
    this.#holderPath = grown(new Int32Array(capacity), this.#holderPath);
    this.#holderCount = grown(new Uint16Array(capacity), this.#holderCount);
    this.#reachable = grown(new Uint8Array(capacity), this.#reachable);
    this.#type = grown(new Uint32Array(capacity), this.#type);
  }
}

function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(larger: T, smaller: T): T {
  larger.set(smaller);
  return larger;
}
