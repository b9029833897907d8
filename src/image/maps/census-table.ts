import type { Address } from '../../base/index.ts';
import { allocatedBytes, rebuiltClassicBytes, rebuiltSwissBytes } from '../../gomem/index.ts';
import type { GoType } from '../go-type.ts';
import type { MapRecord } from '../map-record.ts';
import type { MapArray, MapHashing, MapTable } from '../map-table.ts';
import type { MapKind } from '../runtime.ts';
import { boxedBytes } from './boxes.ts';
import type { ScanState } from './heap-scan.ts';
import { unusedMeasure } from './heap-scan.ts';
import { viewOf } from './header-view.ts';
import { type MapColumns, reachability } from './map-columns.ts';
import type { HeaderBytes, MapMeasure } from './map-measure.ts';
import { PageCache } from './page-cache.ts';
import { judgeAgain } from './re-judge.ts';
import { TypeByPointers } from './type-by-pointers.ts';

const hashingAttempts = 4;
/** In place of a type number: the type is the shape's own, or there is none. */
const typeOfMeasure = -2;

/** The census: columns, the shapes that they number, and what is read anew from the image when it is asked for. */
export class CensusTable implements MapTable {
  readonly #state: ScanState;
  readonly #columns: MapColumns;
  readonly #mapKind: MapKind;
  readonly #goMinor: number;
  readonly #typeByPointers: TypeByPointers;
  /** Where types are guessed: maps are asked for in the order of their addresses. */
  readonly #headers: PageCache;
  readonly #types: GoType[] = [];
  readonly #typeNumbers = new Map<GoType, number>();
  /** Kind by shape number, then by type number + 2. */
  readonly #kinds: (number | undefined)[][] = [];
  #kindCount = 0;

  #check: ((isVouched: (row: number) => boolean) => void) | undefined;

  /** `check` looks at the entries of small maps, and drops what is none. */
  constructor(
    state: ScanState,
    columns: MapColumns,
    { mapKind, goMinor }: { readonly mapKind: MapKind; readonly goMinor: number },
    check?: (isVouched: (row: number) => boolean) => void,
  ) {
    this.#state = state;
    this.#columns = columns;
    this.#mapKind = mapKind;
    this.#goMinor = goMinor;
    this.#typeByPointers = new TypeByPointers(state.spans, mapKind === 'classic');
    this.#headers = new PageCache(state.memory, 4096, 16);
    this.#check = check;
  }

  get count(): number {
    return this.#columns.listedCount;
  }

