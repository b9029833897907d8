import { type Address, isAddress } from '../../base/index.ts';
import { classBytes, tableGrowthLimit } from '../../gomem/index.ts';
import type { MapArray, MapHashing } from '../map-table.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { descriptorOf, isNoscan, spanOfObject, usableBytes } from './heap-object.ts';
import type { HeaderBytes, Judgement, MapDesign, MapMeasure } from './map-measure.ts';
import { wordAt } from './header-view.ts';
import { largestUnitSlotBytes, oneUnitMeasure, stackUnitMeasure } from './measure-parts.ts';
import { PageCache } from './page-cache.ts';
import { type SwissLayout, swissLayout } from './swiss-layout.ts';
import { groupSlots, type SwissDirectory, type SwissTable, SwissTables } from './swiss-tables.ts';
import { commonUnit, type MapUnitType, type UnitTypes } from './unit-types.ts';

/** Maps of Go 1.24 and later: internal/runtime/maps. */
export class SwissDesign implements MapDesign {
  readonly headerBytes: number;
  readonly headerSlotBytes: number;
  readonly pointerWords: number;
  readonly layout: SwissLayout;
  readonly #spans: SpanTable;
  readonly #units: UnitTypes;
  readonly #cache: PageCache;
  readonly #tables: SwissTables;

  constructor(runtime: Runtime, spans: SpanTable, memory: Memory, units: UnitTypes) {
    this.layout = swissLayout(runtime);
    this.#spans = spans;
    this.#units = units;
    this.#cache = new PageCache(memory);
    this.#tables = new SwissTables(this.layout, spans, memory, this.#cache);
    this.headerBytes = this.layout.headerBytes;
    this.headerSlotBytes = classBytes(this.headerBytes);
    this.pointerWords = 1 << (this.layout.directory / 8);
  }

  /**
   * A seed is 64 random bits, so its upper half is zero once in 2^32 maps; small integers, which other structs with one
   * pointer in this place have, are told apart by that. Depth and shift stay zero until there is a directory.
   */
  smallUnit(view: DataView, offset: number): Address {
    const { used, seed, directory, directoryLength, globalDepth, writing } = this.layout;
    if (view.getUint32(offset + used, true) > groupSlots || view.getUint32(offset + used + 4, true) !== 0)
      return -1;
    if (view.getUint32(offset + directoryLength, true) !== 0) return -1;
    if (view.getUint32(offset + directoryLength + 4, true) !== 0) return -1;
    if (view.getUint32(offset + seed + 4, true) === 0) return -1;
    if (view.getUint16(offset + globalDepth, true) !== 0 || view.getUint8(offset + writing) > 1) return -1;
    const group = wordAt(view, offset + directory);
    if (group === 0) return this.isUnused(view, offset) ? 0 : -1;
    return isAddress(group) && group % 8 === 0 ? group : -1;
  }

  isUnused(view: DataView, offset: number): boolean {
    const { seed } = this.layout;
    for (let at = 0; at < this.headerBytes; at += 4) {
      if (at !== seed && at !== seed + 4 && view.getUint32(offset + at, true) !== 0) return false;
    }
    return wordAt(view, offset + seed) !== 0;
  }

