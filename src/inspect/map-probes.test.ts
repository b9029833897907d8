import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Diagnostics } from '../base/index.ts';
import { findRuntime, KeyHasher, KeyMemory, openTypes, ProcessHashes } from '../image/index.ts';
import { inspect, type Inspection } from './index.ts';
import { openTarget } from './open-target.ts';
import { GoService } from './testdata/go-service.ts';

/** What testdata/hashes says of a map. */
interface MapFacts {
  readonly Name: string;
  readonly Header: string;
  readonly Type: string;
  readonly Seed: string;
  readonly Entries: readonly { readonly Key: string; readonly Hash: string }[];
  readonly Probes: readonly number[];
  readonly Random: number;
}

interface Case {
  readonly name: string;
  readonly toolchain?: string;
  readonly environment?: Record<string, string>;
  readonly flags?: readonly string[];
}

const noAes = { GODEBUG: 'cpu.aes=off' };
const stripped = ['-ldflags=-s -w'];
const cases: readonly Case[] = [
  { name: 'the Go of this machine' },
  { name: 'the Go of this machine, without AES', environment: noAes },
  { name: 'the Go of this machine, stripped', flags: stripped },
  {
    name: 'the Go of this machine, PIE, stripped, without AES',
    flags: ['-buildmode=pie', ...stripped],
    environment: noAes,
  },
  { name: 'Go 1.24', toolchain: 'go1.24.12' },
  { name: 'Go 1.24, stripped, without AES', toolchain: 'go1.24.12', flags: stripped, environment: noAes },
  { name: 'Go 1.25', toolchain: 'go1.25.5' },
  { name: 'Go 1.26', toolchain: 'go1.26.3' },
];

describe.each(cases)('$name', ({ toolchain, environment, flags }) => {
  let service: GoService | undefined;
  let facts: readonly MapFacts[];
  let inspection: Inspection;
  beforeAll(async () => {
    if (!(await GoService.has(toolchain))) return;
    service = await GoService.start('hashes', toolchain, environment, flags);
    facts = JSON.parse(service.firstLine) as MapFacts[];
    inspection = await inspect(service.pid);
  }, 180_000);
  afterAll(() => {
    if (!service) return;
    inspection.close();
    service.stop();
  });
  beforeEach(({ skip }) => {
    if (!service) skip(`${toolchain} cannot be downloaded`);
  });

  test('the hash of each key is the one that the runtime computes, bit for bit', async () => {
    const { evidence, close } = await openTarget(String(service?.pid), { freeze: false });
    const { memory } = evidence;
    const runtime = findRuntime(evidence, new Diagnostics());
    const types = openTypes(runtime, memory, new Diagnostics());
    const processHash = new ProcessHashes(runtime, memory).known;
    if (!processHash) {
      expect(flags).toContain(stripped[0]);
      return;
    }
    let compared = 0;
    for (const { Name, Type, Seed, Entries } of facts) {
      const keyType = types.fromRuntime(Number(Type))?.key;
      const rules = Name === 'reflected' ? 'typehash' : 'compiler';
      const hasher =
        keyType && KeyHasher.of(keyType, rules, processHash.memoryHash, new KeyMemory(memory), types);
      const seed = BigInt(Seed);
      const computed = Entries.map(({ Key }) => {
        const bytes = memory.read(Number(Key), keyType?.size ?? 0) ?? new Uint8Array(0);
        const outcome = hasher?.of(bytes, 0, Number(BigInt.asIntN(32, seed)), Number(seed >> 32n));
        if (outcome === 'random') return '';
        const { low = 0, high = 0 } = hasher?.hash ?? {};
        return `0x${((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString(16)}`;
      });
      expect(computed, Name).toEqual(Entries.map(({ Hash }) => Hash));
      compared += computed.length;
    }
    expect(compared).toBeGreaterThan(30_000);
    close();
  });

  test('probe lengths are those of the real structure', () => {
    if (toolchain !== undefined) expect(inspection.target.goVersion).toBe(toolchain);
    const hash = environment ? 'fallback' : 'aes';
    for (const { Name, Header, Entries, Probes, Random } of facts) {
      const { probes } = inspection.mapDetail(Header);
      if (Entries.length === 0) {
        expect(probes?.histogram ?? [], Name).toEqual([]);
        continue;
      }
      const needsNone = Name === 'onlyNaN' || inspection.mapDetail(Header).record.slots === 8;
      expect(probes, Name).toEqual({
        histogram: Probes,
        hash: needsNone ? null : hash,
        randomKeys: Random,
        changedKeys: 0,
        uncheckedKeys: 0,
        obstacle: Name === 'onlyNaN' ? 'hashes-random' : null,
      });
    }
    expect(facts.find(({ Name }) => Name === 'many')?.Probes.length).toBeGreaterThan(2);
  });

  test('without symbols a few entries do not tell the hash, but the map before them does', async () => {
    const few = facts.find(({ Name }) => Name === 'few');
    const many = facts.find(({ Name }) => Name === 'many');
    using fresh = await inspect(service?.pid ?? 0);
    const first = fresh.mapDetail(few?.Header ?? '').probes;
    expect(first?.obstacle).toBe(inspection.target.stripped ? 'process-hash-unknown' : null);
    expect(first?.histogram).toEqual(inspection.target.stripped ? [] : few?.Probes);
    fresh.mapDetail(many?.Header ?? '');
    expect(fresh.mapDetail(few?.Header ?? '').probes?.histogram).toEqual(few?.Probes);
  });
});
