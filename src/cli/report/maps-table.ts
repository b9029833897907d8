import { heldBytes, formatBytes, unknownType } from '../../findings/index.ts';
import type { MapRecord } from '../../image/index.ts';
import { fillBar, shortCount } from '../text/fill-bar.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import type { Words } from '../words/words.ts';

const barCells = 6;

/** The maps as aligned lines, header first. */
export function mapsTable(maps: readonly MapRecord[], words: Words, width: number): string[] {
  const { columns } = words;
  const layout: Column[] = [
    { title: columns.type, align: 'left', shrinkTo: 12 },
    // Who holds a map is what the reader came for: of two columns that must give way, the type does first.
    { title: columns.holder, align: 'left', shrinkTo: 12, weight: 2 },
    { title: columns.lenSlots, align: 'right' },
    { title: columns.fill, align: 'left' },
    { title: columns.bytes, align: 'right' },
    { title: columns.back, align: 'right' },
  ];
  const rows = maps.map((map) => [
    printable(map.type ?? unknownType),
    printable(holderText(map, words)),
    `${shortCount(map.len)}/${shortCount(map.slots)}`,
    fillBar(map.len, map.slots, barCells),
    formatBytes(heldBytes(map)),
    map.reclaimableBytes > 0 ? formatBytes(map.reclaimableBytes) : '-',
  ]);
  return tableLines(layout, rows, width);
}

/** First holder and how many more: `main.srv.sessions +2`. */
function holderText(map: MapRecord, words: Words): string {
  if (map.reachable === false) return words.dead;
  const [first] = map.holders;
  if (first === undefined) return words.unknown;
  return map.holderCount > 1 ? `${first} +${map.holderCount - 1}` : first;
}
