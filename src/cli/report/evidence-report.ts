import { formatBytes, formatCount, formatShare } from '../../findings/index.ts';
import type {
  EvidenceReport,
  EvidenceTable,
  EvidenceUnit,
  EvidenceValue,
  EvidenceWording,
} from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type Words, words as allWords } from '../words/words.ts';
import { durationText } from './duration-text.ts';
import { findingLines } from './findings-text.ts';
import { ledgerLines } from './ledger-lines.ts';
import { noteLines } from './note-lines.ts';

const usualRows = 10;
/** The narrowest that a column of text becomes. */
const leastText = 12;

/** Evidence that is not memory, for people: headline, plots, tables, ledger, findings, cost, notes. */
export function* evidenceReport(
  report: EvidenceReport,
  wallMs: number,
  rowLimit: number | undefined,
  terminal: Terminal,
): Generator<string> {
  const words = allWords[terminal.language];
  const wording = report.wordingIn(terminal.language, rowLimit ?? usualRows);
  for (const line of reportLines(report, wording, wallMs, rowLimit, words, terminal)) yield `${line}\n`;
}

function* reportLines(
  { target, bytesRead, diagnostics }: EvidenceReport,
  { headline, plots, tables, ledger, findings }: EvidenceWording,
  wallMs: number,
  rowLimit: number | undefined,
  words: Words,
  terminal: Terminal,
): Generator<string> {
  const { paint, columns } = terminal;
  for (const line of wrap(printable(headline), columns)) yield paint.bold(line);
  yield '';
  if (plots && plots.length > 0) yield* [...plots, ''];
  for (const table of tables) {
    // Nothing of it is for people where none is to be shown unasked.
    if (table.rows.length === 0 || (rowLimit ?? table.shown) === 0) continue;
    yield* oneTable(table, rowLimit, words, terminal);
    yield '';
  }
  if (ledger) {
    yield paint.bold(words.ledger);
    yield* [...ledgerLines(ledger, words.evidenceMemory, words, columns), ''];
  }
  yield paint.bold(words.findings);
  yield* findings.length > 0 ? findingLines(findings, words, terminal) : [words.noFindings];
  yield '';
  const cost = words.evidenceCost(formatBytes(bytesRead), durationText(wallMs), printable(target.source));
  yield* wrap(cost, columns);
  yield* noteLines(diagnostics, words, terminal);
}

function* oneTable(
  { title, columns: allColumns, rows, rowCount = rows.length, shown, note }: EvidenceTable,
  rowLimit: number | undefined,
  words: Words,
  { paint, columns: width }: Terminal,
): Generator<string> {
  const limit = rowLimit ?? shown ?? usualRows;
  const columns = allColumns.filter(({ jsonOnly }) => !jsonOnly);
  const cells = rows.slice(0, limit).map((row) =>
    row.flatMap((value, place) => {
      const { jsonOnly, unit } = allColumns[place];
      return jsonOnly ? [] : [cellText(value, unit)];
    }),
  );
  yield paint.bold(title);
  const [header, ...lines] = tableLines(
    columns.map(({ title: columnTitle, unit }) =>
      unit === 'text'
        ? { title: columnTitle, align: 'left', shrinkTo: leastText }
        : { title: columnTitle, align: 'right' },
    ),
    cells,
    width,
  );
  yield paint.dim(header);
  yield* lines;
  if (rowCount > limit) yield words.moreRows(formatCount(rowCount - limit));
  if (note !== undefined) yield* wrap(printable(note), width);
}

function cellText(value: EvidenceValue, unit: EvidenceUnit): string {
  if (value === null) return '-';
  if (typeof value === 'string') return printable(value);
  if (unit === 'bytes') return formatBytes(Math.round(value));
  if (unit === 'share') return formatShare(value, 1);
  if (unit === 'ms') return durationText(value);
  return Number.isInteger(value) ? formatCount(value) : String(value);
}
