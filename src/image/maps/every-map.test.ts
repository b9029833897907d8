import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { readGoroutines } from '../goroutines/read-goroutines.ts';
import type { Memory } from '../memory.ts';
import { type BuildOptions, buildGo, type Inspected, inspectGo } from '../runtime/testdata/go-process.ts';
import { readSpans } from '../spans/read-spans.ts';
import { openTypes } from '../types/type-table.ts';
import type { CensusTable } from './census-table.ts';
import { readMaps } from './read-maps.ts';

/** What every-map.go says of one of its maps. */
interface Fact {
  readonly name: string;
  readonly type: string;
  readonly address: number;
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly tombstones: number;
  readonly overflow: number;
  readonly growing: boolean;
  readonly onStack: boolean;
  readonly boxed: number;
}

const source = path.join(import.meta.dirname, 'testdata', 'every-map.go');
const stripped = ['-ldflags=-s -w'];
const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped', { flags: stripped }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.23, stripped', { toolchain: 'go1.23.12', flags: stripped }],
];

describe.each(variants)('the census of %s', (_, options) => {
  test('agrees with what the program reads of its own maps', async () => {
    await inspectGo<Fact[]>(buildGo(source, options), (inspected) => {
      const { facts, diagnostics } = inspected;
      const maps = census(inspected);
      expect(diagnostics.list()).toEqual([]);
      const types = new Map(openTypesOf(inspected).map((type) => [type.name, type]));
      for (const fact of facts) {
        const index = maps.indexAt(fact.address);
        expect(index, fact.name).toBeGreaterThanOrEqual(0);
        const inferred = maps.typeOf(index)?.name;
        // Buckets and groups carry the name of the unnamed type.
        if (inferred !== undefined && fact.type !== 'main.named') expect(inferred).toBe(fact.type);
        const type = types.get(fact.type);
        if (type) maps.setType(index, type);
        expect(summary(maps, index), fact.name).toEqual({
          name: fact.name,
          len: fact.len,
          slots: fact.slots,
          bytes: fact.bytes,
          tombstones: fact.tombstones,
          overflow: fact.overflow,
          growing: fact.growing,
          boxed: type ? fact.boxed : 0,
        });
      }
      function summary(table: CensusTable, index: number): unknown {
        const record = table.record(index);
        const fact = facts.find(({ address }) => address === record.address);
        return {
          name: fact?.name,
          len: record.len,
          slots: record.slots,
          bytes: record.bytes,
          tombstones: record.tombstones,
          overflow: record.overflowBuckets,
          growing: record.growing,
          boxed: record.boxedBytes,
        };
      }
    });
  });

  test('invents no map and gives every entry a place', async () => {
    await inspectGo<Fact[]>(buildGo(source, options), (inspected) => {
      const maps = census(inspected);
      const { facts } = inspected;
      expect(maps.count).toBeGreaterThanOrEqual(facts.length);
      // The runtime and the standard library of this program make about fifteen more.
      expect(maps.count).toBeLessThan(facts.length + 30);
      for (const index of maps.indices()) expect(maps.indexAt(maps.addressOf(index))).toBe(index);
      for (const { name, address, slots, len, growing, overflow } of facts) {
        const arrays = maps.arraysOf(maps.indexAt(address));
        const units = arrays.reduce((sum, { unitCount }) => sum + unitCount, 0);
        if (len > 0) expect(units * 8, name).toBeGreaterThanOrEqual(slots);
        if (growing) expect(arrays.length, name).toBe(2 + overflow);
      }
    });
  });

  test('survives memory that is missing or damaged', async () => {
    await inspectGo<Fact[]>(buildGo(source, options), (inspected) => {
      for (let seed = 1; seed <= 12; seed++) {
        const maps = census(inspected, damaged(inspected.image.memory, seed));
        let bytes = 0;
        for (const index of maps.indices()) {
          const record = maps.record(index);
          expect(record.len).toBeGreaterThanOrEqual(0);
          expect(record.tombstones).toBeGreaterThanOrEqual(0);
          bytes += record.bytes;
          for (const array of maps.arraysOf(index)) expect(array.unitCount).toBeGreaterThan(0);
        }
        // No damage makes maps larger than the heap.
        expect(bytes).toBeLessThan(2 ** 28);
      }
    });
  });
});

function census(inspected: Inspected<Fact[]>, memory: Memory = inspected.image.memory): CensusTable {
  const { image, runtime, diagnostics } = inspected;
  const spans = readSpans(runtime, image.memory, diagnostics);
  const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
  const types = openTypes(runtime, image.memory, diagnostics);
  return readMaps(runtime, spans, memory, goroutines, diagnostics, { types });
}

function openTypesOf({
  runtime,
  image,
}: Inspected<Fact[]>): ReturnType<ReturnType<typeof openTypes>['mapTypes']> {
  return openTypes(runtime, image.memory, new Diagnostics()).mapTypes();
}

/** One read in sixteen fails, and of the others one in four has a bit flipped. */
function damaged(memory: Memory, seed: number): Memory {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return {
    regions: memory.regions,
    bytesRead: 0,
    read(address, length, into) {
      if (random(16) === 0) return undefined;
      const bytes = memory.read(address, length, into);
      for (let flips = length >>> 10; bytes && flips >= 0; flips--) {
        if (random(4) === 0) bytes[random(length)] ^= 1 << random(8);
      }
      return bytes;
    },
    refresh: () => memory.refresh(),
  };
}
