/*
 * Predictions against real maps of 46 types, at every stage of their lives. A slice of the grid on one Go line of each map
 * design; test/matrix has all of it.
 */
import { describe, expect, test } from 'vitest';
import { compareGrid } from '../../test/truth/grid.ts';
import { sliceRequest } from '../../test/truth/grid-requests.ts';
import { toolchainVersion } from '../../test/truth/toolchain.ts';

const lines = [
  { toolchain: 'local', mapKind: 'swiss' },
  { toolchain: 'go1.23.12', mapKind: 'classic' },
] as const;

describe('real maps are as predicted', () => {
  test.for(lines)('$toolchain', async ({ toolchain, mapKind }, { skip }) => {
    if (toolchainVersion({ toolchain }) === undefined) skip(`${toolchain} cannot be downloaded`);
    const result = await compareGrid({ toolchain }, sliceRequest(mapKind));
    expect(result.problems).toEqual([]);
    expect(result.skipped).toEqual([]);
    expect(result.typeCount).toBeGreaterThanOrEqual(40);
    expect(result.cellCount).toBeGreaterThan(6000);
    expect(result.meanCount).toBeGreaterThan(1000);
  });
});
