/* Slices, strings and goroutine stacks of real programs; test/matrix has every Go line. */
import { describe, expect, test } from 'vitest';
import { compareAllocations } from '../../test/truth/allocations.ts';
import { toolchainVersion } from '../../test/truth/toolchain.ts';
import { grownCapacity, predictSlice } from './index.ts';

describe('slices, strings and stacks cost what the arithmetic says', () => {
  test.for(['local', 'go1.23.12'])('%s', (toolchain, { skip }) => {
    if (toolchainVersion({ toolchain }) === undefined) skip(`${toolchain} cannot be downloaded`);
    const { problems, sliceCount, stringCount, stackCount } = compareAllocations({ toolchain });
    expect(problems).toEqual([]);
    expect([sliceCount, stringCount, stackCount]).toEqual([102, 20, 7]);
  });
});

test('a slice that was made large enough leaves nothing behind', () => {
  const line = { minor: 26, mapKind: 'swiss' } as const;
  const made = predictSlice(8, false, line, { appends: 1000, initialCapacity: 1000 });
  expect(made).toEqual({
    capacities: [1000],
    bytes: 8192,
    peakBytes: 8192,
    garbageBytes: 0,
    unusedBytes: 192,
  });
  const grown = predictSlice(8, false, line, { appends: 1000 });
  expect(grown.capacities.at(-1)).toBeGreaterThanOrEqual(1000);
  expect(grown.garbageBytes).toBeGreaterThan(4000);
  expect(grown.peakBytes).toBeGreaterThan(grown.bytes);
});

test('an append of many at once takes what is needed, not the double', () => {
  expect(grownCapacity(4, 100, 8, true, { minor: 26, mapKind: 'swiss' })).toBe(111);
});
