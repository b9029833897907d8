import {
  formatBytes,
  formatCount,
  heldBytes,
  type MapTotals,
  type TotalsRow,
  unknownHolder,
} from '../../findings/index.ts';
import { shortCount } from '../text/fill-bar.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import type { Words } from '../words/words.ts';

const rowLimit = 5;

/** Sums by type, holder and package: what a list of single maps cannot show when there are many. */
export function totalsTables(totals: MapTotals, words: Words, width: number): string[] {
  const tables = [oneTable(words.byType, totals.byType, words, width)];
  for (const [title, rows] of [
    [words.byHolder, totals.byHolder],
    [words.byPackage, totals.byPackage],
  ] as const) {
    if (rows.some((row) => row.name !== unknownHolder)) tables.push(oneTable(title, rows, words, width));
  }
  return tables.flatMap((lines, place) => (place === 0 ? lines : ['', ...lines]));
}

function oneTable(title: string, rows: readonly TotalsRow[], words: Words, width: number): string[] {
  const { columns } = words;
  const layout: Column[] = [
    { title, align: 'left', shrinkTo: 20 },
    { title: columns.maps, align: 'right' },
    { title: columns.lenSlots, align: 'right' },
    { title: columns.bytes, align: 'right' },
    { title: columns.back, align: 'right' },
  ];
  const cells = rows
    .slice(0, rowLimit)
    .map((row) => [
      row.name === unknownHolder ? words.unknownHolder : printable(row.name),
      formatCount(row.maps),
      `${shortCount(row.len)}/${shortCount(row.slots)}`,
      formatBytes(heldBytes(row)),
      row.reclaimableBytes > 0 ? formatBytes(row.reclaimableBytes) : '-',
    ]);
  const more = rows.length - rowLimit;
  return [...tableLines(layout, cells, width), ...(more > 0 ? [words.moreRows(formatCount(more))] : [])];
}
