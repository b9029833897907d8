import { displayWidth, padEnd, padStart } from './display-width.ts';
import { shorten } from './shorten.ts';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** A column that may be shortened down to this many columns when the table is too wide. */
  readonly shrinkTo?: number;
  /** How much of the room it is worth beside the other columns that may shrink; 1 where it is not given. */
  readonly weight?: number;
}

const gap = '  ';

/**
 * Aligned lines, header first, none wider than `width`: columns that may shrink share what is left, and a value that
 * does not fit loses its folders, or its middle.
 */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const natural = columns.map((column, place) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[place] ?? ''))),
  );
  const widths = fit(columns, natural, width - gap.length * (columns.length - 1));
  const lineOf = (cells: readonly string[]): string =>
    columns
      .map((column, place) => {
        const cell = shorten(cells[place] ?? '', widths[place]);
        return column.align === 'left' ? padEnd(cell, widths[place]) : padStart(cell, widths[place]);
      })
      .join(gap)
      .trimEnd();
  return [lineOf(columns.map((column) => column.title)), ...rows.map(lineOf)];
}

/** Takes columns from the shrinkable one that is widest for its weight until the table fits or none can shrink further. */
function fit(columns: readonly Column[], natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  const share = (place: number): number => widths[place] / (columns[place].weight ?? 1);
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  while (excess > 0) {
    let widest = -1;
    columns.forEach((column, place) => {
      if (column.shrinkTo === undefined || widths[place] <= column.shrinkTo) return;
      if (widest < 0 || share(place) > share(widest)) widest = place;
    });
    if (widest < 0) break;
    widths[widest]--;
    excess--;
  }
  return widths;
}
