import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  allocatedBytes,
  classicArray,
  classicBucketLog2,
  classicHeaderBytes,
  rebuiltClassicBytes,
  rebuiltSwissBytes,
  swissHeaderBytes,
  swissTables,
  tableBytes,
} from './index.ts';

/** Type, bucket or group bytes, has pointers, entries, bytes after make with that hint, bytes after as many inserts. */
type Row = [string, number, 0 | 1, number, number, number];

/** Measured in real programs by testdata/measure-maps.go, by Go version. */
const measured: Record<string, Row[]> = JSON.parse(
  fs.readFileSync(path.join(import.meta.dirname, 'testdata', 'measured-maps.json'), 'utf8'),
);

describe.each(Object.keys(measured))('Go %s', (version) => {
  const goMinor = Number(version.split('.')[1]);
  const swiss = goMinor >= 24 && !version.includes('noswissmap');

  test('make allocates what the arithmetic says', () => {
    for (const [type, unitSize, hasPointers, entries, madeBytes] of measured[version]) {
      const unit = { unitSize, unitHasPointers: hasPointers === 1 };
      const made = swiss ? madeSwiss(unit, entries, goMinor) : madeClassic(unit, entries, goMinor);
      // Other allocations of the process can fall into a measurement: under 100 bytes in three rows of 735.
      expect(Math.abs(made - madeBytes), `${type} ${entries}`).toBeLessThan(100);
    }
  });

  test('a filled map takes what is expected, give or take the luck of its seed', () => {
    for (const [type, unitSize, hasPointers, entries, , filledBytes] of measured[version]) {
      const unit = { unitSize, unitHasPointers: hasPointers === 1 };
      const rebuilt = (swiss ? rebuiltSwissBytes : rebuiltClassicBytes)(unit, entries, goMinor);
      // Of a few buckets one more or less shows; listing overflow buckets of a map without pointers adds up to 3 %.
      const tolerance = entries < 1000 ? 0.2 : 0.055;
      expect(Math.abs(rebuilt / filledBytes - 1), `${type} ${entries}`).toBeLessThan(tolerance);
    }
  });
});

function madeClassic(
  unit: { unitSize: number; unitHasPointers: boolean },
  entries: number,
  goMinor: number,
): number {
  const array = classicArray(unit, classicBucketLog2(entries, goMinor), goMinor);
  // mapextra, which keeps the preallocated overflow buckets, is 24 bytes.
  const extra = array.bucketCount > array.baseCount ? 24 : 0;
  return classicHeaderBytes(goMinor) + array.bytes + extra;
}

function madeSwiss(
  unit: { unitSize: number; unitHasPointers: boolean },
  entries: number,
  goMinor: number,
): number {
  const { directoryLength, tableCount, tableCapacity } = swissTables(entries);
  const directory = allocatedBytes(directoryLength * 8, false, goMinor);
  return swissHeaderBytes + directory + tableCount * tableBytes(unit, tableCapacity, goMinor);
}

describe('maps of 100 000 entries, read from live heaps', () => {
  test.each([
    [272, true, 17408 * 272],
    [208, true, 17408 * 208],
    [144, false, 17408 * 144],
  ])('classic buckets of %d bytes on Go 1.22', (unitSize, unitHasPointers, bytes) => {
    const log2 = classicBucketLog2(100_000, 22);
    expect(classicArray({ unitSize, unitHasPointers }, log2, 22).bytes).toBe(bytes);
  });

  test('Go 1.21 takes twice the array, for its load factor of 6', () => {
    expect(
      classicArray({ unitSize: 272, unitHasPointers: true }, classicBucketLog2(100_000, 21), 21).bytes,
    ).toBe(9_469_952);
  });

  test.each([
    [264, true, 40_960],
    [200, true, 27_264],
    [136, false, 18_432],
  ])('Swiss groups of %d bytes on Go 1.24', (unitSize, unitHasPointers, bytes) => {
    expect(swissTables(100_000)).toEqual({ directoryLength: 128, tableCount: 128, tableCapacity: 1024 });
    expect(tableBytes({ unitSize, unitHasPointers }, 1024, 24)).toBe(32 + bytes);
  });
});

test('an empty map is its header', () => {
  const unit = { unitSize: 144, unitHasPointers: false };
  expect(rebuiltClassicBytes(unit, 0, 23)).toBe(48);
  expect(rebuiltClassicBytes(unit, 0, 24)).toBe(64);
  expect(rebuiltSwissBytes(unit, 0, 26)).toBe(48);
});
