import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allocatedBytes,
  classicArray,
  classicHeaderBytes,
  type GoLine,
  groupsBytes,
  type MapShape,
  mapUnitOf,
  overflowBucketBytes,
  predictMap,
  swissHeaderBytes,
  tableBytes,
} from '../gomem/index.ts';
import { ClassicMap } from './classic-map.ts';
import { type KeyHash, type SimulatedMap, simulateMap } from './index.ts';
import { SeededHash } from './key-hash.ts';
import { SwissMap } from './swiss-map.ts';

const lines: readonly GoLine[] = [
  { minor: 21, mapKind: 'classic' },
  { minor: 23, mapKind: 'classic' },
  { minor: 24, mapKind: 'classic' },
  { minor: 24, mapKind: 'swiss' },
  { minor: 26, mapKind: 'swiss' },
];

const int: MapShape = {
  keyBytes: 8,
  keyAlign: 8,
  keyHasPointers: false,
  valueBytes: 8,
  valueAlign: 8,
  valueHasPointers: false,
};
const text: MapShape = {
  ...int,
  keyBytes: 16,
  keyHasPointers: true,
  valueBytes: 200,
  valueHasPointers: true,
};

/** Few keys, so that they meet again; some need 53 bits. */
const keys = fc.oneof(
  fc.nat(40),
  fc.nat(2000),
  fc.integer({ min: 2 ** 40, max: 2 ** 40 + 50 }),
  fc.integer({ min: -20, max: -1 }),
);
const operations = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant('insert' as const), key: keys }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('delete' as const), key: keys }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('fill' as const), key: fc.nat(900) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('clear' as const), key: fc.constant(0) }) },
  ),
  { maxLength: 120 },
);

function keysOf(map: SimulatedMap): number[] {
  const found: number[] = [];
  map.iterate((key) => found.push(key));
  return found.toSorted((one, other) => one - other);
}

describe.each(lines)('Go 1.$minor $mapKind', (line) => {
  test.each([int, text])('holds what a set holds', (shape) => {
    fc.assert(
      fc.property(operations, fc.nat(3000), fc.nat(), (steps, hint, seed) => {
        const map = simulateMap(shape, line, { hint, seed });
        const truth = new Set<number>();
        for (const { do: operation, key } of steps) {
          if (operation === 'insert') {
            expect(map.insert(key)).toBe(!truth.has(key));
            truth.add(key);
          } else if (operation === 'delete') expect(map.delete(key)).toBe(truth.delete(key));
          else if (operation === 'clear') {
            map.clear();
            truth.clear();
          } else {
            for (let more = 0; more < 300; more++) {
              map.insert(key + more);
              truth.add(key + more);
            }
          }
          expect(map.len).toBe(truth.size);
          expect(map.has(key)).toBe(truth.has(key));
        }
        expect(keysOf(map)).toEqual([...truth].toSorted((one, other) => one - other));
        expect(map.bytes).toBe(bytesOf(map, shape, line));
        expect(map.peakBytes).toBeGreaterThanOrEqual(map.bytes);
      }),
      { numRuns: 40 },
    );
  });

  test('ends where the prediction does', () => {
    const map = simulateMap(int, line, { seed: 5 });
    for (let key = 0; key < 100; key++) map.insert(key);
    const { stages, growthGarbageBytes } = predictMap(int, line, { entries: 100 });
    const deviation = 4 * stages[1].bytes.deviation;
    expect(Math.abs(map.bytes - stages[1].bytes.mean)).toBeLessThanOrEqual(deviation);
    expect(Math.abs(map.garbageBytes - growthGarbageBytes.mean)).toBeLessThanOrEqual(
      4 * growthGarbageBytes.deviation,
    );
  });

  test('equal seeds give equal maps, different ones different maps', () => {
    const layout = (seed: number): string => {
      const map = simulateMap(int, line, { seed });
      for (let key = 0; key < 3000; key++) map.insert(key);
      const order: number[] = [];
      map.iterate((key) => order.push(key));
      return order.join();
    };
    expect(layout(1)).toBe(layout(1));
    expect(layout(1)).not.toBe(layout(2));
  });

  test('a hash that is handed in serves as the own one', () => {
    const own = simulateMap(int, line, { seed: 9 });
    const options = { hash: new SeededHash(9), hint: 0 };
    const given =
      line.mapKind === 'classic' ? new ClassicMap(int, line, options) : new SwissMap(int, line, options);
    for (const map of [own, given]) for (let key = 0; key < 500; key++) map.insert(key * 3);
    const order = (map: SimulatedMap): string => {
      const keysInOrder: number[] = [];
      map.iterate((key) => keysInOrder.push(key));
      return keysInOrder.join();
    };
    expect(order(given)).toBe(order(own));
  });

  test('a hash that sends all keys one way makes it slow, not wrong', () => {
    const worst: KeyHash = { low: () => 0, high: () => 0, reseed: () => {} };
    const map = simulateMap(int, line, { hash: worst });
    // A Swiss table whose keys all have one hash splits until the hash has no bits left: 896 of them still fit.
    for (let key = 0; key < 896; key++) map.insert(key);
    for (let key = 0; key < 896; key += 2) map.delete(key);
    expect(map.len).toBe(448);
    expect(map.has(1)).toBe(true);
    expect(map.has(2)).toBe(false);
  });
});

