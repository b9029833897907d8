import { expect, test } from 'vitest';
import { countedOut } from './chain-distribution.ts';
import { fullArrayChains } from './full-array-chains.ts';

test.each([...fullArrayChains])('%s: keys and buckets as they are worked out', (name, kept) => {
  const [keys, buckets] = name.split(' ').map(Number);
  const worked = [...countedOut(keys, buckets)];
  expect(worked).toHaveLength(kept.length);
  for (const [count, mass] of worked.entries()) expect(kept[count]).toBeCloseTo(mass, 14);
});
