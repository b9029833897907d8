import type { Address, Diagnostics } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';
import { spanOfObject } from './heap-object.ts';
import { viewOf } from './header-view.ts';
import { headerSpans, readSpansInOrder } from './header-spans.ts';
import { type MapColumns, reachability } from './map-columns.ts';
import type { MapDesign, MapMeasure } from './map-measure.ts';
import { largestUnitSlotBytes } from './measure-parts.ts';
import { judgeAgain } from './re-judge.ts';
import type { Shapes } from './shapes.ts';

/** A cycle of the collector takes longer than the scan of so many spans. */
const spansBetweenLooks = 64;
/** A map that was never used: a header and nothing else. It is a small map, and counts the slots of its first insert. */
const unusedMap = {
  len: 0,
  slots: 8,
  tombstones: 0,
  overflowBuckets: 0,
  growing: false,
  unitSize: 0,
  unitHasPointers: false,
  stackUnitBytes: 0,
  type: undefined,
  typeIsInferred: true,
  candidates: [],
};

/** What is put together while the heap is scanned. */
export interface ScanState {
  /** Replaced, with the spans, by newer ones when maps turn out to have moved. */
  design: MapDesign;
  spans: SpanTable;
  readonly memory: Memory;
  readonly shapes: Shapes;
  readonly diagnostics: Diagnostics;
}

export function unusedMeasure(slotBytes: number): MapMeasure {
  return { ...unusedMap, bytes: slotBytes };
}

/**
 * Finds map headers among the heap objects of their size. A header is known by its pointer words, then by what hangs on
 * it. The groups of small maps are left to `checkSmallMaps`.
 */
export class HeapScan {
  readonly #state: ScanState;
  readonly #columns: MapColumns;
  readonly #slotBytes: number;
  readonly #unusedShape: number;
  /** Shape of a small map by span class of its unit and length; -1 unknown yet. */
  readonly #smallShapes = new Int32Array(256 * 9).fill(-1);
  /** Headers of what may be maps that do not fit the span table any more. */
  readonly #moved: Address[] = [];
  /** Spans that were scanned since no cycle was known to have ended. */
  readonly #unconfirmed: number[] = [];
  #hasCycleEnded = false;
  readonly #wordCount: number;
  readonly #wordMask: number;

  constructor(state: ScanState, columns: MapColumns) {
    this.#state = state;
    this.#columns = columns;
    this.#slotBytes = state.design.headerSlotBytes;
    this.#wordCount = this.#slotBytes / 8;
    this.#wordMask = 2 ** this.#wordCount - 1;
    this.#unusedShape = state.shapes.intern(unusedMeasure(this.#slotBytes));
  }

