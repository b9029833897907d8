import {
  type GoLine,
  groupsBytes,
  type MapShape,
  type MapUnitLayout,
  mapUnitOf,
  prunesTombstones,
  swissHeaderBytes,
  swissTables,
  unitSlots,
} from '../gomem/index.ts';
import { controlFree, GroupArena, noSlot } from './group-arena.ts';
import { HeapAccount } from './heap-account.ts';
import { isNarrow } from './key-column.ts';
import { type KeyHash, SeededHash } from './key-hash.ts';
import type { SimulationOptions } from './options.ts';
import { pruneTombstones } from './prune-tombstones.ts';
import type { SimulatedMap } from './simulated-map.ts';
import { type SwissStructure, swissStructure } from './swiss-structure.ts';
import { SwissTable } from './swiss-table.ts';
import { TableDirectory } from './table-directory.ts';

const noGroup = -1;

/**
 * The map of Go 1.24 and later, after internal/runtime/maps: one group of eight while it is small, then a directory of
 * tables with up to 1,024 slots in groups of eight.
 */
export class SwissMap implements SimulatedMap {
  readonly #unit: MapUnitLayout;
  readonly #line: GoLine;
  readonly #hash: KeyHash;
  readonly #arena = new GroupArena();
  readonly #account = new HeapAccount();
  readonly #prunes: boolean;
  readonly #boxBytes: number;
  /** Undefined while the map is small. */
  #tables: TableDirectory | undefined;
  /** The only group of a small map, -1 before the first insert. */
  #group = noGroup;
  #count = 0;
  #boxedGarbageBytes = 0;
  #tombstonePossible = false;

