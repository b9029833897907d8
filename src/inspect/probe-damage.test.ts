import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Address, Diagnostics } from '../base/index.ts';
import { type Memory, openTypes, ProcessHashes } from '../image/index.ts';
import type { Census } from './census.ts';
import { detailOf, type MapDetail } from './map-detail.ts';
import { type OpenTarget, openTarget } from './open-target.ts';
import { readCensus } from './read-census.ts';
import { ChangedMemory } from './testdata/changed-memory.ts';
import { GoService } from './testdata/go-service.ts';

describe('a Swiss map', () => {
  let service: GoService;
  let opened: OpenTarget;
  let census: Census;
  let headers: Map<string, number>;
  beforeAll(async () => {
    service = await GoService.start('hashes', undefined);
    const facts = JSON.parse(service.firstLine) as { Name: string; Header: string }[];
    headers = new Map(facts.map(({ Name, Header }) => [Name, Number(Header)]));
    opened = await openTarget(String(service.pid), { freeze: false });
    census = readCensus(opened, {});
  }, 180_000);
  afterAll(() => {
    opened.close();
    service.stop();
  });

  function indexOf(name: string): number {
    return census.table.indexAt(headers.get(name) ?? 0);
  }

  function look(name: string, memory: Memory): MapDetail {
    const { runtime, table } = census;
    const types = openTypes(runtime, memory, new Diagnostics());
    const hashes = new ProcessHashes(runtime, memory);
    const index = indexOf(name);
    return detailOf(
      table.record(index),
      index,
      { ...census, memory, types, hashes },
      { redact: false, imageMs: Date.now() },
    );
  }

  /** Flips a bit in the control byte of every nth entry. */
  function withWrongEntries(name: string, every: number): { memory: Memory; wrong: number } {
    const { table, memory } = census;
    const index = indexOf(name);
    const unitSize = table.typeOf(index)?.map?.unitSize ?? 0;
    const controls = new Set<Address>();
    let entries = 0;
    for (const { address, unitCount } of table.arraysOf(index)) {
      for (let unit = address; unit < address + unitCount * unitSize; unit += unitSize) {
        const bytes = memory.read(unit, 8) ?? new Uint8Array(0);
        for (let slot = 0; slot < bytes.length; slot++)
          if (bytes[slot] < 0x80 && ++entries % every === 0) controls.add(unit + slot);
      }
    }
    const flipped = new ChangedMemory(memory, (address, bytes) => {
      for (const control of controls)
        if (control >= address && control < address + bytes.length) bytes[control - address] ^= 1;
      return true;
    });
    return { memory: flipped, wrong: controls.size };
  }

  test('entries that changed are left out while they are few', () => {
    const { memory, wrong } = withWrongEntries('many', 150);
    const { probes } = look('many', memory);
    expect(wrong).toBe(133);
    expect(probes).toMatchObject({ obstacle: null, changedKeys: wrong });
    expect(probes?.histogram.reduce((sum, count) => sum + count)).toBe(20_000 - wrong);
  });

  test('one in a hundred is too many', () => {
    expect(look('many', withWrongEntries('many', 100).memory).probes).toMatchObject({
      obstacle: 'hashes-disagree',
      histogram: [],
    });
  });

  test('a single wrong entry of three says that nothing is known', () => {
    expect(look('few', withWrongEntries('few', 3).memory).probes).toMatchObject({
      obstacle: 'hashes-disagree',
      histogram: [],
    });
  });

  test('another secret than that of the process leads nowhere', () => {
    const { elf, loadBias } = census.runtime;
    const secrets = ['runtime.aeskeysched', 'runtime.hashkey'].map(
      (name) => (elf.symbol(name)?.address ?? 0) + loadBias,
    );
    const memory = new ChangedMemory(census.memory, (address, bytes) => {
      if (secrets.includes(address)) bytes[3] ^= 0x10;
      return true;
    });
    expect(look('many', memory).probes).toMatchObject({ obstacle: 'hashes-disagree', histogram: [] });
  });

  test('keys whose text cannot be read are said to be so', () => {
    const index = indexOf('tombstones');
    const groups = census.table.arraysOf(index).map(({ address }) => address);
    const { modules } = census.runtime;
    const memory = new ChangedMemory(
      census.memory,
      (address) => groups.includes(address) || address < modules[0].enoptrbss,
    );
    expect(look('tombstones', memory).probes).toMatchObject({ obstacle: 'keys-unreadable', histogram: [] });
  });

  test('whatever is read, a look ends and its sums hold', () => {
    const names = ['any', 'error', 'nested', 'anyArray', 'string', 'large', 'array1000', 'fiveFloats', 'few'];
    const damage = fc.record({
      seed: fc.integer({ min: 1 }),
      refusedEvery: fc.integer({ min: 2, max: 500 }),
      flippedEvery: fc.integer({ min: 8, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.constantFrom(...names), damage, (name, { seed, refusedEvery, flippedEvery }) => {
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
        const { probes, record } = look(name, memory);
        const shown = probes?.histogram.reduce((sum, count) => sum + count, 0) ?? 0;
        const { randomKeys = 0, changedKeys = 0, uncheckedKeys = 0, obstacle = null } = probes ?? {};
        expect(shown + changedKeys + uncheckedKeys + randomKeys).toBeLessThanOrEqual(record.slots);
        if (obstacle !== null) expect(shown).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
