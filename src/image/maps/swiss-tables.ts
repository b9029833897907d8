import { type Address, isAddress, u16At, u64At } from '../../base/index.ts';
import { maxTableCapacity, tableGrowthLimit } from '../../gomem/index.ts';
import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';
import { spanOfObject, usableBytes } from './heap-object.ts';
import { wordAt } from './header-view.ts';
import type { PageCache } from './page-cache.ts';
import type { SwissLayout } from './swiss-layout.ts';

export const groupSlots = 8;
/** A group has a control word at least; its slots can be empty structs. */
const smallestGroupBytes = 8;
/** 2^40 tables are more than memory holds; the directory's span bounds the length more tightly still. */
const deepestDirectory = 40;

const shortDirectoryBytes = 512;

/** One table of a map, validated. */
export interface SwissTable {
  readonly used: number;
  readonly capacity: number;
  readonly growthLeft: number;
  readonly localDepth: number;
  /** Span of the table itself. */
  readonly span: number;
  readonly groups: Address;
  readonly groupsSpan: number;
}

/** The distinct tables of a directory, or why there are none. */
export interface SwissDirectory {
  readonly span: number;
  readonly tables: readonly SwissTable[];
}

/** Reads the directory of a map header and the tables it names (internal/runtime/maps/map.go, table.go). */
export class SwissTables {
  readonly #layout: SwissLayout;
  readonly #spans: SpanTable;
  readonly #memory: Memory;
  readonly #cache: PageCache;

  constructor(layout: SwissLayout, spans: SpanTable, memory: Memory, cache: PageCache) {
    this.#layout = layout;
    this.#spans = spans;
    this.#memory = memory;
    this.#cache = cache;
  }

  /**
   * Undefined for what is no directory; 'changing' for one whose later entries do not agree with it. A table fills
   * 2^(globalDepth - localDepth) entries that lie side by side, and table.index names the first of them.
   */
  read(view: DataView, offset: number): SwissDirectory | 'changing' | undefined {
    const layout = this.#layout;
    if (!this.isDirectoryHeader(view, offset)) return undefined;
    const length = wordAt(view, offset + layout.directoryLength);
    const depth = view.getUint8(offset + layout.globalDepth);
    const address = wordAt(view, offset + layout.directory);
    const span = isAddress(address) ? spanOfObject(this.#spans, address) : -1;
    if (span < 0 || length * 8 > usableBytes(this.#spans, span)) return undefined;
    const entries = this.#entries(address, length * 8);
    if (!entries) return undefined;
    const tables: SwissTable[] = [];
    for (let entry = 0; entry < length; ) {
      const pointer = u64At(entries, entry * 8);
      const table = this.#table(pointer, entry, depth);
      // The first table is what tells a directory from any other array of pointers.
      if (!table) return entry === 0 ? undefined : 'changing';
      const aliases = 2 ** (depth - table.localDepth);
      const last = entry + aliases - 1;
      if (last >= length || u64At(entries, last * 8) !== pointer) return 'changing';
      tables.push(table);
      entry += aliases;
    }
    return { span, tables };
  }

  /** The bytes of a directory's first table, as they are now. */
  readFirst(directory: Address): Uint8Array | undefined {
    const entry = this.#memory.read(directory, 8);
    return entry && this.#memory.read(u64At(entry, 0), this.#layout.tableBytes);
  }

  /** Whether length, depth and shift of a header agree; depthToShift gives 64 for depth 0. */
  isDirectoryHeader(view: DataView, offset: number): boolean {
    const layout = this.#layout;
    const depth = view.getUint8(offset + layout.globalDepth);
    return (
      depth <= deepestDirectory &&
      wordAt(view, offset + layout.directoryLength) === 2 ** depth &&
      view.getUint8(offset + layout.globalShift) === 64 - depth &&
      view.getUint8(offset + layout.writing) <= 1
    );
  }

  /** Short directories lie together with others: a million maps of one table each must not take a million reads. */
  #entries(address: Address, byteCount: number): Uint8Array | undefined {
    if (byteCount > shortDirectoryBytes) return this.#memory.read(address, byteCount);
    if (!this.#cache.locate(address, byteCount)) return undefined;
    return this.#cache.bytes.slice(this.#cache.offset, this.#cache.offset + byteCount);
  }

  #table(address: Address, entry: number, globalDepth: number): SwissTable | undefined {
    const layout = this.#layout;
    const span = isAddress(address) ? spanOfObject(this.#spans, address) : -1;
    if (span < 0 || !this.#cache.locate(address, layout.tableBytes)) return undefined;
    const { bytes, offset } = this.#cache;
    const used = u16At(bytes, offset + layout.tableUsed);
    const capacity = u16At(bytes, offset + layout.tableCapacity);
    const growthLeft = u16At(bytes, offset + layout.tableGrowthLeft);
    const localDepth = bytes[offset + layout.tableLocalDepth];
    const groups = u64At(bytes, offset + layout.tableGroups);
    const groupCount = u64At(bytes, offset + layout.tableLengthMask) + 1;
    if (capacity < groupSlots || capacity > maxTableCapacity || groupCount * groupSlots !== capacity)
      return undefined;
    if ((groupCount & (groupCount - 1)) !== 0 || used + growthLeft > tableGrowthLimit(capacity))
      return undefined;
    if (localDepth > globalDepth || u64At(bytes, offset + layout.tableIndex) !== entry) return undefined;
    const groupsSpan = isAddress(groups) ? spanOfObject(this.#spans, groups) : -1;
    if (groupsSpan < 0 || usableBytes(this.#spans, groupsSpan) < groupCount * smallestGroupBytes)
      return undefined;
    return { used, capacity, growthLeft, localDepth, span, groups, groupsSpan };
  }
}
