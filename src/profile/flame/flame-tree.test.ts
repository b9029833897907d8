/* The truth is what go tool pprof counts, by way of stackTotals, and a walk over every stack for each node. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { profileNames, takeProfiles, type TakenProfiles } from '../../../test/truth/profiles.ts';
import type { ProfileColumns } from '../../formats/index.ts';
import { heapAccount } from '../heap-account.ts';
import { heapColumn } from '../profile-kind.ts';
import { stackKeys } from '../stack-keys.ts';
import { stackTotals } from '../stack-totals.ts';
import { type FlameNode, type FlameTree, flameTree } from './flame-tree.ts';
import { keptNodes } from './kept-nodes.ts';

let taken: TakenProfiles;
let later: TakenProfiles;

beforeAll(() => {
  taken = takeProfiles({ toolchain: 'local' }, 65_536);
  later = takeProfiles({ toolchain: 'local' }, 65_536);
});
afterAll(() => {
  taken[Symbol.dispose]();
  later[Symbol.dispose]();
});

function totalsOf(profile: ProfileColumns): number[] {
  return [...stackTotals(profile, stackKeys(profile, 'functions')).total];
}

/** Whether a node lies below another of the same function. */
function recurs({ nodes }: FlameTree, { parent, frame }: FlameNode): boolean {
  for (let at = parent; at >= 0; at = nodes[at].parent) if (nodes[at].frame === frame) return true;
  return false;
}

/** No node has less than those below it: what it has itself is not negative. */
function expectSums(nodes: readonly FlameNode[], of: (node: FlameNode) => readonly number[]): void {
  const below = nodes.map((node) => of(node).map(() => 0));
  nodes.forEach((node, at) => {
    expect(node.parent).toBeLessThan(at);
    if (at > 0) of(node).forEach((value, column) => (below[node.parent][column] += value));
  });
  nodes.forEach((node, at) =>
    of(node).forEach((value, column) => expect(below[at][column]).toBeLessThanOrEqual(value)),
  );
}

describe.each(profileNames)('%s', (name) => {
  test('the root is the profile, functions are those of the top table, what is left out is below the share', () => {
    const profile = taken.read(name);
    const tree = flameTree(profile);
    const total = totalsOf(profile);
    expect(tree.nodes[0]).toMatchObject({ parent: -1, frame: null, values: total });
    expectSums(tree.nodes, ({ values }) => values);
    const keys = stackKeys(profile, 'functions');
    const { cum, width } = stackTotals(profile, keys);
    const sums = new Map(tree.frames.map((frame) => [frame.name, total.map(() => 0)]));
    const joined = total.map(() => 0);
    for (const node of tree.nodes.slice(1)) {
      if (node.frame === null) node.values.forEach((value, column) => (joined[column] += value));
      else if (!recurs(tree, node)) {
        const sum = sums.get(tree.frames[node.frame].name);
        node.values.forEach((value, column) => {
          if (sum) sum[column] += value;
        });
      }
    }
    for (let key = 0; key < keys.count; key++)
      for (let column = 0; column < width; column++) {
        const shown = sums.get(keys.name(key))?.[column] ?? 0;
        const wanted = cum[key * width + column];
        expect(shown).toBeLessThanOrEqual(wanted);
        expect(shown).toBeGreaterThanOrEqual(wanted - joined[column]);
      }
    for (const { frame, joinedCount, values } of tree.nodes.slice(1)) {
      if (frame !== null) continue;
      expect(joinedCount).toBeGreaterThan(0);
      values.forEach((value, column) =>
        expect(value).toBeLessThanOrEqual(joinedCount * tree.leastShare * total[column]),
      );
    }
  });

  test('two profiles: each side is the tree of its own, and the change of the root that of the totals', () => {
    const [first, second] = [taken.read(name), later.read(name)];
    const tree = flameTree(second, first);
    expect(tree.nodes[0]).toMatchObject({ values: totalsOf(second), beforeValues: totalsOf(first) });
    expectSums(tree.nodes, ({ values }) => values);
    expectSums(tree.nodes, ({ beforeValues = [] }) => beforeValues);
    for (const { values, beforeValues = [], ranges } of tree.nodes)
      ranges.forEach((range, column) => {
        if (range === null) return;
        expect(range[0]).toBeLessThanOrEqual(values[column] - beforeValues[column]);
        expect(range[1]).toBeGreaterThanOrEqual(values[column] - beforeValues[column]);
      });
    const same = flameTree(second, second);
    for (const { values, beforeValues, ranges } of same.nodes) {
      expect(beforeValues).toEqual(values);
      // Nothing happened between two that are one.
      if (name === 'heap') for (const range of ranges) if (range) expect(range).toEqual([0, 0]);
    }
  });
});

test('the interval of all live bytes is that of the headline', () => {
  const profile = taken.read('heap');
  const { inuse, alloc } = heapAccount(profile, undefined);
  const { ranges } = flameTree(profile).nodes[0];
  expect(ranges[heapColumn.inuseBytes]).toEqual([inuse.lowBytes, inuse.highBytes]);
  expect(ranges[heapColumn.allocBytes]).toEqual([alloc.lowBytes, alloc.highBytes]);
  expect(ranges[heapColumn.inuseObjects]).toBeNull();
});

test('functions say whose they are', () => {
  const { frames } = flameTree(taken.read('cpu'));
  const origins = new Map(frames.map(({ name, origin }) => [name, origin]));
  expect(origins.get('main.main')).toBe('program');
  expect(origins.get('runtime.main')).toBe('runtime');
});

test('any tree: callers of what is kept are kept, and every node has one that stands for it', () => {
  const trees = fc.array(fc.tuple(fc.nat(), fc.nat(1000)), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(trees, fc.integer({ min: 1, max: 50 }), (made, mostNodes) => {
      const parents = [-1, ...made.map(([seed], at) => seed % (at + 1))];
      const amounts = Float64Array.from([0, ...made.map(([, own]) => own)]);
      for (let node = parents.length - 1; node > 0; node--) amounts[parents[node]] += amounts[node];
      const frames = parents.map((_, at) => at - 1);
      const bounds = { leastShare: 0.01, mostNodes };
      const kept = keptNodes({ parents, frames, joinedCounts: parents.map(() => 0) }, [amounts], 1, bounds);
      const functions = kept.frames.filter((frame) => frame >= 0).length;
      expect(functions).toBeLessThanOrEqual(mostNodes);
      expect(kept.parents.length).toBeLessThanOrEqual(1 + 2 * functions + 1);
      parents.forEach((parent, node) => {
        const self = kept.ofNode[node];
        if (node === 0) return expect(self).toBe(0);
        const above = kept.ofNode[parent];
        // Itself below its caller, or one that is joined with its siblings, or already with its caller.
        if (kept.frames[self] >= 0)
          expect([kept.frames[self], kept.parents[self]]).toEqual([node - 1, above]);
        else expect([above, kept.parents[self]]).toContain(kept.joinedCounts[above] > 0 ? self : above);
        return undefined;
      });
      const joinedAll = kept.joinedCounts.reduce((sum, count) => sum + count, 0);
      expect(joinedAll).toBeLessThanOrEqual(parents.length - 1 - functions);
    }),
  );
});
