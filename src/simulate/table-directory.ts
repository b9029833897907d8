import { assert } from '../base/index.ts';
import {
  directoryBytes,
  type GoLine,
  type MapUnit,
  maxTableCapacity,
  type SwissTables,
  tableBytes,
  unitSlots,
} from '../gomem/index.ts';
import type { GroupArena } from './group-arena.ts';
import type { HeapAccount } from './heap-account.ts';
import type { KeyHash } from './key-hash.ts';

import { SwissTable } from './swiss-table.ts';

/** Sixteen million tables: more keys than memory has room for. */
const deepestDirectory = 24;

/** The directory of a Swiss map and its tables: growing and splitting (internal/runtime/maps map.go, table.go). */
export class TableDirectory {
  /** One table may fill several neighbouring entries. */
  directory: SwissTable[];
  globalDepth: number;
  /** Sum of the capacities of all tables. */
  slots = 0;
  readonly #unit: MapUnit;
  readonly #goMinor: number;
  readonly #account: HeapAccount;
  readonly #hash: KeyHash;
  readonly #arena: GroupArena;

  constructor(
    unit: MapUnit,
    line: GoLine,
    first: SwissTables,
    parts: { account: HeapAccount; hash: KeyHash; arena: GroupArena },
  ) {
    this.#unit = unit;
    this.#goMinor = line.minor;
    this.#account = parts.account;
    this.#hash = parts.hash;
    this.#arena = parts.arena;
    this.globalDepth = Math.log2(first.directoryLength);
    this.#account.allocate(directoryBytes(first.directoryLength, line.minor));
    this.directory = Array.from({ length: first.directoryLength }, (_, index) =>
      this.#newTable(first.tableCapacity, index, this.globalDepth),
    );
  }

  /** Each table once. */
  *tables(): Generator<SwissTable> {
    for (const [index, table] of this.directory.entries()) if (table.index === index) yield table;
  }

  /** The table that a hash leads to; its top bits are the index. */
  tableFor(high: number): SwissTable {
    // Two shifts, because one by 32 would be none.
    return this.directory[(high >>> 1) >>> (31 - this.globalDepth)];
  }

  /** Makes room in a full table: twice the slots, or two tables in its place (table.go rehash). */
  rehash(table: SwissTable): void {
    if (2 * table.capacity <= maxTableCapacity) this.#growTable(table);
    else this.#split(table);
  }

  #newTable(capacity: number, index: number, localDepth: number): SwissTable {
    this.#account.allocate(tableBytes(this.#unit, capacity, this.#goMinor));
    this.slots += capacity;
    return new SwissTable(capacity, this.#arena.take(capacity / unitSlots), index, localDepth);
  }

  #leave(table: SwissTable): void {
    this.#account.release(tableBytes(this.#unit, table.capacity, this.#goMinor));
    this.slots -= table.capacity;
    this.#arena.giveBack(table.firstGroup, table.groupCount);
  }

  #growTable(table: SwissTable): void {
    const grown = this.#newTable(2 * table.capacity, table.index, table.localDepth);
    this.#arena.move(table, grown, grown, 0, this.#hash);
    this.#install(grown);
    this.#leave(table);
  }

  #split(table: SwissTable): void {
    const localDepth = table.localDepth + 1;
    const left = this.#newTable(maxTableCapacity, -1, localDepth);
    const right = this.#newTable(maxTableCapacity, -1, localDepth);
    // The hash bit that distinguishes the halves, counted from the top.
    this.#arena.move(table, left, right, 1 << (32 - localDepth), this.#hash);
    if (table.localDepth === this.globalDepth) this.#doubleDirectory();
    left.index = table.index;
    this.#install(left);
    right.index = left.index + 2 ** (this.globalDepth - localDepth);
    this.#install(right);
    this.#leave(table);
  }

  #doubleDirectory(): void {
    // Only a hash that gives many keys the same top bits gets here, and Go would run out of memory by it.
    assert(this.globalDepth < deepestDirectory, 'the hash does not spread the keys over tables');
    const { directory } = this;
    const doubled = directory.flatMap((table) => [table, table]);
    for (const [index, table] of directory.entries()) {
      // A table that fills several entries is met at its first one before its index moves beyond the others.
      if (table.index === index) table.index = 2 * index;
    }
    this.#account.allocate(directoryBytes(doubled.length, this.#goMinor));
    this.#account.release(directoryBytes(directory.length, this.#goMinor));
    this.directory = doubled;
    this.globalDepth++;
  }

  #install(table: SwissTable): void {
    const entries = 2 ** (this.globalDepth - table.localDepth);
    for (let entry = 0; entry < entries; entry++) this.directory[table.index + entry] = table;
  }
}
