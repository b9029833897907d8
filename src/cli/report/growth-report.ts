import { formatBytes, formatCount } from '../../findings/index.ts';
import type { Growth, RestGrowth } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { sparkline } from '../../base/index.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type GrowthWords, growthWords } from '../words/growth-words.ts';
import { words as allWords } from '../words/words.ts';
import { noteLines } from './note-lines.ts';

const barCells = 12;

/** One line of any table; counts are told by their change alone. */
interface Row {
  readonly name: string;
  readonly bytes: readonly number[];
  readonly changeBytes: number;
  readonly counts?: readonly number[];
}

/** What changed, for people: the headline, then a table for each point of view. */
export function* growthReport(growth: Growth, terminal: Terminal): Generator<string> {
  for (const line of lines(growth, terminal)) yield `${line}\n`;
}

/** The same as JSON, table by table. */
export function* growthJson(growth: Growth): Generator<string> {
  let separator = '{';
  for (const [field, value] of Object.entries(growth)) {
    yield `${separator}${JSON.stringify(field)}:${JSON.stringify(value)}`;
    separator = ',\n';
  }
  yield '}\n';
}

function* lines(growth: Growth, terminal: Terminal): Generator<string> {
  const { paint, columns, language } = terminal;
  const words = growthWords[language];
  for (const line of wrap(printable(growth.headline), columns)) yield paint.bold(line);
  for (const [at, { kind, pid, exe, goVersion }] of growth.targets.entries()) {
    const name = printable(exe);
    const text =
      kind === 'core' ? words.core(at + 1, name, goVersion) : words.process(at + 1, pid, name, goVersion);
    yield* wrap(text, columns);
  }
  const { totals, rest } = growth;
  const ledger = growth.ledger.map((line) => ({ ...line, name: `${'  '.repeat(line.depth)}${line.label}` }));
  const total = totals.of === 'none' ? [] : [{ name: words.total[totals.of], ...totals }];
  const table = (
    title: string,
    rows: readonly Row[],
    others: RestGrowth | null,
    count: string,
  ): Generator<string> => growthTable({ title, rows, others, count }, growth, words, terminal);
  yield* table(words.ledger, [...total, ...ledger], null, '');
  const maps = growth.maps.map(({ path, entries, ...row }) => ({ ...row, name: path, counts: entries }));
  yield* table(words.maps, maps, rest.maps, words.entries);
  const objects = <T extends { objects: readonly number[]; bytes: readonly number[]; changeBytes: number }>(
    rows: readonly T[],
    name: (row: T) => string,
  ): Row[] => rows.map((row) => ({ ...row, name: name(row), counts: row.objects }));
  yield* table(
    words.types,
    objects(growth.types, (row) => row.type),
    rest.types,
    words.count,
  );
  yield* table(
    words.holders,
    objects(growth.holders, (row) => row.path),
    rest.holders,
    words.count,
  );
  yield* table(
    words.packages,
    objects(growth.packages, (row) => row.package),
    rest.packages,
    words.count,
  );
  yield* goroutineLines(growth, words, terminal);
  yield* findingLines(growth, words, terminal);
  yield* noteLines(growth.diagnostics, allWords[language], terminal);
}

interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly others: RestGrowth | null;
  /** Title of the column of counts; '' for none. */
  readonly count: string;
}

function* growthTable(
  { title, rows, others, count }: Table,
  { targets, noiseBytes }: Growth,
  words: GrowthWords,
  { paint, columns, language }: Terminal,
): Generator<string> {
  if (rows.length === 0) return;
  const isSeries = targets.length > 2;
  const shown = others ? [...rows, { name: words.rest(formatBytes(noiseBytes)), ...others }] : rows;
  const most = Math.max(...rows.map(({ changeBytes }) => Math.abs(changeBytes)));
  const header: Column[] = [
    { title, align: 'left', shrinkTo: 20 },
    ...(count === '' ? [] : [{ title: count, align: 'right' as const }]),
    { title: words.first, align: 'right' },
    { title: words.last, align: 'right' },
    { title: words.change, align: 'right' },
    { title: '', align: 'left' },
  ];
  const cells = shown.map(({ name, bytes, changeBytes, counts }: Row) => [
    printable(name) || allWords[language].unknownHolder,
    ...(count === '' ? [] : [counts ? signed((counts.at(-1) ?? 0) - counts[0], formatCount) : '']),
    formatBytes(bytes[0]),
    formatBytes(bytes.at(-1) ?? 0),
    signed(changeBytes, formatBytes),
    isSeries ? sparkline(bytes) : bar(changeBytes, most),
  ]);
  yield '';
  const [first, ...rest] = tableLines(header, cells, columns);
  yield paint.bold(first);
  yield* rest;
}

/** `+210 MiB`, `-3`, `0 B`. */
function signed(change: number, format: (value: number) => string): string {
  return change === 0 ? format(0) : `${change > 0 ? '+' : '-'}${format(Math.abs(change))}`;
}

function bar(change: number, most: number): string {
  const cells = most === 0 ? 0 : Math.round((Math.abs(change) / most) * barCells);
  return (change < 0 ? '░' : '█').repeat(Math.min(barCells, cells));
}

function* goroutineLines(
  { goroutines }: Growth,
  words: GrowthWords,
  { paint, columns }: Terminal,
): Generator<string> {
  if (goroutines.length === 0) return;
  yield '';
  const [first, ...rest] = tableLines(
    [
      { title: words.goroutines, align: 'left', shrinkTo: 20 },
      { title: words.first, align: 'right' },
      { title: words.last, align: 'right' },
      { title: words.change, align: 'right' },
      { title: '', align: 'left' },
    ],
    goroutines.map(({ function: name, waitReason, counts, change }) => [
      printable(waitReason === '' ? name : `${name} (${waitReason})`),
      formatCount(counts[0]),
      formatCount(counts.at(-1) ?? 0),
      signed(change, formatCount),
      counts.length > 2 ? sparkline(counts) : '',
    ]),
    columns,
  );
  yield paint.bold(first);
  yield* rest;
}

function* findingLines(
  { findings }: Growth,
  words: GrowthWords,
  { paint, columns }: Terminal,
): Generator<string> {
  if (findings.length === 0) return;
  yield '';
  yield paint.bold(words.findings);
  for (const { id, where, title, change, changeBytes } of findings)
    yield* wrap(
      `- ${words.finding[change]}: ${printable(where)}: ${title} (${signed(changeBytes, formatBytes)}, ${id})`,
      columns,
    );
}
