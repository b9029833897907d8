import { printable } from '../../../base/index.ts';
import { formatBytes, formatCount, formatShare, heldBytes, unknownHolder } from '../../../findings/index.ts';
import type { TotalsRow } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { InspectReport, MapRow, PageData } from '../model/inspect-report.ts';
import type { ReportWords } from '../words/report-words.ts';
import { barElement, bytesElement, codeElement } from './amounts.ts';
import { type Column, DataTable } from './data-table.ts';
import type { ReportTranslation } from './report-translation.ts';

const shownMaps = 20;
const shownSums = 8;

/** The largest maps one by one, then all of them summed up. */
export function mapsSection({ report, leftOut }: PageData, translation: ReportTranslation): HTMLElement {
  const { maps, totals } = report;
  const section = element(
    'section',
    { id: 'maps', 'aria-labelledby': 'maps-title' },
    translation.text(element('h2', { id: 'maps-title' }), (words) => words.maps.title),
  );
  if (totals.all.maps === 0) {
    section.append(translation.text(element('p', { class: 'muted' }), (words) => words.maps.none));
    return section;
  }
  const more = totals.all.maps - maps.length;
  const rest = heldBytes(totals.all) - maps.reduce((sum, map) => sum + heldBytes(map), 0);
  const table = new DataTable(
    {
      id: 'map-table',
      title: (words) => words.maps.title,
      columns: mapColumns,
      rows: maps,
      shownRows: shownMaps,
      rowId: ({ address }) => address,
      searchText: ({ address, type, holders }) => [address, type, ...holders].join(' '),
      ...(more > 0
        ? { note: (words: ReportWords) => words.maps.leftOut(formatCount(more), formatBytes(rest)) }
        : {}),
    },
    translation,
  );
  table.root.classList.add('cards');
  const note = translation.text(element('p', { class: 'muted small' }), (words) => words.maps.boxesNote);
  section.append(table.root, note, sums(report, leftOut, translation));
  return section;
}

const mapColumns: readonly Column<MapRow>[] = [
  {
    id: 'type',
    title: (words) => words.maps.type,
    cell: (map) => codeElement(map.type),
    order: ({ type }) => type,
  },
  {
    id: 'holder',
    title: (words) => words.maps.holder,
    cell: holderCell,
    order: ({ holders }) => holders.at(0) ?? '',
  },
  {
    id: 'slots',
    title: (words) => words.maps.lenSlots,
    isNumber: true,
    cell: ({ len, slots }) => `${formatCount(len)} / ${formatCount(slots)}`,
    order: ({ slots }) => slots,
  },
  {
    id: 'fill',
    title: (words) => words.maps.fill,
    cell: ({ len, slots }, words) => barElement(len, slots, words.maps.fillOf(formatShare(len, slots))),
    order: ({ len, slots }) => (slots > 0 ? len / slots : 0),
  },
  {
    id: 'bytes',
    title: (words) => words.maps.bytes,
    isNumber: true,
    cell: (map) => bytesElement(heldBytes(map)),
    order: heldBytes,
  },
  {
    id: 'back',
    title: (words) => words.maps.back,
    isNumber: true,
    cell: ({ reclaimableBytes }) => (reclaimableBytes > 0 ? bytesElement(reclaimableBytes) : '–'),
    order: ({ reclaimableBytes }) => reclaimableBytes,
  },
];

/** First holder, how many more, and what is unusual about the map. */
function holderCell(map: MapRow, words: ReportWords): HTMLElement {
  const { maps, table } = words;
  const [first] = map.holders;
  const more = map.holderCount - 1;
  const cell = element('div', {}, first === undefined ? table.unknown : codeElement(first));
  if (map.reachable === false) cell.replaceChildren(maps.dead);
  else if (first !== undefined && more > 0) {
    const all = map.holders.slice(1).map(printable).join('\n');
    cell.append(' ', element('span', { class: 'muted', title: all }, maps.moreHolders(formatCount(more))));
  }
  const notes = [map.address];
  if (map.growing) notes.push(maps.growing);
  if (map.tombstones > 0) notes.push(maps.tombstones(formatCount(map.tombstones)));
  if (map.overflowBuckets > 0) notes.push(maps.overflow(formatCount(map.overflowBuckets)));
  cell.append(element('div', { class: 'muted small' }, notes.join(' · ')));
  return cell;
}

/** Sums by type, holder and package, folded in: they are for those who look further. */
function sums(
  { totals }: InspectReport,
  leftOut: PageData['leftOut'],
  translation: ReportTranslation,
): HTMLElement {
  const tables = (['byType', 'byHolder', 'byPackage'] as const)
    .filter((by) => totals[by].some(({ name }) => by === 'byType' || name !== unknownHolder))
    .map((by) => {
      const cut = leftOut[`totals.${by}`] ?? 0;
      const table = new DataTable(
        {
          id: `maps-${by}`,
          title: (words) => words.maps[by],
          columns: sumColumns(by),
          rows: totals[by],
          shownRows: shownSums,
          rowId: ({ name }) => name,
          ...(cut > 0 ? { note: (words: ReportWords) => words.table.leftOut(formatCount(cut)) } : {}),
        },
        translation,
      );
      return element(
        'div',
        { class: 'sums' },
        translation.text(element('h3'), (words) => words.maps[by]),
        table.root,
      );
    });
  return element(
    'details',
    {},
    translation.text(element('summary'), (words) => words.maps.sums),
    element('div', { class: 'columns' }, ...tables),
  );
}

function sumColumns(by: 'byType' | 'byHolder' | 'byPackage'): readonly Column<TotalsRow>[] {
  return [
    {
      id: 'name',
      title: ({ objects }) =>
        by === 'byType' ? objects.type : by === 'byHolder' ? objects.holder : objects.package,
      cell: ({ name }, words) => (name === unknownHolder ? words.table.unknown : codeElement(name)),
      order: ({ name }) => name,
    },
    {
      id: 'maps',
      title: (words) => words.maps.maps,
      isNumber: true,
      cell: ({ maps }) => formatCount(maps),
      order: ({ maps }) => maps,
    },
    {
      id: 'bytes',
      title: (words) => words.maps.bytes,
      isNumber: true,
      cell: (row) => bytesElement(heldBytes(row)),
      order: heldBytes,
    },
    {
      id: 'back',
      title: (words) => words.maps.back,
      isNumber: true,
      cell: ({ reclaimableBytes }) => (reclaimableBytes > 0 ? bytesElement(reclaimableBytes) : '–'),
      order: ({ reclaimableBytes }) => reclaimableBytes,
    },
  ];
}
