import { allocatedBytes } from './allocation.ts';
import { unitSlots } from './map-shape.ts';
import type { MapUnit } from './map-unit.ts';

/** A table that must grow beyond this many slots is split in two instead (internal/runtime/maps/table.go). */
export const maxTableCapacity = 1024;

/** Bytes of internal/runtime/maps.Map, the header. */
export const swissHeaderBytes = 48;

/** Bytes of internal/runtime/maps.table, without its groups. */
const tableHeaderBytes = 32;

/** The directory and tables of a map made with a hint, or a small map (no directory, one group). */
export interface SwissTables {
  /** Entries of the directory; 0 for a small map. */
  readonly directoryLength: number;
  /** Distinct tables; 0 for a small map. */
  readonly tableCount: number;
  /** Slots of each table. */
  readonly tableCapacity: number;
}

/** Entries that a table of this capacity takes, tombstones counted, before it grows (table.go maxGrowthLeft). */
export function tableGrowthLimit(capacity: number): number {
  return capacity <= unitSlots ? capacity - 1 : Math.floor((capacity * 7) / 8);
}

/** Bytes of a table of `capacity` slots: its header and its array of groups. */
export function tableBytes(unit: MapUnit, capacity: number, goMinor: number): number {
  return tableHeaderBytes + groupsBytes(unit, capacity, goMinor);
}

/** Bytes of the groups of `capacity` slots. */
export function groupsBytes(unit: MapUnit, capacity: number, goMinor: number): number {
  return allocatedBytes((capacity / unitSlots) * unit.unitSize, !unit.unitHasPointers, goMinor);
}

/** Bytes of a directory, an array of pointers to tables. */
export function directoryBytes(length: number, goMinor: number): number {
  return allocatedBytes(length * 8, false, goMinor);
}

/** runtime/malloc.go maxAlloc on amd64 and arm64: what could not be allocated is no hint. */
const maxAllocBytes = 2 ** 48;

/** What `make(map[K]V, hint)` allocates (internal/runtime/maps/map.go NewMap). */
export function swissTables(hint: number, unit?: MapUnit): SwissTables {
  const small = { directoryLength: 0, tableCount: 0, tableCapacity: unitSlots };
  if (hint <= unitSlots) return small;
  const targetCapacity = Math.floor((hint * unitSlots) / 7);
  const directoryLength = powerOfTwoAtLeast(Math.ceil(targetCapacity / maxTableCapacity));
  // The runtime multiplies slots, not groups, with the size of a group here; so it refuses eight times too early.
  if (unit !== undefined && directoryLength * maxTableCapacity * unit.unitSize > maxAllocBytes) return small;
  const tableCapacity = powerOfTwoAtLeast(Math.max(unitSlots, Math.floor(targetCapacity / directoryLength)));
  return { directoryLength, tableCount: directoryLength, tableCapacity };
}

function powerOfTwoAtLeast(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