/** The same bytes from the structure, by the arithmetic. */
function bytesOf(map: SimulatedMap, shape: MapShape, line: GoLine): number {
  const unit = mapUnitOf(shape, line);
  const structure = map.structure();
  if (structure.kind === 'classic') {
    const { array, growth } = structure;
    const arrays = [array, ...(growth === undefined ? [] : [growth.oldArray])];
    const header = classicHeaderBytes(line.minor);
    if (!structure.isAllocated) return header;
    return arrays.reduce(
      (sum, { baseCount, overflowOutside }) =>
        sum +
        classicArray(unit, Math.log2(baseCount), line.minor).bytes +
        overflowOutside * overflowBucketBytes(unit, line.minor),
      header,
    );
  }
  if (structure.directoryLength === 0) {
    return swissHeaderBytes + (structure.smallGroupFull === undefined ? 0 : groupsBytes(unit, 8, line.minor));
  }
  return structure.tables.reduce(
    (sum, { capacity }) => sum + tableBytes(unit, capacity, line.minor),
    swissHeaderBytes + allocatedBytes(8 * structure.directoryLength, false, line.minor),
  );
}

describe('what the runtime does at the edges', () => {
  const swiss: GoLine = { minor: 26, mapKind: 'swiss' };
  const classic: GoLine = { minor: 23, mapKind: 'classic' };

  test('assigning to a key of a Swiss map with 8 entries makes it a table', () => {
    const map = simulateMap(int, swiss);
    for (let key = 0; key < 8; key++) map.insert(key);
    expect(map.structure()).toMatchObject({ directoryLength: 0, slots: 8 });
    expect(map.insert(3)).toBe(false);
    expect(map.structure()).toMatchObject({ directoryLength: 1, slots: 16, len: 8 });
  });

  test('an idle classic map keeps both arrays, and some deletes end that', () => {
    const map = simulateMap(int, classic);
    for (let key = 0; key <= 6656; key++) map.insert(key);
    expect(map.structure()).toMatchObject({ growth: { oldArray: { baseCount: 1024 } } });
    for (let key = 0; key < 1024; key++) map.delete(key);
    expect(map.structure()).toMatchObject({ growth: undefined, len: 5633 });
  });

  test('replacing keys doubles a Swiss table of Go 1.24, and leaves one of Go 1.25 as it is', () => {
    const slotsAfter = (minor: number): number => {
      const map = simulateMap(int, { minor, mapKind: 'swiss' }, { hint: 600, seed: 3 });
      for (let key = 0; key < 50_000; key++) {
        map.insert(key);
        if (key >= 500) map.delete(key - 500);
      }
      const structure = map.structure();
      return structure.kind === 'swiss' ? structure.slots : 0;
    };
    // Counted in real maps of Go 1.24.12, 1.25.5 and 1.26.3.
    expect([24, 25, 26].map(slotsAfter)).toEqual([2048, 1024, 1024]);
  });
});

test('the entries of all buckets, and of those still to be left, are the entries of the map', () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(2000), (inserts, deletes) => {
      const map = simulateMap(int, { minor: 23, mapKind: 'classic' }, { seed: inserts });
      for (let key = 0; key < inserts; key++) map.insert(key);
      for (let key = 0; key < deletes; key++) map.delete(key);
      const structure = map.structure();
      if (structure.kind !== 'classic') throw new Error('not a classic map');
      const { array, growth } = structure;
      const counts = [...array.entryCounts, ...(growth?.oldArray.entryCounts ?? [])];
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(map.len);
    }),
    { numRuns: 50 },
  );
});