  constructor(shape: MapShape, line: GoLine, options: SimulationOptions = {}) {
    this.#unit = mapUnitOf(shape, line);
    this.#line = line;
    this.#hash = options.hash ?? new SeededHash(options.seed ?? 1);
    this.#prunes = prunesTombstones(shape, line);
    this.#boxBytes = this.#unit.boxedBytesPerEntry;
    this.#account.allocate(swissHeaderBytes);
    const first = swissTables(options.hint ?? 0, this.#unit);
    if (first.directoryLength > 0)
      this.#tables = this.#newDirectory(first.directoryLength, first.tableCapacity);
  }

  get len(): number {
    return this.#count;
  }

  get slots(): number {
    return this.#tables?.slots ?? unitSlots;
  }

  get bytes(): number {
    return this.#account.liveBytes;
  }

  get boxedBytes(): number {
    return this.#count * this.#boxBytes;
  }

  get peakBytes(): number {
    return this.#account.peakBytes;
  }

  get garbageBytes(): number {
    return this.#account.garbageBytes;
  }

  get boxedGarbageBytes(): number {
    return this.#boxedGarbageBytes;
  }

  insert(key: number): boolean {
    if (!isNarrow(key)) this.#arena.widen();
    const low = this.#hash.low(key);
    let tables = this.#tables;
    if (tables === undefined) {
      if (this.#count < unitSlots) return this.#insertSmall(low, key);
      // Also where the key is there already: the runtime grows before it looks (map.go PutSlot).
      tables = this.#growToTables();
    }
    const high = this.#hash.high(key, low);
    while (true) {
      const table = tables.tableFor(high);
      const { firstGroup, groupMask } = table;
      const insertion = this.#arena.insert(firstGroup, groupMask, low, key, table.growthLeft > 0);
      if (insertion === 0) return false;
      if (insertion === 3) {
        this.#makeRoom(tables, table);
        continue;
      }
      if (insertion === 1) table.growthLeft--;
      else table.tombstones--;
      this.#count++;
      return true;
    }
  }

  delete(key: number): boolean {
    if (this.#count === 0) return false;
    const tables = this.#tables;
    const low = this.#hash.low(key);
    if (tables === undefined) {
      if (this.#arena.remove(this.#group, 0, low, key) === 0) return false;
    } else {
      const table = tables.tableFor(this.#hash.high(key, low));
      const removal = this.#arena.remove(table.firstGroup, table.groupMask, low, key);
      if (removal === 0) return false;
      if (removal === 1) table.growthLeft++;
      else {
        table.tombstones++;
        this.#tombstonePossible = true;
      }
    }
    if (this.#boxBytes !== 0) this.#boxedGarbageBytes += this.#boxBytes;
    if (--this.#count === 0) this.#hash.reseed();
    return true;
  }

  has(key: number): boolean {
    if (this.#count === 0) return false;
    const tables = this.#tables;
    const low = this.#hash.low(key);
    if (tables === undefined) return this.#arena.slotOf(this.#group, 0, low, key) !== noSlot;
    const table = tables.tableFor(this.#hash.high(key, low));
    return this.#arena.slotOf(table.firstGroup, table.groupMask, low, key) !== noSlot;
  }

  clear(): void {
    // From Go 1.25 on an empty map is cleared too if tombstones may be left (map.go Clear).
    const mayHaveTombstones = this.#line.minor >= 25 && this.#tombstonePossible;
    if (this.#count === 0 && !mayHaveTombstones) return;
    this.#boxedGarbageBytes += this.boxedBytes;
    this.#count = 0;
    this.#tombstonePossible = false;
    if (this.#tables === undefined) this.#arena.empty(this.#group, 1);
    else {
      for (const table of this.#tables.tables()) {
        this.#arena.empty(table.firstGroup, table.groupCount);
        table.clear();
      }
    }
    this.#hash.reseed();
  }

  iterate(visit: (key: number) => void): void {
    const arena = this.#arena;
    const visitGroups = (first: number, groupCount: number): void => {
      for (let slot = first * unitSlots; slot < (first + groupCount) * unitSlots; slot++) {
        if (arena.controlOf(slot) < controlFree) visit(arena.keyOf(slot));
      }
    };
    if (this.#tables !== undefined) {
      for (const table of this.#tables.tables()) visitGroups(table.firstGroup, table.groupCount);
    } else if (this.#group !== noGroup) visitGroups(this.#group, 1);
  }

  structure(): SwissStructure {
    return swissStructure(this.#tables, this.#group, this.#arena, this.#count, this.#account.liveBytes);
  }

  #newDirectory(directoryLength: number, tableCapacity: number): TableDirectory {
    const first = { directoryLength, tableCount: directoryLength, tableCapacity };
    const parts = { account: this.#account, hash: this.#hash, arena: this.#arena };
    return new TableDirectory(this.#unit, this.#line, first, parts);
  }

  #insertSmall(low: number, key: number): boolean {
    if (this.#group === noGroup) {
      this.#group = this.#arena.take(1);
      this.#account.allocate(groupsBytes(this.#unit, unitSlots, this.#line.minor));
    }
    if (this.#arena.slotOf(this.#group, 0, low, key) !== noSlot) return false;
    this.#arena.put(this.#group, 0, low, key);
    this.#count++;
    return true;
  }

  #growToTables(): TableDirectory {
    const tables = this.#newDirectory(1, 2 * unitSlots);
    const [table] = tables.directory;
    this.#arena.move(new SwissTable(unitSlots, this.#group, 0, 0), table, table, 0, this.#hash);
    this.#account.release(groupsBytes(this.#unit, unitSlots, this.#line.minor));
    this.#arena.giveBack(this.#group, 1);
    this.#group = noGroup;
    this.#tables = tables;
    return tables;
  }

  /** A table is full: its tombstones go if that helps and this kind of key has it done, else it grows. */
  #makeRoom(tables: TableDirectory, table: SwissTable): void {
    if (this.#prunes) pruneTombstones(table, this.#arena, this.#hash);
    if (table.growthLeft === 0) tables.rehash(table);
  }
}
