import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { allocatedBytes } from '../../gomem/index.ts';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import type { GraphPlace, ObjectGraph } from './object-graph.ts';
import { type Graphed, graphOf } from './testdata/graphed-program.ts';

/** What graph.go prints. */
interface GraphFacts {
  readonly heapAlloc: number;
  readonly structures: readonly {
    readonly name: string;
    readonly address: number;
    readonly parts: readonly { readonly size: number; readonly scan: boolean; readonly count: number }[];
    readonly holder: string;
  }[];
}

const source = path.join(import.meta.dirname, 'testdata/graph.go');
const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, stripped', { flags: ['-ldflags=-s -w'] }],
  ['Go 1.23', { toolchain: 'go1.23.12' }],
  ['Go 1.21', { toolchain: 'go1.21.13' }],
  ['Go 1.18', { toolchain: 'go1.18.10' }],
];

function asGraph({ graph }: Graphed): ObjectGraph {
  if (graph.kind !== 'graph') throw new Error('marks only');
  return graph;
}

function placeAt(graph: ObjectGraph, address: number): GraphPlace {
  const place = graph.objectAt(address);
  if (place === undefined) throw new Error(`no object at ${address}`);
  return place;
}

/** Kind of the holder at the top of an object's dominators. */
function holderKind(graph: ObjectGraph, address: number): string {
  const place = placeAt(graph, address);
  if (!graph.isReached(place)) return 'garbage';
  let top = 0;
  for (let at = graph.dominatorOf(place); at !== undefined && at !== 0; at = graph.dominatorOf(at)) top = at;
  return graph.holders[graph.holderAt(top)]?.kind ?? '';
}

describe.each(variants)('the graph of a heap of %s', (_, options) => {
  test('has the retained bytes and the holders that the program built', async () => {
    await inspectGo<GraphFacts>(buildGo(source, options), (inspected) => {
      const { facts, runtime } = inspected;
      const graphed = graphOf(inspected);
      const graph = asGraph(graphed);
      const isStripped = (options.flags?.length ?? 0) > 0;
      expect(graphed.diagnostics.list().map(({ code }) => code)).toEqual(
        isStripped ? ['finalizer-queue-unknown'] : [],
      );
      const wrong = [];
      for (const { name, address, parts, holder } of facts.structures) {
        const place = placeAt(graph, address);
        const told = {
          name,
          holder: holderKind(graph, address),
          bytes: graph.retainedBytes(place),
          address: graph.addressOf(place),
        };
        const bytes = parts.reduce(
          (sum, { size, scan, count }) => sum + count * allocatedBytes(size, !scan, runtime.goMinor),
          0,
        );
        // A stale word beside an exact one may hold a part of it, too.
        if (holder === 'goroutine') expect(told).toMatchObject({ name, holder, address });
        else if (holder !== 'garbage') expect(told).toEqual({ name, holder, bytes, address });
        else if (told.holder !== 'garbage' || told.bytes !== 0) wrong.push(told);
      }
      // Words that a stack keeps of what it held may hold a few of two thousand.
      expect(wrong.length).toBeLessThan(20);
      const { reachable, garbage, newer } = graph.totals;
      const seen = reachable.bytes + garbage.bytes + newer.bytes;
      expect(Math.abs(seen - facts.heapAlloc)).toBeLessThan(facts.heapAlloc / 100);
      expect(graph.retainedBytes(0)).toBe(reachable.bytes + newer.bytes);
      expect([graph.guessedObjects, graph.totals.strayPointers]).toEqual([0, 0]);
    });
  });

  test('is marked alike where no memory is left for it', async () => {
    await inspectGo<GraphFacts>(buildGo(source, options), (inspected) => {
      const marks = graphOf(inspected, { allowedBytes: 100e6 }).graph;
      expect(marks.kind).toBe('marks');
      expect(marks.totals).toEqual(graphOf(inspected).graph.totals);
    });
  });
});