  isPlausible(view: DataView, offset: number): boolean {
    const group = this.smallUnit(view, offset);
    if (group >= 0) return group > 0;
    if (view.getUint32(offset + this.layout.seed + 4, true) === 0) return false;
    if (!this.#tables.isDirectoryHeader(view, offset)) return false;
    return isAddress(wordAt(view, offset + this.layout.directory));
  }

  witness(view: DataView, offset: number): Uint8Array | undefined {
    if (!this.#tables.isDirectoryHeader(view, offset)) return undefined;
    return this.#tables.readFirst(wordAt(view, offset + this.layout.directory));
  }

  lenOf(view: DataView, offset: number): number {
    return wordAt(view, offset + this.layout.used);
  }

  /** Small maps have no tombstones: a slot is full (upper bit clear) or empty (0x80). */
  unitAgrees(bytes: Uint8Array, offset: number, len: number): boolean {
    let full = 0;
    for (let slot = 0; slot < groupSlots; slot++) {
      const control = bytes[offset + slot];
      if (control < 0x80) full++;
      else if (control !== 0x80) return false;
    }
    return full === len;
  }

  smallMeasure(len: number, slotBytes: number, unit: Address, span: number): MapMeasure {
    return oneUnitMeasure(this.#units, this.#spans, span, unit, len, slotBytes);
  }

  judge(header: HeaderBytes, lenient: boolean): Judgement {
    const { view, offset, slotBytes } = header;
    if (wordAt(view, offset + this.layout.directoryLength) === 0) return this.#judgeSmall(header, lenient);
    const directory = this.#tables.read(view, offset);
    if (directory === undefined || directory === 'changing') return directory;
    const used = this.lenOf(view, offset);
    let sum = 0;
    for (const table of directory.tables) sum += table.used;
    if (sum !== used && !lenient) return 'changing';
    // Where they are not, groups may be others than their span says, and larger or smaller.
    if (!this.#spans.areCurrent(directory.tables.map(({ groupsSpan }) => groupsSpan))) return 'changing';
    return this.#tablesMeasure(directory, sum, slotBytes);
  }

  arrays({ view, offset }: HeaderBytes): MapArray[] {
    if (wordAt(view, offset + this.layout.directoryLength) === 0) {
      const group = this.smallUnit(view, offset);
      return group > 0 ? [{ address: group, unitCount: 1 }] : [];
    }
    return this.tables(view, offset).map(({ groups, capacity }) => ({
      address: groups,
      unitCount: capacity / groupSlots,
    }));
  }

  hashing({ view, offset }: HeaderBytes): MapHashing | undefined {
    const { seed, directoryLength, globalDepth } = this.layout;
    const seedLow = view.getInt32(offset + seed, true);
    const seedHigh = view.getInt32(offset + seed + 4, true);
    const length = wordAt(view, offset + directoryLength);
    if (length === 0) return { seedLow, seedHigh, tables: [] };
    const depth = view.getUint8(offset + globalDepth);
    let entry = 0;
    const tables = this.tables(view, offset).map(({ groups, capacity, localDepth }) => {
      const aliases = 2 ** (depth - localDepth);
      const prefixBits = Math.min(localDepth, 32);
      const prefix = Math.floor(entry / aliases / 2 ** (localDepth - prefixBits));
      entry += aliases;
      return { address: groups, unitCount: capacity / groupSlots, prefix, prefixBits };
    });
    return tables.length > 0 ? { seedLow, seedHigh, tables } : undefined;
  }

  firstUnit({ view, offset }: HeaderBytes): Address {
    if (wordAt(view, offset + this.layout.directoryLength) === 0)
      return Math.max(0, this.smallUnit(view, offset));
    return this.tables(view, offset)[0]?.groups ?? 0;
  }

  /** The distinct tables of a header with a directory; none where they do not agree. */
  tables(view: DataView, offset: number): readonly SwissTable[] {
    const directory = this.#tables.read(view, offset);
    return directory === undefined || directory === 'changing' ? [] : directory.tables;
  }

  forget(): void {
    this.#cache.forget();
  }

  #judgeSmall({ view, offset, slotBytes, stack }: HeaderBytes, lenient: boolean): Judgement {
    const group = this.smallUnit(view, offset);
    if (group <= 0) return undefined;
    const onStack = stack !== undefined && group >= stack.low && group + groupSlots <= stack.high;
    const span = onStack ? -1 : spanOfObject(this.#spans, group);
    if (!onStack && (span < 0 || this.#spans.elemSize[span] > largestUnitSlotBytes)) return undefined;
    if (!this.#cache.locate(group, groupSlots)) return undefined;
    const len = this.lenOf(view, offset);
    if (!this.unitAgrees(this.#cache.bytes, this.#cache.offset, len)) {
      const full = fullSlots(this.#cache.bytes, this.#cache.offset);
      // One entry is put or deleted at a time, and only its control byte differs meanwhile.
      if (full < 0 || !lenient || Math.abs(full - len) > 1) return full < 0 ? undefined : 'changing';
    }
    return onStack
      ? stackUnitMeasure(this.#units, len, slotBytes)
      : this.smallMeasure(len, slotBytes, group, span);
  }

  #tablesMeasure({ span, tables }: SwissDirectory, len: number, slotBytes: number): MapMeasure {
    const spans = this.#spans;
    let slots = 0;
    let bytes = slotBytes + spans.elemSize[span];
    let tombstones = 0;
    for (const table of tables) {
      slots += table.capacity;
      bytes += spans.elemSize[table.span] + spans.elemSize[table.groupsSpan];
      tombstones += tableGrowthLimit(table.capacity) - table.used - table.growthLeft;
    }
    const unitHasPointers = !isNoscan(spans, tables[0].groupsSpan);
    const named = this.#namedUnit(tables[0]);
    const candidates = named ? [] : this.#unitsFitting(tables, unitHasPointers);
    const common = named ? { unitSize: named.layout.unitSize, type: named.type } : commonUnit(candidates);
    return {
      len,
      slots,
      bytes,
      tombstones,
      overflowBuckets: 0,
      growing: false,
      unitSize: common.unitSize || this.#largestUnit(tables),
      unitHasPointers,
      stackUnitBytes: 0,
      type: common.type,
      typeIsInferred: !named,
      candidates,
    };
  }

  #namedUnit({ groups, groupsSpan, capacity }: SwissTable): MapUnitType | undefined {
    const descriptor = descriptorOf(this.#spans, groupsSpan, groups);
    return this.#units.ofDescriptor(
      descriptor,
      this.#spans.elemSize[groupsSpan],
      () => capacity / groupSlots,
    );
  }

  /** Map types whose groups fit the slots of all tables: two capacities often leave one where one leaves several. */
  #unitsFitting(tables: readonly SwissTable[], hasPointers: boolean): readonly MapUnitType[] {
    if (tables.length === 1) {
      const [{ capacity, groupsSpan }] = tables;
      return this.#units.fittingArray(this.#spans.elemSize[groupsSpan], hasPointers, capacity / groupSlots);
    }
    const seen = new Map<number, number>();
    for (const table of tables) seen.set(table.capacity, this.#spans.elemSize[table.groupsSpan]);
    let fitting: readonly MapUnitType[] | undefined;
    for (const [capacity, slotBytes] of seen) {
      const these = this.#units.fittingArray(slotBytes, hasPointers, capacity / groupSlots);
      fitting = fitting === undefined ? these : fitting.filter((unit) => these.includes(unit));
    }
    return fitting ?? [];
  }

  #largestUnit(tables: readonly SwissTable[]): number {
    let largest = Number.POSITIVE_INFINITY;
    for (const { capacity, groupsSpan } of tables) {
      const unitBytes = usableBytes(this.#spans, groupsSpan) / (capacity / groupSlots);
      largest = Math.min(largest, Math.floor(unitBytes / 8) * 8);
    }
    return largest;
  }
}

/** Full slots of a group, or -1 where a control byte is neither full nor empty. */
function fullSlots(bytes: Uint8Array, offset: number): number {
  let full = 0;
  for (let slot = 0; slot < groupSlots; slot++) {
    if (bytes[offset + slot] < 0x80) full++;
    else if (bytes[offset + slot] !== 0x80) return -1;
  }
  return full;
}
