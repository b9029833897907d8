import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Memory } from '../memory.ts';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { readingAhead } from '../testdata/asked-reads.ts';
import { type Traced, trace } from './testdata/traced-program.ts';

/** What testdata/holders.go says of each of its maps. */
interface Expected {
  readonly Address: string;
  readonly Len: number;
  readonly Paths: readonly string[] | null;
  readonly Goroutine: string;
}

const source = path.join(import.meta.dirname, 'testdata/holders.go');
const builds: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['Go 1.23, classic maps', { toolchain: 'go1.23.12' }],
  ['a position-independent build', { flags: ['-buildmode=pie'] }],
];

function foundPaths({ maps, holders }: Traced, address: string): string[] {
  const map = maps.indexAt(Number(address));
  return map < 0 ? ['no such map'] : holders.pathsOf(map);
}

describe.each(builds)('%s', (_, options) => {
  test('every map is held by what the program says holds it', async () => {
    await inspectGo<Expected[]>(buildGo(source, options), (inspected) => {
      const traced = trace(inspected);
      const wrong: unknown[] = [];
      for (const { Address, Len, Paths, Goroutine } of inspected.facts) {
        const found = foundPaths(traced, Address);
        const isRight = Paths
          ? found.length > 0 && found.every((one) => Paths.includes(one))
          : found.some((one) => one.startsWith('goroutine ') && one.endsWith(`(${Goroutine})`));
        if (!isRight) wrong.push({ Address, Paths, found });
        expect(traced.maps.lenOf(traced.maps.indexAt(Number(Address)))).toBe(Len);
      }
      expect(wrong).toEqual([]);
      expect(inspected.facts.length).toBeGreaterThan(50);
      expect(traced.diagnostics.list()).toEqual([]);
    });
  });
});

test('reading ahead changes nothing but the order of the reads', async () => {
  await inspectGo<Expected[]>(buildGo(source), (inspected) => {
    const inTurn = trace(inspected);
    const ahead = trace(inspected, { memory: readingAhead(inspected.image.memory) });
    const told = ({ maps, holders }: Traced): unknown[] =>
      [...maps.indices()].map((map) => ({
        ...maps.record(map, holders.pathsOf(map).sort()),
        path: holders.abstractPath(maps.holderPathOf(map)),
      }));
    const heldBy = (traced: Traced): unknown =>
      traced.holders.totals().map(({ path: one, maps }) => [one, maps]);
    expect(told(ahead)).toEqual(told(inTurn));
    expect(heldBy(ahead)).toEqual(heldBy(inTurn));
  });
});

test('several holders of one map are all named and counted', async () => {
  await inspectGo<Expected[]>(buildGo(source), (inspected) => {
    const traced = trace(inspected);
    const shared = inspected.facts.find(({ Paths }) => Paths?.includes('main.shared'));
    expect(foundPaths(traced, shared?.Address ?? '').sort()).toEqual([...(shared?.Paths ?? [])].sort());
    expect(traced.maps.holderCountOf(traced.maps.indexAt(Number(shared?.Address)))).toBe(3);
  });
});

test('a path finds its map, by address, by abstract path, and with index and key', async () => {
  await inspectGo<Expected[]>(buildGo(source), (inspected) => {
    const { holders, maps } = trace(inspected);
    for (const wanted of [
      'main.srv.sessions',
      'main.registry["x"].tags',
      'main.srv.queue[3].Tags',
      'main.root.left.m',
    ]) {
      const fact = inspected.facts.find(({ Paths }) => Paths?.includes(wanted));
      const map = maps.indexAt(Number(fact?.Address));
      expect(holders.findByPath(wanted)).toEqual([map]);
      expect(holders.findByPath(fact?.Address ?? '')).toEqual([map]);
    }
    expect(holders.findByPath('main.srv.sessions[*].Tags')).toHaveLength(300);
    expect(holders.findByPath('main.nothing')).toEqual([]);
    expect(holders.findByPath('0x12345')).toEqual([]);
  });
});