test('variables are named, and ways to an object are told', async () => {
  await inspectGo<GraphFacts>(buildGo(source), (inspected) => {
    const graph = asGraph(graphOf(inspected));
    const find = (name: string): number =>
      placeAt(graph, inspected.facts.structures.find((structure) => structure.name === name)?.address ?? 0);
    const names = (places: readonly number[]): string[] =>
      places
        .filter((place) => graph.holderAt(place) >= 0)
        .map((place) => graph.holders[graph.holderAt(place)].name);
    expect(names(graph.dominatorsOf(find('large table')))).toEqual(['main.largeTable']);
    expect(names(graph.dominatorsOf(find('captured by a function')))).toEqual(['main.function']);
    const variable = graph.dominatorsOf(find('ring')).find((place) => graph.holderAt(place) >= 0) ?? 0;
    expect(graph.retainedBytes(variable)).toBe(16_000);
    expect(graph.dominatedBy(variable, 10)).toEqual([find('ring')]);
    expect(graph.dominatedBy(find('large table'), 7).map((place) => graph.retainedBytes(place))).toEqual(
      Array<number>(7).fill(32),
    );
    const [index, ...others] = graph.pathsTo(find('entry of list and index'), 10);
    expect([names(index.places), index.places.length]).toEqual([['main.lruIndex'], 3]);
    expect(others.length).toBe(2);
    // The far end of the list: a million pointers, of which a thousand are told.
    let last = find('deep list');
    for (let below = graph.dominatedBy(last, 1); below.length > 0; below = graph.dominatedBy(last, 1)) {
      last = below[0];
      if (graph.retainedBytes(last) <= 16 * 999_990) break;
    }
    const [way] = graph.pathsTo(last, 1);
    expect(names(way.places)).toEqual(['main.list']);
  });
});

test('bits that flip in spans and segments neither end nor delay the work', async () => {
  await inspectGo<GraphFacts>(buildGo(source), (inspected) => {
    const { memory } = inspected.image;
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const damaged = Object.create(memory) as typeof memory;
      damaged.read = (address, length, into) => {
        const bytes = memory.read(address, length, into)?.slice();
        for (let flips = (bytes?.length ?? 0) / 512; bytes && flips > 0; flips--)
          bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
        if (bytes && into) into.set(bytes);
        return bytes && into ? into.subarray(0, length) : bytes;
      };
      Object.defineProperty(damaged, 'readAhead', { value: undefined });
      for (const allowedBytes of [Infinity, 100e6]) {
        const { graph } = graphOf(inspected, { memory: damaged, allowedBytes });
        const { reachable, garbage } = graph.totals;
        expect(reachable.objects + garbage.objects).toBeGreaterThan(1_000_000);
      }
    }
  });
});

test.each([
  ['the local Go', {}],
  ['Go 1.25', { toolchain: 'go1.25.5' }],
  ['Go 1.24', { toolchain: 'go1.24.12' }],
] as [string, BuildOptions][])(
  '%s: cleanups hold what they are called with, weak pointers hold nothing',
  async (_, options) => {
    const binary = buildGo(path.join(import.meta.dirname, 'testdata/weak.go'), options);
    await inspectGo<Record<'weak' | 'cleaned' | 'captured' | 'argument', number[]>>(binary, (inspected) => {
      const graph = asGraph(graphOf(inspected));
      const kinds = Object.entries(inspected.facts).map(([name, addresses]) => {
        const counts = new Map<string, number>();
        for (const address of addresses) {
          const kind = holderKind(graph, address);
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
        }
        return [name, [...counts].sort((a, b) => b[1] - a[1])[0]];
      });
      const [cleaned] = kinds.filter(([name]) => name === 'cleaned');
      const [weak] = kinds.filter(([name]) => name === 'weak');
      for (const [, most] of [cleaned, weak]) {
        // A few may be on stacks still.
        expect(most[0]).toBe('garbage');
        expect(most[1]).toBeGreaterThan(90);
      }
      expect(kinds).toContainEqual(['captured', ['special', 100]]);
      expect(kinds).toContainEqual(['argument', ['special', 100]]);
    });
  },
);
