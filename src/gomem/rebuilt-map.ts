import { roughOverflowOutside } from './classic-overflow.ts';
import { classicArray, classicBucketLog2, classicHeaderBytes, overflowBucketBytes } from './classic-map.ts';
import type { MapUnit } from './map-unit.ts';
import { SwissHistory } from './swiss-history.ts';
import { directoryBytes, groupsBytes, swissHeaderBytes, swissTables, tableBytes } from './swiss-map.ts';

/**
 * Bytes of `make(map[K]V, len)` after `len` inserts: header, bucket array, and overflow buckets as expected. The header
 * alone for an empty map, since the first bucket is allocated at the first insert.
 */
export function rebuiltClassicBytes(unit: MapUnit, len: number, goMinor: number): number {
  const header = classicHeaderBytes(goMinor);
  if (len <= 0) return header;
  const array = classicArray(unit, classicBucketLog2(len, goMinor), goMinor);
  const overflowCount = Math.round(roughOverflowOutside(len, array).mean);
  return header + array.bytes + overflowCount * overflowBucketBytes(unit, goMinor);
}

/**
 * Bytes of `make(map[K]V, len)` after `len` inserts: header, directory and tables. Keys do not spread evenly over the
 * tables, so some of them outgrow their share of the hint and are split: they are counted in the number expected. The
 * header alone for an empty map, since the first group is allocated at the first insert.
 */
export function rebuiltSwissBytes(unit: MapUnit, len: number, goMinor: number): number {
  if (len <= 0) return swissHeaderBytes;
  const { directoryLength, tableCapacity } = swissTables(len, unit);
  // A census asks this for millions of maps, most of them small, where nothing is left to chance.
  if (directoryLength === 0) return swissHeaderBytes + groupsBytes(unit, tableCapacity, goMinor);
  if (directoryLength === 1) {
    return swissHeaderBytes + directoryBytes(1, goMinor) + tableBytes(unit, tableCapacity, goMinor);
  }
  const { storageBytes } = new SwissHistory(unit, { minor: goMinor, mapKind: 'swiss' }, len).after(len);
  return swissHeaderBytes + Math.round(storageBytes.mean);
}