  /** Returns the addresses of headers that do not fit: what they lead to may be newer than the spans, or than they are. */
  run(): readonly Address[] {
    const { spans, memory, diagnostics } = this.#state;
    const ordinals = headerSpans(spans, this.#slotBytes);
    const unreadable = readSpansInOrder(spans, memory, ordinals, (ordinal, bytes) => {
      this.#scanSpan(ordinal, bytes);
    });
    if (unreadable > 0) {
      diagnostics.add(
        'map-headers-unreadable',
        `${unreadable} spans of map headers could not be read; maps are missing.`,
      );
    }
    this.#confirm();
    this.#columns.sealHeap();
    for (const ordinal of this.#unconfirmed) this.#scanFreed(ordinal);
    return this.#moved;
  }

  /**
   * Once a cycle has ended, the bits that say which slots are free can belong to another span. Spans that were looked at
   * since it last had not are noted, and looked at again; for later ones `allocated` knows.
   */
  #confirm(): void {
    if (this.#hasCycleEnded) return;
    if (this.#state.spans.hasCycleEnded()) this.#hasCycleEnded = true;
    else this.#unconfirmed.length = 0;
  }

  /** Slots that seemed free, and are not. */
  #scanFreed(ordinal: number): void {
    const { spans, design, memory } = this.#state;
    const bytes = memory.read(spans.base[ordinal], spans.pageCount[ordinal] * pageBytes);
    if (!bytes) return;
    const view = viewOf(bytes);
    const pointerBits = spans.pointerBits(ordinal, bytes);
    const allocated = spans.allocated(ordinal);
    for (let slot = 0; slot < allocated.length; slot++) {
      const offset = slot * this.#slotBytes;
      if (allocated[slot] === 0 || offset + design.headerBytes > bytes.length) continue;
      if (pointerBits && !this.#isHeader(pointerBits, slot)) continue;
      if (this.#columns.rowOfSlot(ordinal, slot) < 0 && design.isPlausible(view, offset))
        this.#moved.push(spans.slotAddress(ordinal, slot));
    }
  }

  /** Whether the pointer bits of a slot are those of a header. */
  #isHeader(pointerBits: Uint8Array, slot: number): boolean {
    const bit = slot * this.#wordCount;
    const at = bit >> 3;
    const words = (pointerBits[at] | (pointerBits[at + 1] << 8)) >> (bit & 7);
    return (words & this.#wordMask) === this.#state.design.pointerWords;
  }

  #scanSpan(ordinal: number, bytes: Uint8Array): void {
    if (!this.#hasCycleEnded) {
      if (this.#unconfirmed.length === spansBetweenLooks) this.#confirm();
      if (!this.#hasCycleEnded) this.#unconfirmed.push(ordinal);
    }
    const { spans, design } = this.#state;
    const pointerBits = spans.pointerBits(ordinal, bytes);
    const firstRow = this.#columns.count;
    const allocated = spans.allocated(ordinal);
    const view = viewOf(bytes);
    const whole = Math.floor((bytes.length - design.headerBytes) / this.#slotBytes) + 1;
    const slotCount = Math.min(allocated.length, whole);
    for (let slot = 0; slot < slotCount; slot++) {
      if (allocated[slot] === 0) continue;
      if (pointerBits && !this.#isHeader(pointerBits, slot)) continue;
      this.#scanSlot(ordinal, slot, view, slot * this.#slotBytes);
    }
    if (this.#columns.count > firstRow) this.#markUnreachable(ordinal, firstRow);
  }

  #scanSlot(ordinal: number, slot: number, view: DataView, offset: number): void {
    const { design, shapes, spans } = this.#state;
    const unit = design.smallUnit(view, offset);
    if (unit === 0) {
      this.#columns.addHeap(ordinal, slot, this.#unusedShape, 0);
      return;
    }
    const packedUnit = unit > 0 ? this.#columns.packUnit(unit) : 0;
    const unitSpan = packedUnit > 0 ? spanOfObject(spans, unit) : -1;
    if (unitSpan >= 0) {
      if (spans.elemSize[unitSpan] > largestUnitSlotBytes) {
        this.#moved.push(spans.slotAddress(ordinal, slot));
        return;
      }
      const shape = this.#smallShape(design.lenOf(view, offset), unit, unitSpan);
      this.#columns.addHeap(ordinal, slot, shape, packedUnit);
      return;
    }
    const header = { view, offset, slotBytes: this.#slotBytes, stack: undefined };
    const judged = design.judge(header, false);
    const address = spans.slotAddress(ordinal, slot);
    const measure = judged === 'changing' ? this.#judgeAgain(address) : judged;
    if (measure) this.#columns.addHeap(ordinal, slot, shapes.intern(measure), 0);
    else if (judged === 'changing' || design.isPlausible(view, offset)) this.#moved.push(address);
  }

  #smallShape(len: number, unit: Address, unitSpan: number): number {
    const { design, shapes, spans } = this.#state;
    const spanClass = spans.spanClass[unitSpan];
    // Large objects have no class, and objects with a malloc header name their type one by one.
    const isCommon = spanClass >= 2 && spans.headerBytes(unitSpan) === 0;
    const key = spanClass * 9 + len;
    if (isCommon && this.#smallShapes[key] >= 0) return this.#smallShapes[key];
    const shape = shapes.intern(design.smallMeasure(len, this.#slotBytes, unit, unitSpan));
    if (isCommon) this.#smallShapes[key] = shape;
    return shape;
  }

  #markUnreachable(ordinal: number, firstRow: number): void {
    const marked = this.#state.spans.marked(ordinal);
    if (!marked) return;
    for (let row = firstRow; row < this.#columns.count; row++) {
      if (marked[this.#columns.slotOf(row)] === 0) this.#columns.setReachable(row, reachability.unreachable);
    }
  }

  #judgeAgain(address: Address): MapMeasure | undefined {
    const { design, memory, diagnostics } = this.#state;
    const place = { address, slotBytes: this.#slotBytes, stack: undefined };
    return judgeAgain(design, memory, place, diagnostics);
  }
}
