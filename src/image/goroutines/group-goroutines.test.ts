import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GoroutineFacts } from './goroutine-facts.ts';
import { groupGoroutines } from './group-goroutines.ts';

const plain: GoroutineFacts = {
  id: 1,
  state: 'select',
  waitedNs: undefined,
  createdBy: 'main.start',
  createdAt: { file: '/src/a.go', line: 12 },
  parentId: 1,
  startName: 'main.start.func1',
  labels: [],
  stackUsedBytes: 500,
  stackReservedBytes: 2048,
  isLockedToThread: false,
  isSystem: false,
};

test('the go statement and the state make a group', () => {
  const groups = groupGoroutines([
    plain,
    { ...plain, id: 2, waitedNs: 5e9 },
    { ...plain, id: 3, waitedNs: 1e9 },
    { ...plain, id: 4, waitedNs: 3e9 },
    { ...plain, id: 5, state: 'sleep' },
    { ...plain, id: 6, createdAt: { file: '/src/a.go', line: 13 } },
  ]);
  expect(groups.map(({ count, state, createdAt }) => [count, state, createdAt])).toEqual([
    [4, 'select', '/src/a.go:12'],
    [1, 'sleep', '/src/a.go:12'],
    [1, 'select', '/src/a.go:13'],
  ]);
  expect(groups[0]).toMatchObject({
    waitedNs: { min: 1e9, median: 3e9, max: 5e9 },
    unknownWaitCount: 1,
    stackUsedBytes: 2000,
    stackReservedBytes: 8192,
    examples: [2, 4, 3],
  });
  expect(groups[1].waitedNs).toBeUndefined();
});

test('labels are counted by key and value', () => {
  const label = (id: number, tenant: string): GoroutineFacts => ({
    ...plain,
    id,
    labels: [['tenant', tenant]],
  });
  const [group] = groupGoroutines([label(1, 'a'), label(2, 'b'), label(3, 'b')]);
  expect(group.labels).toEqual([
    { key: 'tenant', value: 'b', count: 2 },
    { key: 'tenant', value: 'a', count: 1 },
  ]);
});

test('every goroutine is in one group, whatever the order', () => {
  const facts = fc.record({
    state: fc.constantFrom('select', 'sleep'),
    waitedNs: fc.option(fc.nat(), { nil: undefined }),
    line: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(facts), (list) => {
      const all = list.map(({ state, waitedNs, line }, index) => ({
        ...plain,
        id: index + 1,
        state,
        waitedNs,
        createdAt: { file: '/src/a.go', line },
      }));
      const groups = groupGoroutines(all);
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
      expect(groupGoroutines(all.toReversed())).toEqual(groups);
      for (const { waitedNs } of groups) {
        if (!waitedNs) continue;
        expect(waitedNs.min).toBeLessThanOrEqual(waitedNs.median);
        expect(waitedNs.median).toBeLessThanOrEqual(waitedNs.max);
      }
    }),
  );
});
