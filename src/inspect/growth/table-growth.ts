import type { RestGrowth } from './growth.ts';
import type { SnapshotRow, SnapshotTable } from './snapshot.ts';

/** One row through all looks; 0 where a look does not have it. */
export interface RowGrowth {
  readonly name: string;
  readonly package: string;
  readonly counts: readonly number[];
  readonly slots: readonly number[];
  readonly bytes: readonly number[];
  readonly changeBytes: number;
}

export function changeOf(values: readonly number[]): number {
  return (values.at(-1) ?? 0) - (values[0] ?? 0);
}

/**
 * All rows, the greatest change first. A row that a table may only have left out for its size counts as 0 there where that
 * is wrong by less than `noiseBytes` or a tenth of its change; else it is left to the rest.
 */
export function rowsOf(tables: readonly SnapshotTable[], noiseBytes: number): RowGrowth[] {
  const names = new Set<string>();
  for (const { rows } of tables) for (const name of rows.keys()) names.add(name);
  const grown: RowGrowth[] = [];
  for (const name of names) {
    const found = tables.map(({ rows }) => rows.get(name));
    const column = (value: (row: SnapshotRow) => number | undefined): number[] =>
      found.map((row) => (row && value(row)) ?? 0);
    const bytes = column((row) => row.bytes);
    const range = Math.max(...bytes) - Math.min(...bytes);
    const unsureBytes = Math.max(...tables.map(({ leftOutBytes }, at) => (found[at] ? 0 : leftOutBytes)));
    if (unsureBytes > Math.max(noiseBytes, range / 10)) continue;
    grown.push({
      name,
      package: found.findLast((row) => row?.package)?.package ?? '',
      counts: column((row) => row.count),
      slots: column((row) => row.slots),
      bytes,
      changeBytes: changeOf(bytes),
    });
  }
  return grown.sort(byChange);
}

/** The first `limit` rows that changed by more than noise, and what all others come to. */
export function listed(
  rows: readonly RowGrowth[],
  tables: readonly SnapshotTable[],
  noiseBytes: number,
  limit: number,
): { readonly rows: readonly RowGrowth[]; readonly rest: RestGrowth } {
  const shown = rows.filter(({ changeBytes }) => Math.abs(changeBytes) >= noiseBytes).slice(0, limit);
  const bytes = tables.map(
    ({ totalBytes }, at) => totalBytes - shown.reduce((sum, row) => sum + row.bytes[at], 0),
  );
  return { rows: shown, rest: { bytes, changeBytes: changeOf(bytes) } };
}

/** Growth before shrinking, the greatest of each first. */
function byChange(a: RowGrowth, b: RowGrowth): number {
  return (
    Math.abs(b.changeBytes) - Math.abs(a.changeBytes) ||
    b.changeBytes - a.changeBytes ||
    (a.name < b.name ? -1 : 1)
  );
}
