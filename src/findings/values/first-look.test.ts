import { expect, test } from 'vitest';
import { randomFrom } from '../../image/index.ts';
import { madeField, MadeValues } from '../testdata/made-values.ts';
import { firstLookLimits, mayTell } from './first-look.ts';

const nowMs = Date.UTC(2030, 0, 1);
const count = firstLookLimits.sampledEntries;
const inAll = 1_000_000;

/** How many of `looks` first looks go on, of maps where this share of the entries is over. */
function goesOn(share: number, looks: number, name = 'closed', kind: 'bool' | 'int' = 'bool'): number {
  const random = randomFrom(20_300_101);
  let found = 0;
  for (let look = 0; look < looks; look++) {
    const field = madeField(name, kind, count, () => (random() < share ? 1 : 0));
    if (mayTell(new MadeValues([field], inAll, 100), nowMs)) found++;
  }
  return found;
}

test('what a finding would come of is never passed over', () => {
  for (const share of [0.25, 0.3, 0.5, 0.9, 1]) expect(goesOn(share, 2000)).toBe(2000);
});

test('a map with few entries that are over is left after the first look', () => {
  expect(goesOn(0, 100)).toBe(0);
  expect(goesOn(0.05, 2000)).toBe(0);
});

test('a state that most entries share goes on, also where its other numbers were not seen', () => {
  expect(goesOn(0.75, 2000, 'state', 'int')).toBe(2000);
  expect(goesOn(1, 10, 'state', 'int')).toBe(10);
  expect(goesOn(0.5, 100, 'state', 'int')).toBe(0);
});

test('fields that say no end do not', () => {
  const field = madeField('size', 'int', count, () => 1);
  expect(mayTell(new MadeValues([field], inAll, 100), nowMs)).toBe(false);
});
