import { unitSlots } from '../gomem/index.ts';
import { controlDeleted, controlFree, type GroupArena } from './group-arena.ts';
import type { SwissTable } from './swiss-table.ts';
import type { TableDirectory } from './table-directory.ts';

/** One table with the fill of its groups. */
export interface SwissTableStructure {
  /** First entry of the directory that names it. */
  readonly index: number;
  readonly capacity: number;
  readonly localDepth: number;
  readonly used: number;
  readonly growthLeft: number;
  readonly tombstones: number;
  /** Full slots of each group. */
  readonly full: Uint8Array;
  /** Tombstones of each group; the rest of its eight slots are empty. */
  readonly deleted: Uint8Array;
}

export interface SwissStructure {
  readonly kind: 'swiss';
  readonly len: number;
  /** 0 for a small map. */
  readonly directoryLength: number;
  readonly globalDepth: number;
  /** In the order of the directory; none for a small map. */
  readonly tables: readonly SwissTableStructure[];
  /** Full slots of the only group of a small map; undefined where it has none yet, and where there are tables. */
  readonly smallGroupFull: number | undefined;
  readonly slots: number;
  readonly tombstones: number;
  readonly bytes: number;
  /** A group of the table with this number in `tables`; of a small map, group 0 of table 0. */
  readGroup(table: number, group: number): GroupCells;
}

/** The slots of one group. */
export interface GroupCells {
  /** Eight control bytes: 128 is empty, 254 deleted, below 128 full. */
  readonly controls: Uint8Array;
  /** The key of each slot, undefined where there is none. */
  readonly keys: readonly (number | undefined)[];
}

export function swissStructure(
  tables: TableDirectory | undefined,
  smallGroup: number,
  arena: GroupArena,
  len: number,
  bytes: number,
): SwissStructure {
  const each = tables === undefined ? [] : [...tables.tables()];
  const groups = tables === undefined ? [smallGroup] : each.map(({ firstGroup }) => firstGroup);
  const described = each.map((table) => tableStructure(table, arena));
  return {
    kind: 'swiss',
    len,
    directoryLength: tables?.directory.length ?? 0,
    globalDepth: tables?.globalDepth ?? 0,
    tables: described,
    smallGroupFull: tables === undefined && smallGroup >= 0 ? len : undefined,
    slots: tables === undefined ? unitSlots : each.reduce((sum, { capacity }) => sum + capacity, 0),
    tombstones: each.reduce((sum, table) => sum + table.tombstones, 0),
    bytes,
    readGroup: (table, group) => groupCells(arena, groups[table] + group),
  };
}

function tableStructure(table: SwissTable, arena: GroupArena): SwissTableStructure {
  const { index, capacity, localDepth, used, growthLeft, tombstones, firstGroup } = table;
  const full = new Uint8Array(capacity / unitSlots);
  const deleted = new Uint8Array(capacity / unitSlots);
  for (let slot = 0; slot < capacity; slot++) {
    const control = arena.controlOf(firstGroup * unitSlots + slot);
    if (control < controlFree) full[slot >> 3]++;
    else if (control === controlDeleted) deleted[slot >> 3]++;
  }
  return { index, capacity, localDepth, used, growthLeft, tombstones, full, deleted };
}

function groupCells(arena: GroupArena, group: number): GroupCells {
  const slots = Array.from({ length: unitSlots }, (_, slot) => group * unitSlots + slot);
  return {
    controls: Uint8Array.from(slots, (slot) => arena.controlOf(slot)),
    keys: slots.map((slot) => (arena.controlOf(slot) < controlFree ? arena.keyOf(slot) : undefined)),
  };
}
