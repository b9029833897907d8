import { expect, test } from 'vitest';
import type { GoType } from '../../image/index.ts';
import { surveyMaps } from '../survey/survey.ts';
import { type MadeMap, MadeMaps, mapType } from '../testdata/made-maps.ts';
import { mapsToLookInto } from './maps-to-look-into.ts';

const struct: GoType = { ...mapType(90, 'main.Session', 8, 8), kind: 'struct', map: undefined, size: 64 };
const telling: GoType = { ...mapType(1, 'map[int]main.Session', 8, 64), elem: struct };
const other: GoType = { ...mapType(3, 'map[string]main.Session', 16, 64), elem: struct };
const silent: GoType = { ...mapType(2, 'map[int]int', 8, 8), elem: { ...struct, kind: 'int' } };

function made(len: number, type: GoType, path: number): MadeMap {
  return { len, slots: 8, bytes: 1000, rebuiltBytes: 1000, type, path };
}

function chosen(maps: readonly MadeMap[], hasNames = true): ReturnType<typeof mapsToLookInto> {
  const table = new MadeMaps(maps);
  return mapsToLookInto(table, surveyMaps(table, 20), hasNames);
}

test('maps whose values can say something, the heaviest first; small and silent ones are left out', () => {
  const maps = [
    made(100, telling, 0),
    made(15, telling, 1),
    made(5000, silent, 2),
    made(900, other, 3),
    made(0, other, 4),
    { ...made(900, other, 5), reachable: false },
  ];
  expect(chosen(maps).map(({ path, len, indices }) => [path, len, indices])).toEqual([
    [3, 900, [3]],
    [0, 100, [0]],
  ]);
});

test('shards of one holder are looked at together; without names those of one type', () => {
  const shards = Array.from({ length: 16 }, () => made(100, telling, 7));
  expect(chosen(shards)).toMatchObject([{ maps: 16, len: 1600, path: 7 }]);
  const apart = Array.from({ length: 16 }, (_, path) => made(100, telling, path));
  expect(chosen(apart)).toHaveLength(16);
  const [together, ...more] = chosen(apart, false);
  expect(more).toEqual([]);
  expect(together).toMatchObject({ maps: 16, len: 1600 });
  expect(together.indices).toHaveLength(16);
});

test('of many maps some are drawn, each with the same chance', () => {
  const count = 50_000;
  const [{ indices, len }] = chosen(Array.from({ length: count }, () => made(2, telling, 7)));
  expect(len).toBe(2 * count);
  expect(new Set(indices).size).toBe(1024);
  // Of each tenth about 102 are there, with a standard deviation of 9.6.
  const tenths = new Array<number>(10).fill(0);
  for (const index of indices) tenths[Math.floor((index * 10) / count)]++;
  for (const tenth of tenths) expect(Math.abs(tenth - 102.4)).toBeLessThan(43);
  // Nothing periodic is met: even and odd ones are as frequent.
  expect(Math.abs(indices.filter((index) => index % 2 === 0).length - 512)).toBeLessThan(72);
});

test('what is looked at has a bound, however many groups there are', () => {
  const maps = Array.from({ length: 200 }, (_, path) => made(100_000 + path, telling, path));
  const looked = chosen(maps);
  expect(looked).toHaveLength(16);
  expect(looked[0].path).toBe(199);
});
