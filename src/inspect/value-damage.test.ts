/* Values of maps in memory that is damaged, or whose parts cannot be read. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildFixture } from '../../test/truth/toolchain.ts';
import { startValues, type ValuesProcess } from '../../test/truth/dead-entries.ts';
import { Diagnostics } from '../base/index.ts';
import { surveyMaps } from '../findings/index.ts';
import { type MapValues, MapValueReader, openTypes } from '../image/index.ts';
import type { Census } from './census.ts';
import { lookIntoMaps } from './map-values.ts';
import { type OpenTarget, openTarget } from './open-target.ts';
import { readCensus } from './read-census.ts';
import { ChangedMemory } from './testdata/changed-memory.ts';
import { valueSharesOf } from './value-shares.ts';

describe('values of maps in damaged memory', () => {
  let values: ValuesProcess;
  let opened: OpenTarget;
  let census: Census;
  beforeAll(async () => {
    values = await startValues(buildFixture({ toolchain: 'local' }, 'plain', 'values'));
    opened = await openTarget(String(values.pid), { freeze: false });
    census = readCensus(opened, {});
  }, 180_000);
  afterAll(async () => {
    opened.close();
    await values.end();
  });

  function named(path: string): number {
    return census.holders?.findByPath(path)[0] ?? -1;
  }

  test('whatever is read, a look ends, shares are shares, and no byte is invented', () => {
    const paths = [
      'main.server.sessions',
      'main.leases',
      'main.peers',
      'main.outers',
      'main.jobs',
      'main.streams',
      'main.boxed',
      'main.tasks',
      'main.flags',
    ];
    const damage = fc.record({
      seed: fc.integer({ min: 1 }),
      refusedEvery: fc.integer({ min: 2, max: 500 }),
      flippedEvery: fc.integer({ min: 8, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...paths), damage, (path, { seed, refusedEvery, flippedEvery }) => {
        let state = seed;
        const below = (limit: number): number => {
          state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
          return Math.floor((state / 2 ** 32) * limit);
        };
        const memory = new ChangedMemory(census.memory, (_, bytes) => {
          for (let at = below(flippedEvery); at < bytes.length; at += 1 + below(flippedEvery))
            bytes[at] ^= 1 << below(8);
          return below(refusedEvery) > 0;
        });
        const types = openTypes(census.runtime, memory, new Diagnostics());
        const index = named(path);
        const found = new MapValueReader({ ...census, types, memory, nowMs: Date.now() }).read([index]);
        const shares = valueSharesOf(
          index,
          { ...census, types, memory },
          { redact: false, imageMs: Date.now() },
        );
        for (const { low, share, high } of shares?.fields.flatMap((field) => field.shares) ?? []) {
          expect(low).toBeLessThanOrEqual(share);
          expect(share).toBeLessThanOrEqual(high);
          expect([low >= 0, high <= 1]).toEqual([true, true]);
        }
        if (!found) return;
        const all = found.heldBytes(() => true);
        const heapBytes = census.spans.elemSize.reduce(
          (sum, size, ordinal) => sum + size * census.spans.elemCount[ordinal],
          0,
        );
        expect(all.bytes).toBeGreaterThanOrEqual(0);
        // Each entry can hold several objects of one slot each, whatever the damage.
        expect(all.bytes).toBeLessThan(found.entryCount * heapBytes);
        expect(Number.isFinite(all.errorBytes)).toBe(true);
        expect(found.heldBytes(() => false)).toMatchObject({ bytes: 0 });
      }),
      { numRuns: 60 },
    );
  });

  function valuesOf(found: MapValues | undefined): number[] {
    expect(found).toBeDefined();
    return found?.fields.flatMap((field) => [...field.values].filter((value) => !Number.isNaN(value))) ?? [];
  }

  test('where no value can be read, nothing is said of it', () => {
    const index = named('main.leases');
    const units = new Set(census.table.arraysOf(index).map(({ address }) => census.spans.find(address)));
    const { modules } = census.runtime;
    const isUnits = (address: number): boolean => units.has(census.spans.find(address));
    const memory = new ChangedMemory(
      census.memory,
      (address) => isUnits(address) || address < modules[0].enoptrbss,
    );
    const found = new MapValueReader({ ...census, memory, nowMs: Date.now() }).read([index]);
    expect(found?.sampleCount).toBeGreaterThan(3000);
    expect(valuesOf(found)).toEqual([]);
    const survey = surveyMaps(census.table, 20);
    const looked = lookIntoMaps({ ...census, memory }, survey, { imageMs: Date.now(), redact: false });
    const leases = looked.find(({ where }) => where === 'main.leases');
    expect(valuesOf(leases?.values)).toEqual([]);
  });

  test('a map whose arrays cannot be read is left out', () => {
    const memory = new ChangedMemory(census.memory, () => false);
    const parts = { ...census, memory, nowMs: undefined };
    expect(new MapValueReader(parts).read([named('main.leases')])).toBeUndefined();
  });

  test('looking into all maps reads a few megabytes', () => {
    const before = census.memory.bytesRead;
    const looked = lookIntoMaps(census, surveyMaps(census.table, 20), { imageMs: Date.now(), redact: false });
    expect(looked.length).toBeGreaterThanOrEqual(values.facts.length);
    expect(census.memory.bytesRead - before).toBeLessThan(16 * 2 ** 20);
  });
});
