import path from 'node:path';
import { expect, test } from 'vitest';
import { readGoroutines } from '../goroutines/read-goroutines.ts';
import { type BuildOptions, buildGo, type Inspected, inspectGo } from '../runtime/testdata/go-process.ts';
import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';
import { readSpans } from '../spans/read-spans.ts';
import { openTypes, type TypeTable } from '../types/type-table.ts';
import type { CensusTable } from './census-table.ts';
import { readMaps } from './read-maps.ts';

interface Fact {
  readonly name: string;
  readonly type: string;
  readonly address: number;
  readonly len: number;
  readonly bytes: number;
  readonly onStack: boolean;
}

const source = path.join(import.meta.dirname, 'testdata', 'every-map.go');

function census(
  { image, runtime, diagnostics }: Inspected<Fact[]>,
  memory: Memory = image.memory,
): { maps: CensusTable; types: TypeTable; spans: SpanTable } {
  const spans = readSpans(runtime, memory, diagnostics);
  const goroutines = readGoroutines(runtime, memory, image.threads, diagnostics);
  const types = openTypes(runtime, memory, diagnostics);
  return { maps: readMaps(runtime, spans, memory, goroutines, diagnostics, { types }), types, spans };
}

/** The memory with another word at the address. */
function withWord(memory: Memory, address: number, word: number): Memory {
  return {
    regions: memory.regions,
    bytesRead: 0,
    refresh: () => memory.refresh(),
    read(from, length, into) {
      const bytes = memory.read(from, length, into);
      const offset = address - from;
      if (bytes && offset >= 0 && offset + 8 <= length)
        new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(offset, BigInt(word), true);
      return bytes;
    },
  };
}

async function look(
  options: BuildOptions,
  check: (
    maps: CensusTable,
    fact: (name: string) => Fact,
    types: TypeTable,
    inspected: Inspected<Fact[]>,
  ) => void,
): Promise<void> {
  await inspectGo<Fact[]>(buildGo(source, options), (inspected) => {
    const { facts } = inspected;
    const { maps, types } = census(inspected);
    const fact = (name: string): Fact => {
      const found = facts.find((candidate) => candidate.name === name);
      if (!found) throw new Error(`the program has no map ${name}`);
      return found;
    };
    check(maps, fact, types, inspected);
  });
}

const lines: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
];

test.each(lines)('references give types, holders and reachability on %s', async (_, options) => {
  await look(options, (maps, fact, types) => {
    const { address, bytes } = fact('named');
    const index = maps.indexAt(address);
    expect(maps.reachableOf(index)).toBe(null);
    expect(maps.holderPathOf(index)).toBe(-1);
    maps.addHolder(index, 7, true);
    maps.addHolder(index, 8, true);
    const first = types.mapTypes().find((type) => type.name === 'map[string]int64');
    const other = types.mapTypes().find((type) => type.name === 'map[string]int');
    if (!first || !other) throw new Error('the program has these types');
    maps.setType(index, first);
    maps.setType(index, other);
    expect(maps.record(index, ['main.a', 'main.b'])).toMatchObject({
      type: 'map[string]int64',
      bytes,
      reachable: true,
      holderCount: 2,
      holders: ['main.a', 'main.b'],
    });
    expect(maps.holderPathOf(index)).toBe(7);
  });
});

test.each(lines)('a small map on a stack gets its bytes with its type on %s', async (_, options) => {
  await look(options, (maps, fact, types) => {
    const { address, bytes, type: name } = fact('stack-8');
    const index = maps.indexAt(address);
    expect(maps.lenOf(index)).toBe(8);
    const type = types.mapTypes().find((candidate) => candidate.name === name);
    if (!type) throw new Error('the program has this type');
    maps.setType(index, type);
    expect(maps.bytesOf(index)).toBe(bytes);
  });
});

test.each(lines)(
  'what is listed is not adopted twice, and what is no map not at all, on %s',
  async (_, options) => {
    await look(options, (maps, fact, types) => {
      const type = types.mapTypes()[0];
      const { count } = maps;
      const known = fact('never-used').address;
      expect(maps.adopt(known, type)).toBe(maps.indexAt(known));
      const arrays = maps.arraysOf(maps.indexAt(fact('emptied').address));
      for (const address of [known + 8, arrays[0].address, 4096, 2 ** 47, known + 4]) {
        expect(maps.adopt(address, type)).toBe(-1);
      }
      expect(maps.count).toBe(count);
      expect([...maps.indices()].length).toBe(count);
    });
  },
);

test.each(lines)('sizes tell types apart, and say nothing where they do not, on %s', async (_, options) => {
  await look({ ...options, flags: ['-ldflags=-s -w'] }, (maps, fact) => {
    const typeOf = (name: string): string | undefined => maps.typeOf(maps.indexAt(fact(name).address))?.name;
    // The only ones of their bucket size, or named by the allocator.
    expect(typeOf('full-pointers')).toBe('map[string]string');
    expect(typeOf('emptied')).toBe('map[int][128]uint8');
    // `map[string]int` has buckets as large, with pointers elsewhere.
    expect([undefined, 'map[int]string']).toContain(typeOf('nine'));
    // As many bytes as `map[int]int64`.
    expect(typeOf('one')).toBe(undefined);
  });
});

test.each(lines)(
  'a malloc header that names groups of another size is not believed on %s',
  async (_, options) => {
    await look(options, (honest, fact, __, inspected) => {
      const { spans } = census(inspected);
      const mallocHeaderOf = (name: string): { address: number; type: number } => {
        const [{ address }] = honest.arraysOf(honest.indexAt(fact(name).address));
        const span = spans.find(address);
        return { address: address - 8, type: spans.headerType(span, spans.slotOf(span, address)) };
      };
      // As many groups of `outer` would be smaller than the array is; they would all fit in it.
      const { address } = mallocHeaderOf('interface-key');
      const { type: lie } = mallocHeaderOf('outer');
      expect(lie).toBeGreaterThan(0);
      const { maps } = census(inspected, withWord(inspected.image.memory, address, lie));
      const typeOf = (name: string): string | undefined =>
        maps.typeOf(maps.indexAt(fact(name).address))?.name;
      expect(typeOf('outer')).toBe('map[string]map[int]int');
      expect([undefined, 'map[interface {}]interface {}']).toContain(typeOf('interface-key'));
      expect(maps.record(maps.indexAt(fact('interface-key').address))).toMatchObject({
        len: fact('interface-key').len,
        bytes: fact('interface-key').bytes,
      });
    });
  },
);
