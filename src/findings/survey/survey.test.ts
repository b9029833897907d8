import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MadeMap, MadeMaps, mapType } from '../testdata/made-maps.ts';
import { mapsOfNote } from './maps-of-note.ts';
import { rankMaps } from './rank-maps.ts';
import { surveyMaps } from './survey.ts';
import { totalsOf, unknownHolder } from './totals.ts';

const types = [mapType(0, 'map[int]int', 8, 8), mapType(1, 'map[string]main.Row', 16, 40), undefined];
const madeMap: fc.Arbitrary<MadeMap> = fc
  .record({
    len: fc.nat(100),
    slots: fc.nat(1000),
    bytes: fc.constantFrom(48, 256, 336, 9000, 70_000),
    rebuiltBytes: fc.constantFrom(48, 256, 9000),
    reachable: fc.constantFrom(true, false, null),
    type: fc.constantFrom(...types),
    path: fc.constantFrom(0, 1, undefined),
  })
  .map(({ type, path, ...rest }) => ({
    ...rest,
    ...(type ? { type } : {}),
    ...(path === undefined ? {} : { path }),
  }));
const holders = { abstractPath: (path: number) => `main.holder${path}`, packageOf: () => 'main' };

describe('survey', () => {
  test('every way to add up gives the same sums', () => {
    fc.assert(
      fc.property(fc.array(madeMap, { maxLength: 60 }), (maps) => {
        const totals = totalsOf(surveyMaps(new MadeMaps(maps), 5), holders);
        const seen = maps.filter((map) => map.reachable !== false);
        for (const rows of [totals.byType, totals.byHolder, totals.byPackage]) {
          expect(rows.reduce((sum, row) => sum + row.maps, 0)).toBe(seen.length);
          expect(rows.reduce((sum, row) => sum + row.bytes, 0)).toBe(
            seen.reduce((sum, map) => sum + map.bytes, 0),
          );
        }
        expect(totals.all.bytes - totals.unreachable.bytes).toBe(
          seen.reduce((sum, map) => sum + map.bytes, 0),
        );
      }),
    );
  });

  test('ranking is a stable sort by bytes, and the chosen few are its head', () => {
    fc.assert(
      fc.property(fc.array(madeMap, { maxLength: 60 }), fc.nat(20), (maps, limit) => {
        const table = new MadeMaps(maps);
        const expected = maps
          .map((_, index) => index)
          .toSorted((a, b) => maps[b].bytes - maps[a].bytes || a - b);
        expect([...rankMaps(table)]).toEqual(expected);
        const bytesOf = (index: number): number => maps[index].bytes;
        const chosen = surveyMaps(table, limit).largest;
        expect(chosen.map(bytesOf)).toEqual(expected.slice(0, limit).map(bytesOf));
        const noted = mapsOfNote(table, limit);
        for (const bytes of chosen.map(bytesOf)) expect([...noted].map(bytesOf)).toContain(bytes);
      }),
    );
  });

  test('without holders every row of that table is unknown', () => {
    const totals = totalsOf(
      surveyMaps(new MadeMaps([{ len: 1, slots: 8, bytes: 256, rebuiltBytes: 256 }]), 1),
      undefined,
    );
    expect(totals.byHolder.map((row) => row.name)).toEqual([unknownHolder]);
  });
});
