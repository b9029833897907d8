import { printable } from '../../../base/index.ts';
import { formatCount } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import { barElement, bytesElement, codeElement } from '../../report/view/amounts.ts';
import { type Column, DataTable } from '../../report/view/data-table.ts';
import type { CellValue, EvidencePageData, Table } from '../model/page-data.ts';
import type { EvidenceTranslation } from './evidence-translation.ts';
import { unitText } from './value-text.ts';

const shownRows = 10;

/** Every table of the evidence; each can be sorted and filtered. */
export function tablesSection(
  data: EvidencePageData,
  translation: EvidenceTranslation,
): HTMLElement | undefined {
  const places = [...data.words[data.language].tables.keys()].filter(
    (place) => data.words[data.language].tables[place].rows.length > 0,
  );
  if (places.length === 0) return undefined;
  return element(
    'section',
    { id: 'tables', 'aria-labelledby': 'tables-title' },
    translation.text(element('h2', { id: 'tables-title' }), (words) => words.tables),
    ...places.map((place) => tableBox(data, place, translation)),
  );
}

function tableBox(data: EvidencePageData, place: number, translation: EvidenceTranslation): HTMLElement {
  const table = (): Table => data.words[translation.language].tables[place];
  const { id, columns, rows, note } = table();
  const cut = data.leftOut[id] ?? 0;
  const cell = (row: number, at: number): CellValue => table().rows[row][at];
  const shown = columns.flatMap(({ jsonOnly, unit }, at): Column<number>[] =>
    jsonOnly
      ? []
      : [
          {
            id: columns[at].id,
            title: () => table().columns[at].title,
            isNumber: unit !== 'text',
            cell: (row) => cellContent(cell(row, at), table(), at),
            order: (row) => cell(row, at) ?? (unit === 'text' ? '' : -Infinity),
          },
        ],
  );
  const dataTable = new DataTable<number>(
    {
      id: `table-${id}`,
      title: () => table().title,
      columns: shown,
      rows: [...rows.keys()],
      shownRows,
      rowId: String,
      searchText: (row) =>
        table()
          .rows[row].filter((value) => typeof value === 'string')
          .join(' '),
      ...(cut > 0 ? { note: (words) => words.table.leftOut(formatCount(cut)) } : {}),
    },
    translation,
  );
  const box = element(
    'div',
    { class: 'evidence-table' },
    translation.text(element('h3'), () => table().title),
    dataTable.root,
  );
  if (note !== undefined)
    box.append(
      translation.text(element('p', { class: 'muted small table-note' }), () =>
        printable(table().note ?? ''),
      ),
    );
  return box;
}

function cellContent(value: CellValue, { columns }: Table, at: number): Node | string {
  const { unit } = columns[at];
  if (value === null || value === '') return '–';
  if (typeof value === 'string')
    // Names of the program are code; the sentences of reports are not.
    return at === 0 ? codeElement(value) : printable(value);
  if (unit === 'bytes') return bytesElement(value);
  if (unit === 'share')
    return element(
      'span',
      { class: 'with-bar', 'data-value': String(value) },
      barElement(value, 1),
      element('span', { class: 'share' }, unitText(value, unit)),
    );
  return element(
    'span',
    { class: 'amount', title: String(value), 'data-value': String(value) },
    unitText(value, unit),
  );
}
