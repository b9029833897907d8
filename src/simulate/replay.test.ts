/*
 * Simulated maps against real ones, with the hashes that the runtime gave its keys: every bucket, every slot, every byte.
 * One Go line of each map design here; test/matrix has them all.
 */
import { describe, expect, test } from 'vitest';
import { replayAll } from '../../test/truth/replay.ts';
import { toolchainVersion } from '../../test/truth/toolchain.ts';

describe('under equal hashes a simulated map is the real one', () => {
  test.for(['local', 'go1.23.12'])('%s', async (toolchain, { skip }) => {
    if (toolchainVersion({ toolchain }) === undefined) skip(`${toolchain} cannot be downloaded`);
    const { mapCount, lookCount, problems } = await replayAll({ toolchain });
    expect(problems).toEqual([]);
    expect(mapCount).toBeGreaterThan(250);
    expect(lookCount).toBeGreaterThan(2000);
  });
});
