import { printable } from '../../../base/index.ts';
import { formatCount } from '../../../findings/index.ts';
import { element } from '../../dom/element.ts';
import type { GoroutineGroup, Goroutines, PageData } from '../model/inspect-report.ts';
import type { ReportWords } from '../words/report-words.ts';
import { bytesElement, codeElement, durationText } from './amounts.ts';
import { type Column, DataTable } from './data-table.ts';
import { figures } from './figures.ts';
import type { ReportTranslation } from './report-translation.ts';

const shownGroups = 10;

/** Goroutines by what they do, where they were made and what they wait for. */
export function goroutinesSection(
  goroutines: Goroutines,
  { leftOut }: PageData,
  translation: ReportTranslation,
): HTMLElement {
  const cut = leftOut['goroutines.groups'] ?? 0;
  const table = new DataTable(
    {
      id: 'goroutine-table',
      title: (words) => words.goroutines.title,
      columns,
      rows: goroutines.groups,
      shownRows: shownGroups,
      searchText: (group) =>
        [group.function, group.createdBy, group.waitReason, labelsText(group.labels)].join(' '),
      ...(cut > 0 ? { note: (words: ReportWords) => words.table.leftOut(formatCount(cut)) } : {}),
    },
    translation,
  );
  return element(
    'section',
    { id: 'goroutines', 'aria-labelledby': 'goroutines-title' },
    translation.text(element('h2', { id: 'goroutines-title' }), (words) => words.goroutines.title),
    figures(
      [
        ['count', (words) => words.goroutines.count, formatCount(goroutines.count)],
        ['dead', (words) => words.goroutines.dead, formatCount(goroutines.dead)],
        ['used', (words) => words.goroutines.stackUsed, bytesElement(goroutines.stackUsedBytes)],
        ['reserved', (words) => words.goroutines.stackReserved, bytesElement(goroutines.stackReservedBytes)],
      ],
      translation,
    ),
    table.root,
  );
}

const columns: readonly Column<GoroutineGroup>[] = [
  {
    id: 'function',
    title: (words) => words.goroutines.function,
    cell: functionCell,
    order: (group) => group.function,
  },
  {
    id: 'created',
    title: (words) => words.goroutines.createdBy,
    cell: ({ createdBy }, words) => (createdBy ? codeElement(createdBy) : words.table.unknown),
    order: ({ createdBy }) => createdBy,
  },
  {
    id: 'state',
    title: (words) => words.goroutines.waitReason,
    cell: ({ waitReason }) => printable(waitReason),
    order: ({ waitReason }) => waitReason,
  },
  {
    id: 'oldest',
    title: (words) => words.goroutines.oldest,
    isNumber: true,
    cell: ({ oldestWaitMs }) => (typeof oldestWaitMs === 'number' ? durationText(oldestWaitMs) : '–'),
    order: ({ oldestWaitMs }) => oldestWaitMs ?? -1,
  },
  {
    id: 'count',
    title: (words) => words.goroutines.count,
    isNumber: true,
    cell: ({ count }) => formatCount(count),
    order: ({ count }) => count,
  },
  {
    id: 'used',
    title: (words) => words.goroutines.stackUsed,
    isNumber: true,
    cell: ({ stackUsedBytes }) => bytesElement(stackUsedBytes),
    order: ({ stackUsedBytes }) => stackUsedBytes,
  },
  {
    id: 'reserved',
    title: (words) => words.goroutines.stackReserved,
    isNumber: true,
    cell: ({ stackReservedBytes }) => bytesElement(stackReservedBytes),
    order: ({ stackReservedBytes }) => stackReservedBytes,
  },
];

function functionCell(group: GoroutineGroup, words: ReportWords): HTMLElement {
  const cell = element('div', {}, group.function ? codeElement(group.function) : words.table.unknown);
  const labels = labelsText(group.labels);
  if (labels !== '')
    cell.append(element('div', { class: 'muted small', title: words.goroutines.labels }, printable(labels)));
  return cell;
}

/** Labels of a group, in whatever shape the JSON has them: `{"route":"/login"}`, or a list of such. */
function labelsText(labels: unknown): string {
  if (typeof labels !== 'object' || labels === null) return '';
  if (Array.isArray(labels)) return labels.map(labelsText).filter(Boolean).join('; ');
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
