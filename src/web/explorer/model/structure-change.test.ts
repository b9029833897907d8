import { expect, test } from 'vitest';
import { parseGoLine } from '../../../predict/index.ts';
import { simulateMap } from '../../../simulate/index.ts';
import { changeBetween, newTables, outlineOf, type StructureChange } from './structure-change.ts';

const shape = {
  keyBytes: 8,
  keyAlign: 8,
  keyHasPointers: false,
  valueBytes: 8,
  valueAlign: 8,
  valueHasPointers: false,
};

function changesOf(go: string, entries: number): (StructureChange & { readonly at: number })[] {
  const map = simulateMap(shape, parseGoLine(go), { seed: 3 });
  const changes: (StructureChange & { readonly at: number })[] = [];
  let before = outlineOf(map.structure());
  for (let key = 0; key < entries; key++) {
    map.insert(key);
    const after = outlineOf(map.structure());
    const change = changeBetween(before, after);
    if (change !== undefined) changes.push({ ...change, at: map.len });
    before = after;
  }
  return changes;
}

test('Swiss tables grow by doubling up to 1,024 slots, then they split', () => {
  const changes = changesOf('1.26', 2500);
  // internal/runtime/maps: a table of 16 slots or more grows when seven eighths of it are full.
  expect(changes.slice(0, 4)).toEqual([
    { kind: 'first-table', slots: 16, at: 9 },
    { kind: 'table-grown', index: 0, slots: 32, at: 15 },
    { kind: 'table-grown', index: 0, slots: 64, at: 29 },
    { kind: 'table-grown', index: 0, slots: 128, at: 57 },
  ]);
  expect(changes.find(({ kind }) => kind === 'split')).toEqual({
    kind: 'split',
    index: 0,
    tables: 2,
    directory: 2,
    at: 897,
  });
  expect(changes.every(({ kind }) => kind !== 'several')).toBe(true);
});

test('buckets double, and the old ones go a while later', () => {
  const kinds = changesOf('1.23', 160).filter(({ kind }) => kind !== 'overflow');
  // runtime/map.go: beyond 8 entries, then beyond 6.5 a bucket.
  const grown = kinds.filter(({ kind }) => kind !== 'growth-over');
  expect(grown.map(({ at }) => at)).toEqual([9, 14, 27, 53, 105]);
  // One and two old buckets are left by the very insert that began it (runtime/map.go growWork).
  expect(grown.map(({ kind }) => kind)).toEqual([
    'grown',
    'grown',
    'growth-begun',
    'growth-begun',
    'growth-begun',
  ]);
  expect(kinds.at(-1)).toMatchObject({ kind: 'growth-over', buckets: 32 });
});

test('both halves of a split table are new, and no other table is', () => {
  const map = simulateMap(shape, parseGoLine('1.26'), { seed: 3 });
  let before = outlineOf(map.structure());
  for (let key = 0; key < 6000; key++) {
    map.insert(key);
    const structure = map.structure();
    const after = outlineOf(structure);
    const change = changeBetween(before, after);
    const added = newTables(before, after);
    if (change?.kind === 'split') {
      expect(added.size).toBe(2);
      expect(added).toContain(change.index);
      // What has just been split is half as full as what is about to be.
      if (structure.kind === 'swiss')
        for (const { index, used } of structure.tables) if (added.has(index)) expect(used).toBeLessThan(600);
    } else expect(added.size).toBe(change === undefined ? 0 : 1);
    before = after;
  }
});
