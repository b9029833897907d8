import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grownPath } from './grown-path.ts';

const roots = new Set(['main.srv', 'example.com/x/y.Cache', 'goroutine main.worker: batch']);

function grown(...rows: [path: string, changeBytes: number, changeObjects: number][]): string | undefined {
  return grownPath(
    rows.map(([path, changeBytes, changeObjects]) => ({ path, changeBytes, changeObjects })),
    roots,
  )?.path;
}

test('a collection whose elements became more is named, not what lies in them', () => {
  expect(
    grown(
      ['main.srv.sessions[*]', 1000, 200],
      ['main.srv.sessions[*].buffer[*]', 99_000, 100],
      ['main.srv.other', 500, 1],
    ),
  ).toBe('main.srv.sessions');
});

test('a collection of the same elements is passed, down to what grew in them', () => {
  expect(grown(['main.srv.shards[*]', 0, 0], ['main.srv.shards[*].rows[*]', 50_000, 30])).toBe(
    'main.srv.shards[*].rows',
  );
});

test('growth in several fields is that of what they have in common', () => {
  expect(grown(['main.srv.a[*]', 500, 5], ['main.srv.b[*]', 500, 5])).toBe('main.srv');
  expect(grown(['goroutine main.worker: batch[*]', 10, 1])).toBe('goroutine main.worker: batch');
  expect(grown(['example.com/x/y.Cache.(*y.LRU).items[*]', 10, 1])).toBe(
    'example.com/x/y.Cache.(*y.LRU).items',
  );
});

test('where nothing grew there is none', () => {
  expect(grown()).toBeUndefined();
  expect(grown(['main.srv.a', -5, -1], ['main.srv.b', 5, 1])).toBeUndefined();
});

test('what is named is a path that the growth lies under, and its growth is theirs', () => {
  const path = fc
    .tuple(
      fc.constantFrom(...roots),
      fc.array(fc.constantFrom('.a', '.b', '[*]', '.(*main.T)', '…'), { maxLength: 5 }),
    )
    .map(([root, steps]) => root + steps.join(''));
  const change = fc.record({
    path,
    changeBytes: fc.integer({ min: -1000, max: 1000 }),
    changeObjects: fc.integer({ min: -3, max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      const found = grownPath(changes, roots);
      if (!found) return;
      const under = changes.filter((each) => each.path.startsWith(found.path));
      expect(under.length).toBeGreaterThan(0);
      const most = under.reduce((sum, { changeBytes }) => sum + Math.max(0, changeBytes), 0);
      expect(found.changeBytes).toBeGreaterThan(0);
      expect(found.changeBytes).toBeLessThanOrEqual(most);
    }),
  );
});
