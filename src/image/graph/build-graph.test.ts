import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GraphPlace, ObjectGraph } from './object-graph.ts';
import type { RootRank } from './roots.ts';
import { NaiveGraph } from './testdata/naive-graph.ts';
import { buildSketch, type BuiltGraph, type SketchedGraph } from './testdata/synthetic-graph.ts';

const sketches = (ranks: readonly RootRank[]): fc.Arbitrary<SketchedGraph> =>
  fc.tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 5 })).chain(([scanned, leaves]) => {
    const object = fc.integer({ min: 0, max: scanned + leaves - 1 });
    return fc.record({
      scanned: fc.constant(scanned),
      leaves: fc.constant(leaves),
      pointers: fc.array(fc.array(object, { maxLength: 4 }), { minLength: scanned, maxLength: scanned }),
      roots: fc
        .array(
          fc.record({
            rank: fc.constantFrom(...ranks),
            objects: fc.array(object, { minLength: 1, maxLength: 3 }),
          }),
          { minLength: 1, maxLength: 4 },
        )
        .map((roots) => roots.toSorted((a, b) => a.rank - b.rank)),
    });
  });

function asGraph({ graph }: BuiltGraph): ObjectGraph {
  if (graph.kind !== 'graph') throw new Error('marks only');
  return graph;
}

function placeAt(graph: ObjectGraph, address: number): GraphPlace {
  const place = graph.objectAt(address);
  if (place === undefined) throw new Error(`no object at ${address}`);
  return place;
}

describe.each([
  ['exact roots', [0]],
  ['roots of all ranks', [0, 1, 2, 3]],
] as [string, RootRank[]][])('a random graph with %s', (_, ranks) => {
  test('has the retained bytes and the dominators that deleting each vertex gives', () => {
    fc.assert(
      fc.property(sketches(ranks), (sketch) => {
        const built = buildSketch(sketch);
        const graph = asGraph(built);
        const naive = new NaiveGraph(sketch);
        const count = sketch.scanned + sketch.leaves;
        const placeOf = (object: number): number => placeAt(graph, built.addressOf(object));
        let bytes = 0;
        for (let object = 0; object < count; object++) {
          const place = placeOf(object);
          const isReached = naive.rankOf.has(object);
          if (isReached) bytes += naive.bytesOf(object);
          expect(graph.isReached(place)).toBe(isReached);
          expect(graph.retainedBytes(place)).toBe(naive.retainedByObject(object));
          if (!isReached) {
            expect(graph.dominatorOf(place)).toBeUndefined();
            continue;
          }
          const chain = graph.dominatorsOf(place).filter((above) => above !== 0 && graph.holderAt(above) < 0);
          expect(chain).toEqual(naive.dominatorsOf(object).map(placeOf));
        }
        for (let root = 0; root < sketch.roots.length; root++)
          expect(graph.retainedBytes(graph.placeOfHolder(root))).toBe(naive.retainedByRoot(root));
        expect(graph.totals.reachable).toEqual({ objects: naive.rankOf.size, bytes });
        expect(graph.totals.garbage.objects).toBe(count - naive.rankOf.size);
        expect(graph.retainedBytes(0)).toBe(bytes);
      }),
      { numRuns: 300 },
    );
  });

  test('is marked alike where no memory is left for the graph', () => {
    fc.assert(
      fc.property(sketches(ranks), (sketch) => {
        const { graph } = buildSketch(sketch, 0);
        expect(graph.kind).toBe('marks');
        expect(graph.totals).toEqual(buildSketch(sketch).graph.totals);
        expect(graph.totals.reachable.objects).toBe(new NaiveGraph(sketch).rankOf.size);
      }),
      { numRuns: 100 },
    );
  });

  test('tells one shortest way through each of what points to an object', () => {
    fc.assert(
      fc.property(sketches(ranks), (sketch) => {
        const built = buildSketch(sketch);
        const graph = asGraph(built);
        const naive = new NaiveGraph(sketch);
        for (const object of naive.rankOf.keys()) {
          const paths = graph.pathsTo(placeAt(graph, built.addressOf(object)), 100);
          const lengths = paths.map(({ places }) => places.length - 1);
          expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
          const pointsTo = (from: number): boolean =>
            from !== object && naive.rankOf.has(from) && (sketch.pointers[from] ?? []).includes(object);
          const expected = Array.from({ length: sketch.scanned }, (_each, from) => from)
            .filter(pointsTo)
            .map((from) => naive.distanceOf(from) + 1);
          const direct = sketch.roots.filter(({ objects }) => objects.includes(object)).length;
          expect(lengths).toEqual([...Array<number>(direct).fill(1), ...expected].sort((a, b) => a - b));
          for (const { places } of paths) expect(graph.holderAt(places[0])).toBeGreaterThanOrEqual(0);
          // Ways are those that do not need the object itself.
          const others = new NaiveGraph({
            ...sketch,
            pointers: sketch.pointers.map((targets, from) => (from === object ? [] : targets)),
          });
          const ways = graph.waysTo(placeAt(graph, built.addressOf(object)), 100);
          const needed = Array.from({ length: sketch.scanned }, (_each, from) => from).filter(
            (from) => pointsTo(from) && others.rankOf.has(from),
          );
          expect(ways.count).toBe(direct + needed.length);
          const lengthsAround = [
            ...Array<number>(direct).fill(1),
            ...needed.map((from) => others.distanceOf(from) + 1),
          ];
          expect(ways.paths.map(({ places }) => places.length - 1)).toEqual(
            lengthsAround.sort((a, b) => a - b),
          );
          for (const { places } of ways.paths)
            expect(places.indexOf(placeAt(graph, built.addressOf(object)))).toBe(places.length - 1);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('a graph is given up as late as the memory allowed says, and marked with the same result', () => {
  const scanned = 100;
  const sketch: SketchedGraph = {
    scanned,
    leaves: 3,
    pointers: Array.from({ length: scanned }, (_, from) =>
      [1, 7, 31].map((step) => (from * step + 1) % scanned),
    ),
    roots: [{ rank: 0, objects: [0, scanned + 1] }],
  };
  const whole = buildSketch(sketch).graph;
  const kinds = new Set<string>();
  // From less than the slots alone take to enough for every edge.
  for (let allowedBytes = 90e6; allowedBytes < 90e6 + 20_000; allowedBytes += 200) {
    const { graph } = buildSketch(sketch, allowedBytes);
    kinds.add(graph.kind);
    expect(graph.totals).toEqual(whole.totals);
    if (graph.kind === 'marks') expect(graph.neededBytes).toBeGreaterThanOrEqual(allowedBytes);
  }
  expect([...kinds]).toEqual(['marks', 'graph']);
});