test('totals by holder add up to the maps that are held', async () => {
  await inspectGo<Expected[]>(buildGo(source), (inspected) => {
    const { holders, maps } = trace(inspected);
    const totals = holders.totals();
    const held = [...maps.indices()].filter((map) => maps.holderCountOf(map) > 0);
    expect(totals.reduce((sum, total) => sum + total.maps, 0)).toBe(held.length);
    expect(totals.reduce((sum, total) => sum + total.bytes, 0)).toBe(
      held.reduce((sum, map) => sum + maps.bytesOf(map), 0),
    );
    const tags = totals.find(({ path: holder }) => holder === 'main.srv.sessions[*].Tags');
    expect(tags).toMatchObject({ packagePath: 'main', maps: 300, entries: 1 });
  });
});

test('redacted paths show no key and no string of the program', async () => {
  await inspectGo<Expected[]>(buildGo(source), (inspected) => {
    const traced = trace(inspected, { redact: true });
    const fact = inspected.facts.find(({ Paths }) => Paths?.includes('main.registry["x"].tags'));
    expect(foundPaths(traced, fact?.Address ?? '')).toEqual(['main.registry[…].tags']);
    for (const map of traced.maps.indices())
      expect(traced.holders.pathsOf(map).join()).not.toMatch(/"|\[-?\d+\]\.\(/);
  });
});

test('a stripped program: maps are held by places in its data segments', async () => {
  await inspectGo<Expected[]>(buildGo(source, { flags: ['-ldflags=-s -w'] }), (inspected) => {
    const traced = trace(inspected);
    for (const { Address, Paths, Goroutine } of inspected.facts) {
      const [found] = foundPaths(traced, Address);
      expect(found, `${Address} ${Paths?.join()}`).toMatch(
        Paths ? /^(data|bss)\+0x[0-9a-f]+/ : new RegExp(Goroutine),
      );
    }
    const grown = inspected.facts.find(({ Paths }) => Paths?.includes('main.grown[1234]'));
    expect(foundPaths(traced, grown?.Address ?? '')[0]).toMatch(/^bss\+0x[0-9a-f]+\[1234\]$/);
  });
});

test.each([{}, { toolchain: 'go1.23.12' }])(
  'a stripped program: a word that the collector does not follow holds nothing, with %o',
  async (options) => {
    const program = path.join(import.meta.dirname, 'testdata/uintptr-word.go');
    const binary = buildGo(program, { ...options, flags: ['-ldflags=-s -w'] });
    await inspectGo<string[]>(binary, (inspected) => {
      const traced = trace(inspected);
      expect(inspected.facts.map((address) => foundPaths(traced, address))).toEqual([[]]);
    });
  },
);

/** Flips bits in, and refuses, some of the reads. */
function damaged(memory: Memory, seed: number): Memory {
  const random = seededRandom(seed);
  return {
    regions: memory.regions,
    get bytesRead() {
      return memory.bytesRead;
    },
    refresh: () => memory.refresh(),
    read(address, length, into) {
      if (random() < 0.02) return undefined;
      const bytes = memory.read(address, length, into);
      if (bytes && random() < 0.3) {
        for (let flips = 0; flips < 1 + length / 256; flips++) {
          bytes[Math.floor(random() * length)] ^= 1 << Math.floor(random() * 8);
        }
      }
      return bytes;
    },
  };
}

test('damaged memory: no crash, no hang, no flood of paths', async () => {
  const binary = buildGo(source);
  await inspectGo<Expected[]>(binary, (inspected) => {
    for (let seed = 1; seed <= 25; seed++) {
      const startedMs = performance.now();
      const { holders, maps } = trace(inspected, { memory: damaged(inspected.image.memory, seed) });
      for (const map of maps.indices()) expect(holders.pathsOf(map).length).toBeLessThanOrEqual(3);
      holders.totals();
      expect(performance.now() - startedMs).toBeLessThan(20_000);
    }
  });
});

test.each(builds.slice(0, 2))(
  'a stale word that leads to a collected object gives its types to nothing, with %s',
  async (_, options) => {
    const program = path.join(import.meta.dirname, 'testdata/stale-word.go');
    await inspectGo<string[]>(buildGo(program, options), (inspected) => {
      const { maps, holders } = trace(inspected);
      expect(inspected.facts.length).toBeGreaterThan(5);
      for (const address of inspected.facts) {
        const map = maps.indexAt(Number(address));
        expect([undefined, 'map[string]uint64']).toContain(maps.typeOf(map)?.name);
        expect(holders.pathsOf(map).join()).toMatch(/^main\.hidden/);
        expect(maps.holderCountOf(map)).toBe(1);
      }
    });
  },
);
