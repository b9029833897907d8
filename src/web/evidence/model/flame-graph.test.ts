import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callersOf, changedShare, changeOf, flameGraph, matches, ownValue, widthOf } from './flame-graph.ts';
import { flameBars } from './flame-layout.ts';
import type { FlameData } from './page-data.ts';

const names = ['main.main', 'main.fill', 'runtime.mallocgc', 'fmt.Sprint'];

/** Trees whose callers have at least what they call, one or two profiles. */
const trees = fc
  .record({
    nodes: fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.nat(1000), fc.nat(1000)), { maxLength: 60 }),
    isDifference: fc.boolean(),
  })
  .map(({ nodes, isDifference }): FlameData => {
    const parents = [-1, ...nodes.map(([seed], at) => seed % (at + 1))];
    const sums = [2, 3].map((side) => [0, ...nodes.map((node) => node[side])]);
    for (const sum of sums)
      for (let node = parents.length - 1; node > 0; node--) sum[parents[node]] += sum[node];
    return {
      sampleTypes: [{ type: 'inuse_space', unit: 'bytes' }],
      frames: names.map((name) => ({ name, origin: 'program' })),
      leastShare: 0.001,
      nodes: parents.map((parent, at) => ({
        parent,
        frame: at === 0 ? null : nodes[at - 1][1],
        joinedCount: 0,
        values: [sums[0][at]],
        ...(isDifference ? { beforeValues: [sums[1][at]] } : {}),
        ranges: [null],
      })),
    };
  });

test('bars lie within their callers, do not overlap, and are as wide as their values', () => {
  fc.assert(
    fc.property(trees, fc.constantFrom('after', 'before'), fc.nat(), (data, side, seed) => {
      const root = flameGraph(data, 0);
      const all = flameBars(root, side, 0).map(({ node }) => node);
      const shown = all[seed % all.length];
      const bars = flameBars(shown, side, 0);
      const at = new Map(bars.map((bar) => [bar.node, bar]));
      for (const caller of callersOf(shown)) expect(at.get(caller)).toMatchObject({ left: 0, width: 1 });
      for (const { node, left, width, row } of bars) {
        expect(row).toBe(node.depth);
        if (node.depth <= shown.depth) continue;
        expect(width).toBeCloseTo(widthOf(node, side) / widthOf(shown, side), 9);
        const caller = node.parent && at.get(node.parent);
        expect(left).toBeGreaterThanOrEqual((caller?.left ?? 0) - 1e-9);
        expect(left + width).toBeLessThanOrEqual((caller?.left ?? 0) + (caller?.width ?? 0) + 1e-9);
        for (const other of bars)
          if (other.node !== node && other.row === row)
            expect(
              Math.min(other.left + other.width, left + width) - Math.max(other.left, left),
            ).toBeLessThan(1e-9);
      }
    }),
  );
});

test('own values add up to the root', () => {
  fc.assert(
    fc.property(trees, (data) => {
      const root = flameGraph(data, 0);
      const sum = (node: typeof root): number =>
        node.children.reduce((total, child) => total + sum(child), ownValue(node));
      expect(sum(root)).toBe(root.value);
    }),
  );
});

test('a search counts calls within one another once', () => {
  const data: FlameData = {
    sampleTypes: [{ type: 'cpu', unit: 'nanoseconds' }],
    frames: names.map((name) => ({ name, origin: 'program' })),
    leastShare: 0.001,
    nodes: [
      { parent: -1, frame: null, joinedCount: 0, values: [100], ranges: [null] },
      { parent: 0, frame: 0, joinedCount: 0, values: [90], ranges: [null] },
      { parent: 1, frame: 1, joinedCount: 0, values: [70], ranges: [null] },
      { parent: 2, frame: 1, joinedCount: 0, values: [50], ranges: [null] },
      { parent: 0, frame: 1, joinedCount: 0, values: [5], ranges: [null] },
      { parent: 1, frame: null, joinedCount: 7, values: [80], ranges: [null] },
    ],
  };
  const root = flameGraph(data, 0);
  const found = matches(root, ' FILL ', 'after');
  expect([found.nodes.size, found.sum]).toEqual([3, 75]);
  expect(matches(root, '', 'after').nodes.size).toBe(0);
  // What stands for others comes last, however large.
  expect(root.children[0].children.map(({ origin }) => origin)).toEqual(['program', 'joined']);
});

describe('changes', () => {
  const nodeOf = (value: number, before: number, range: [number, number] | null) =>
    flameGraph(
      {
        sampleTypes: [{ type: 'inuse_space', unit: 'bytes' }],
        frames: [],
        leastShare: 0.001,
        nodes: [
          {
            parent: -1,
            frame: null,
            joinedCount: 0,
            values: [value],
            beforeValues: [before],
            ranges: [range],
          },
        ],
      },
      0,
    );
  test.each([
    [10, 10, null, 'same', 0],
    [30, 10, null, 'grown', 2 / 3],
    [30, 10, [-5, 45], 'same', 0],
    [30, 10, [5, 35], 'grown', 2 / 3],
    [10, 40, [-35, -25], 'shrunk', 0.75],
    [10, 0, [8, 12], 'new', 1],
    [0, 10, [-12, -8], 'gone', 1],
  ] as const)('%d after %d with %j: %s', (value, before, range, wanted, share) => {
    const node = nodeOf(value, before, range && [range[0], range[1]]);
    expect([changeOf(node), changedShare(node)]).toEqual([wanted, share]);
  });
});
