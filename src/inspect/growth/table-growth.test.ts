import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SnapshotTable } from './snapshot.ts';
import { listed, rowsOf } from './table-growth.ts';

/** A table cut after `limit` rows, as snapshots are. */
function tableOf(sums: ReadonlyMap<string, number>, limit: number): SnapshotTable {
  const rows = [...sums].sort((a, b) => b[1] - a[1]).map(([name, bytes]) => ({ name, count: 1, bytes }));
  return {
    rows: new Map(rows.slice(0, limit).map((row) => [row.name, row])),
    leftOutBytes: rows[limit]?.bytes ?? 0,
    totalBytes: rows.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

const sums = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), fc.nat(100_000)), {
    maxLength: 12,
  })
  .map((rows) => new Map<string, number>(rows));

test('what is listed and the rest are the whole, and a cut table invents little', () => {
  fc.assert(
    fc.property(
      fc.array(sums, { minLength: 2, maxLength: 4 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(1000),
      fc.nat(12),
      (looks, limit, noise, top) => {
        const tables = looks.map((look) => tableOf(look, limit));
        const all = rowsOf(tables, noise);
        const { rows, rest } = listed(all, tables, noise, top);
        expect(rows.length).toBeLessThanOrEqual(top);
        for (const [at, { totalBytes }] of tables.entries())
          expect(rows.reduce((sum, { bytes }) => sum + bytes[at], rest.bytes[at])).toBe(totalBytes);
        for (const { name, bytes, changeBytes } of all) {
          const truth = looks.map((look) => look.get(name) ?? 0);
          expect(changeBytes).toBe((bytes.at(-1) ?? 0) - bytes[0]);
          const range = Math.max(...bytes) - Math.min(...bytes);
          for (const [at, value] of bytes.entries())
            expect(Math.abs(value - truth[at])).toBeLessThanOrEqual(Math.max(noise, range / 10));
        }
        const changes = rows.map(({ changeBytes }) => Math.abs(changeBytes));
        expect(changes).toEqual(changes.toSorted((a, b) => b - a));
      },
    ),
  );
});
