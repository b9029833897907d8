import { formatCount, unknownHolder } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { InspectReport, ObjectSums, PageData } from '../model/inspect-report.ts';
import type { ReportWords } from '../words/report-words.ts';
import { barElement, bytesElement, codeElement } from './amounts.ts';
import { DataTable } from './data-table.ts';
import { figures } from './figures.ts';
import type { ReportTranslation } from './report-translation.ts';

const shownRows = 10;

/** Objects of the heap by type, holder and package, with what each retains; undefined where the JSON has none of it. */
export function objectsSection(data: PageData, translation: ReportTranslation): HTMLElement | undefined {
  const { graph, types, holders, packages } = data.report;
  const tables = [
    sumTable(
      data,
      'types',
      (words) => words.objects.byType,
      types,
      ({ type }) => type,
      translation,
    ),
    sumTable(
      data,
      'holders',
      (words) => words.objects.byHolder,
      holders,
      ({ path }) => path,
      translation,
    ),
    sumTable(
      data,
      'packages',
      (words) => words.objects.byPackage,
      packages,
      (row) => row.package,
      translation,
    ),
  ].filter((table) => table !== undefined);
  if (!graph && tables.length === 0) return undefined;
  const section = element(
    'section',
    { id: 'objects', 'aria-labelledby': 'objects-title' },
    translation.text(element('h2', { id: 'objects-title' }), (words) => words.objects.title),
  );
  if (graph) section.append(graphFigures(graph, translation));
  if (graph?.partial === true)
    section.append(translation.text(element('p'), (words) => words.objects.partial));
  section.append(element('div', { class: 'columns' }, ...tables));
  if (tables.length > 0)
    section.append(
      translation.text(element('p', { class: 'muted small' }), (words) => words.objects.retainedNote),
    );
  return section;
}

function graphFigures(
  graph: NonNullable<InspectReport['graph']>,
  translation: ReportTranslation,
): HTMLElement {
  return figures(
    [
      ['objects', ({ objects }) => objects.objects, formatCount(graph.objects)],
      ['bytes', ({ objects }) => objects.bytes, bytesElement(graph.bytes)],
      ['reachable', ({ objects }) => objects.reachable, bytesElement(graph.reachableBytes)],
      ['garbage', ({ objects }) => objects.garbage, bytesElement(graph.garbageBytes)],
      ['untyped', ({ objects }) => objects.untyped, bytesElement(graph.untypedBytes)],
      ['unheld', ({ objects }) => objects.unheld, bytesElement(graph.unheldBytes)],
      ['edges', ({ objects }) => objects.pointers, formatCount(graph.edges)],
    ],
    translation,
  );
}

function sumTable<Row extends ObjectSums>(
  { leftOut }: PageData,
  name: 'types' | 'holders' | 'packages',
  title: (words: ReportWords) => string,
  rows: readonly Row[] | undefined,
  nameOf: (row: Row) => string,
  translation: ReportTranslation,
): HTMLElement | undefined {
  if (!rows || rows.length === 0) return undefined;
  const largest = Math.max(...rows.map(({ retainedBytes }) => retainedBytes ?? 0));
  const cut = leftOut[name] ?? 0;
  const heads = { types: 'type', holders: 'holder', packages: 'package' } as const;
  const table = new DataTable<Row>(
    {
      id: `objects-${name}`,
      title,
      rows,
      shownRows,
      rowId: nameOf,
      searchText: nameOf,
      ...(cut > 0 ? { note: (words: ReportWords) => words.table.leftOut(formatCount(cut)) } : {}),
      columns: [
        {
          id: 'name',
          title: ({ objects }) => objects[heads[name]],
          cell: (row, words) =>
            nameOf(row) === '' || nameOf(row) === unknownHolder
              ? words.table.unknown
              : codeElement(nameOf(row)),
          order: nameOf,
        },
        {
          id: 'objects',
          title: ({ objects }) => objects.objects,
          isNumber: true,
          cell: ({ objects }) => formatCount(objects),
          order: ({ objects }) => objects,
        },
        {
          id: 'bytes',
          title: ({ objects }) => objects.bytes,
          isNumber: true,
          cell: ({ bytes }) => bytesElement(bytes),
          order: ({ bytes }) => bytes,
        },
        {
          id: 'retained',
          title: ({ objects }) => objects.retained,
          isNumber: true,
          cell: ({ retainedBytes }) => retainedCell(retainedBytes, largest),
          order: ({ retainedBytes }) => retainedBytes ?? -1,
        },
      ],
    },
    translation,
  );
  return element('div', { class: 'sums' }, translation.text(element('h3'), title), table.root);
}

function retainedCell(bytes: number | null | undefined, largest: number): Node | string {
  if (typeof bytes !== 'number') return '–';
  return element('span', { class: 'with-bar' }, barElement(bytes, largest), bytesElement(bytes));
}
