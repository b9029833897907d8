import { allocatedBytes } from './allocation.ts';
import { tailProbability } from './binomial.ts';
import type { MapUnit } from './map-unit.ts';

/** Slots of one group (internal/abi MapGroupSlots). */
const groupSlots = 8;

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
  return capacity <= groupSlots ? capacity - 1 : Math.floor((capacity * 7) / 8);
}

/** Bytes of a table of `capacity` slots: its header and its array of groups. */
export function tableBytes(unit: MapUnit, capacity: number, goMinor: number): number {
  const groupsBytes = (capacity / groupSlots) * unit.unitSize;
  return tableHeaderBytes + allocatedBytes(groupsBytes, !unit.unitHasPointers, goMinor);
}

/** What `make(map[K]V, hint)` allocates (internal/runtime/maps/map.go NewMap). */
export function swissTables(hint: number): SwissTables {
  if (hint <= groupSlots) return { directoryLength: 0, tableCount: 0, tableCapacity: groupSlots };
  const targetCapacity = Math.floor((hint * groupSlots) / 7);
  const directoryLength = powerOfTwoAtLeast(Math.ceil(targetCapacity / maxTableCapacity));
  const tableCapacity = powerOfTwoAtLeast(Math.max(groupSlots, Math.floor(targetCapacity / directoryLength)));
  return { directoryLength, tableCount: directoryLength, tableCapacity };
}

/**
 * Bytes of `make(map[K]V, len)` after `len` inserts: header, directory and tables. Keys do not spread evenly over the
 * tables, so some of them outgrow their share of the hint: they are counted as doubled (or split, at 1024 slots) in
 * the number expected. The header alone for an empty map, since the first group is allocated at the first insert.
 */
export function rebuiltSwissBytes(unit: MapUnit, len: number, goMinor: number): number {
  if (len <= 0) return swissHeaderBytes;
  const { directoryLength, tableCount, tableCapacity } = swissTables(len);
  if (directoryLength === 0) {
    return swissHeaderBytes + allocatedBytes(unit.unitSize, !unit.unitHasPointers, goMinor);
  }
  const overfull = Math.round(tableCount * tailProbability(len, tableCount, tableGrowthLimit(tableCapacity)));
  const splits = tableCapacity === maxTableCapacity;
  const grownBytes = splits
    ? 2 * tableBytes(unit, tableCapacity, goMinor)
    : tableBytes(unit, 2 * tableCapacity, goMinor);
  // A table that splits at full depth doubles the directory; one split is enough for that.
  const entries = splits && overfull > 0 ? 2 * directoryLength : directoryLength;
  return (
    swissHeaderBytes +
    allocatedBytes(entries * 8, false, goMinor) +
    (tableCount - overfull) * tableBytes(unit, tableCapacity, goMinor) +
    overfull * grownBytes
  );
}

function powerOfTwoAtLeast(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}