  *indices(): IterableIterator<number> {
    for (let index = 0; index < this.#columns.count; index++) if (this.isListed(index)) yield index;
  }

  get indexEnd(): number {
    return this.#columns.count;
  }

  get elsewhereFrom(): number {
    return this.#columns.heapEnd;
  }

  isListed(index: number): boolean {
    return this.#columns.isListed(index);
  }

  checkUnheld(): void {
    const check = this.#check;
    this.#check = undefined;
    check?.((row) => this.#columns.reachableOf(row) === reachability.reachable);
  }

  indexAt(header: Address): number {
    return this.#columns.rowAt(header);
  }

  indexOfSlot(ordinal: number, slot: number): number {
    return this.#columns.rowOfSlot(ordinal, slot);
  }

  addressOf(index: number): Address {
    return this.#columns.addressOf(index);
  }

  lenOf(index: number): number {
    return this.#measure(index).len;
  }

  slotsOf(index: number): number {
    return this.#measure(index).slots;
  }

  bytesOf(index: number): number {
    const { bytes, stackUnitBytes } = this.#measure(index);
    const layout = stackUnitBytes > 0 ? this.typeOf(index)?.map : undefined;
    return layout ? bytes - stackUnitBytes + layout.unitSize : bytes;
  }

  rebuiltBytesOf(index: number): number {
    const { len, unitSize, unitHasPointers } = this.#measure(index);
    const unit = this.typeOf(index)?.map ?? { unitSize, unitHasPointers };
    return this.#mapKind === 'swiss'
      ? rebuiltSwissBytes(unit, len, this.#goMinor)
      : rebuiltClassicBytes(unit, len, this.#goMinor);
  }

  typeOf(index: number): GoType | undefined {
    const number = this.#knownTypeNumber(index);
    return number === typeOfMeasure ? this.#measure(index).type : this.#types[number];
  }

  kindOf(index: number): number {
    const ofShape = (this.#kinds[this.#columns.shapeOf(index)] ??= []);
    return (ofShape[this.#knownTypeNumber(index) - typeOfMeasure] ??= this.#kindCount++);
  }

  setType(index: number, type: GoType): void {
    if (type.map === undefined || this.#columns.typeNumberOf(index) >= 0) return;
    const { type: stored, typeIsInferred } = this.#measure(index);
    // A malloc header names the buckets, which a named map type shares with its underlying type: a reference knows better,
    // unless it contradicts.
    if (stored?.map && !typeIsInferred && stored.map.unitSize !== type.map.unitSize) return;
    this.#columns.setTypeNumber(index, this.#numberOf(type));
  }

  adopt(header: Address, type: GoType): number {
    const known = this.#columns.rowAt(header);
    if (known >= 0) return known;
    const measure = this.#measureUnlisted(header);
    if (!measure) return -1;
    const row = this.#columns.addElsewhere(header, this.#state.shapes.intern(measure));
    this.setType(row, type);
    return row;
  }

  arraysOf(index: number, bytes?: Uint8Array): readonly MapArray[] {
    const { unitSize } = this.typeOf(index)?.map ?? this.#measure(index);
    const unit = this.#columns.unitOf(index);
    if (unit !== 0) return [{ address: unit, unitCount: 1 }];
    if (unitSize === 0) return [];
    const header =
      bytes && bytes.length >= this.#state.design.headerBytes ? headerOf(bytes) : this.#header(index);
    return header ? this.#state.design.arrays(header, unitSize) : [];
  }

  unitOf(index: number): Address {
    return this.#columns.unitOf(index);
  }

  hashingOf(index: number): MapHashing | undefined {
    const { design, memory } = this.#state;
    if (this.#mapKind === 'classic') return undefined;
    for (let attempt = 1; attempt <= hashingAttempts; attempt++) {
      const header = this.#header(index);
      const hashing = header && design.hashing(header);
      if (hashing) return hashing;
      // The map was written since its tables were read, or is just being written.
      design.forget();
      memory.refresh();
    }
    return undefined;
  }

  reachableOf(index: number): boolean | null {
    const value = this.#columns.reachableOf(index);
    return value === reachability.unknown ? null : value === reachability.reachable;
  }

  addHolder(index: number, path: number, isCertain: boolean): void {
    this.#columns.addHolder(index, path, isCertain);
  }

  holderCountOf(index: number): number {
    return this.#columns.holderCountOf(index);
  }

  holderPathOf(index: number): number {
    return this.#columns.holderPathOf(index);
  }

  record(index: number, holders: readonly string[] = []): MapRecord {
    const { len, slots, tombstones, overflowBuckets, growing } = this.#measure(index);
    const type = this.typeOf(index);
    const bytes = this.bytesOf(index);
    const rebuiltBytes = this.rebuiltBytesOf(index);
    return {
      address: this.addressOf(index),
      type: type?.name,
      len,
      slots,
      bytes,
      rebuiltBytes,
      reclaimableBytes: bytes - rebuiltBytes,
      boxedBytes: this.#boxedBytes(index, len, type),
      tombstones,
      overflowBuckets,
      growing,
      reachable: this.reachableOf(index),
      holders,
      holderCount: this.holderCountOf(index),
    };
  }

  /** Number of the type that a reference gave or that was guessed; -1 for none, `typeOfMeasure` where the shape says. */
  #knownTypeNumber(index: number): number {
    const number = this.#columns.typeNumberOf(index);
    if (number >= 0) return number;
    const measure = this.#measure(index);
    if (measure.candidates.length === 0 || !measure.unitHasPointers) return typeOfMeasure;
    return this.#columns.guessOf(index) ?? this.#guess(index, measure);
  }

  /** The header as it is now; undefined where it cannot be read. */
  #header(index: number): HeaderBytes | undefined {
    const { design, memory } = this.#state;
    const bytes = memory.read(this.addressOf(index), design.headerBytes);
    return bytes && headerOf(bytes);
  }

  /** The candidate that agrees with the pointer bits of the first bucket or group; the only one where there are no bits. */
  #guess(index: number, { candidates, type: only }: MapMeasure): number {
    const unit = this.#columns.unitOf(index) || this.#firstUnit(index);
    const type = this.#typeByPointers.choose(candidates, unit, only);
    const number = type ? this.#numberOf(type) : -1;
    this.#columns.setGuess(index, number);
    return number;
  }

  /** 0 where the header cannot be read, or has none. */
  #firstUnit(index: number): Address {
    const { design } = this.#state;
    if (!this.#headers.locate(this.addressOf(index), design.headerBytes)) return 0;
    const { bytes, offset } = this.#headers;
    return design.firstUnit(headerOf(bytes.subarray(offset, offset + design.headerBytes)));
  }

  #measure(index: number): MapMeasure {
    return this.#state.shapes.get(this.#columns.shapeOf(index));
  }

  #numberOf(type: GoType): number {
    let number = this.#typeNumbers.get(type);
    if (number === undefined) {
      number = this.#types.push(type) - 1;
      this.#typeNumbers.set(type, number);
    }
    return number;
  }

  /** A header that no scan listed: outside the heap, changed since, or never used, which the reference's type vouches for. */
  #measureUnlisted(header: Address): MapMeasure | undefined {
    const { design, memory, spans, diagnostics } = this.#state;
    const bytes = memory.read(header, design.headerBytes);
    if (!bytes || header % 8 !== 0) return undefined;
    const ordinal = spans.find(header);
    const slotBytes = ordinal >= 0 ? spans.elemSize[ordinal] : design.headerBytes;
    if (design.isUnused(viewOf(bytes), 0)) return unusedMeasure(slotBytes);
    return judgeAgain(design, memory, { address: header, slotBytes, stack: undefined }, diagnostics);
  }

  #boxedBytes(index: number, len: number, type: GoType | undefined): number {
    if (!type?.map || len === 0 || !(type.map.keyIndirect || type.map.elemIndirect)) return 0;
    return boxedBytes(this.#state, this.#mapKind, this.arraysOf(index), type.map, len, (byteCount) =>
      allocatedBytes(byteCount, true, this.#goMinor),
    );
  }
}

function headerOf(bytes: Uint8Array): HeaderBytes {
  return { view: viewOf(bytes), offset: 0, slotBytes: 0, stack: undefined };
}
