import { sparkline } from '../../base/index.ts';
import { type Finding, formatBytes, formatCount } from '../../findings/index.ts';
import type { FlameTree, LineGrowth, SeriesLine, SeriesReport } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type SeriesWords, seriesWords } from '../words/series-words.ts';
import { words as allWords } from '../words/words.ts';
import { findingLines } from './findings-text.ts';

const terminalRows = 20;

/** What lines did over time, for people: a sentence, the table, the rules. */
export function* seriesReport(
  report: SeriesReport,
  findings: readonly Finding[],
  terminal: Terminal,
  top: number = terminalRows,
  isEarly: boolean = false,
): Generator<string> {
  for (const line of reportLines(report, findings, terminal, top, isEarly)) yield `${line}\n`;
}

/** The same as JSON; the keys that every `inspect --json` has are there, too. */
export function* seriesJson(
  report: SeriesReport,
  findings: readonly Finding[],
  flame: FlameTree | undefined,
  wallMs: number,
  top: number = report.lines.length,
): Generator<string> {
  const { target, fromMs, toMs, looks, lines, rules, diagnostics, bytesRead = 0 } = report;
  const cost = { wallMs: Math.round(wallMs), pausedMs: 0, bytesRead };
  yield `{"target":${JSON.stringify(target)},\n"cost":${JSON.stringify(cost)},\n`;
  yield `"ledger":null,\n"maps":[],\n"fromMs":${fromMs},"toMs":${toMs},"looks":${looks},\n"lines":[`;
  let separator = '\n';
  for (const { series: _, ...line } of lines.slice(0, top)) {
    yield separator + JSON.stringify(line);
    separator = ',\n';
  }
  yield '],\n';
  if (flame) yield `"flame":${JSON.stringify(flame)},\n`;
  yield `"rules":${JSON.stringify(rules)},\n"findings":${JSON.stringify(findings)},\n"diagnostics":${JSON.stringify(diagnostics)}}\n`;
}

function* reportLines(
  report: SeriesReport,
  findings: readonly Finding[],
  terminal: Terminal,
  top: number,
  isEarly: boolean,
): Generator<string> {
  const { paint, columns, language } = terminal;
  const words = seriesWords[language];
  for (const line of wrap(headlineOf(report, words), columns)) yield paint.bold(line);
  const time = timeText(report.toMs - report.fromMs);
  yield* wrap(words.span(printable(sourceText(report.target)), report.looks, time), columns);
  if (isEarly) yield* wrap(words.ended, columns);
  yield '';
  const isOfFiles = report.target.kind === 'profiles';
  yield* lineTable(report.lines.slice(0, top), words, columns, isOfFiles && columns >= wideColumns);
  if (report.lines.length > top) yield words.more(report.lines.length - top);
  yield '';
  if (findings.length > 0) {
    const all = allWords[language];
    yield paint.bold(all.findings);
    yield* [...findingLines(findings, all, terminal), ''];
  }
  if (isOfFiles) yield* risingLines(report, words, columns);
  yield paint.bold(words.rules);
  for (const { rule, verdict, value, threshold, line } of report.rules) {
    const amount = (number: number): string => ruleAmount(rule, number);
    const held = value === null ? '' : ` (${amount(value)} / ${amount(threshold)})`;
    const of = line === null ? '' : `, ${printable(line)}`;
    yield* wrap(`${words.ruleVerdict[verdict]}: ${rule}${held}${of}: ${words.rule[rule]}`, columns);
  }
  if (report.diagnostics.length === 0) return;
  yield '';
  yield paint.bold(words.diagnostics);
  for (const { code, message } of report.diagnostics) yield* wrap(`${code}: ${printable(message)}`, columns);
}

/** Of files their names alone: whole paths would not fit in a line. */
function sourceText({ kind, source }: SeriesReport['target']): string {
  if (kind !== 'profiles') return source;
  const names = source.split(' … ').map((name) => name.split('/').at(-1) ?? '');
  return names.join(' … ');
}

/** What grows fastest, or that nothing does. */
export function headlineOf({ lines }: SeriesReport, words: SeriesWords): string {
  const growing = lines.filter(({ verdict }) => verdict === 'growing');
  // A line of source says more than the total that it is part of.
  const grown = growing.find(({ place }) => place !== undefined) ?? growing.at(0);
  if (!grown) return lines.some(({ verdict }) => verdict === 'steady') ? words.noneGrows : words.unknown;
  const { name, slopePerHour, lowPerHour, highPerHour, pValue } = grown;
  const amount = (value: number | null): string => amountText(grown, value);
  return words.grows(
    printable(name),
    amount(slopePerHour),
    amount(lowPerHour),
    amount(highPerHour),
    chanceText(pValue),
  );
}

/** From so many columns on there is room for the first value, too. */
const wideColumns = 96;
/** Lines that are told in full below the table. */
const toldLines = 5;

/** From where to where the lines that rose have come, when they were highest, and their slope with its interval. */
function* risingLines(report: SeriesReport, words: SeriesWords, columns: number): Generator<string> {
  const rising = report.lines.filter(
    ({ first, now, verdict }) => verdict === 'growing' || (verdict === 'unknown' && now > first),
  );
  for (const line of rising.slice(0, toldLines)) {
    const { name, first, now, peak, peakMs, slopePerHour, lowPerHour, highPerHour, pValue } = line;
    const amount = (value: number | null): string => amountText(line, value);
    const slope =
      slopePerHour === null
        ? ''
        : words.slope(amount(slopePerHour), amount(lowPerHour), amount(highPerHour), chanceText(pValue));
    const peakTime = new Date(peakMs).toISOString().slice(0, 19);
    const text = words.course(printable(name), amount(first), amount(now), amount(peak), peakTime);
    yield* wrap(text + slope, columns);
  }
  if (rising.length > 0) yield '';
}

function lineTable(
  lines: readonly SeriesLine[],
  words: SeriesWords,
  width: number,
  withFirst: boolean,
): string[] {
  const titles = words.columns;
  const columns: Column[] = [
    { title: titles.line, align: 'left', shrinkTo: 12 },
    { title: titles.trend, align: 'left' },
    ...(withFirst ? [{ title: titles.first, align: 'right' as const }] : []),
    { title: titles.peak, align: 'right' },
    { title: titles.now, align: 'right' },
    { title: titles.perHour, align: 'right' },
    { title: titles.pValue, align: 'right' },
    { title: titles.verdict, align: 'left', shrinkTo: 12, weight: 0.7 },
  ];
  return tableLines(
    columns,
    lines.map((line) => [
      printable(line.name),
      line.shape.length > 0 ? sparkline(line.shape.slice(-sparkCells)) : '',
      ...(withFirst ? [amountText(line, line.first)] : []),
      amountText(line, line.peak),
      amountText(line, line.now),
      amountText(line, line.slopePerHour, true),
      chanceText(line.pValue),
      words.reason[line.reason],
    ]),
    width,
  );
}

const sparkCells = 10;

function amountText({ unit }: LineGrowth, value: number | null, isSigned = false): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  const text = unit === 'bytes' ? formatBytes(Math.round(size)) : formatCount(Math.round(size));
  return `${value < 0 ? '-' : isSigned ? '+' : ''}${text}`;
}

/** `0.03`, `<0.001`. */
export function chanceText(pValue: number | null): string {
  if (pValue === null) return '–';
  return pValue < 0.001 ? '<0.001' : pValue.toFixed(pValue < 0.1 ? 3 : 2);
}

/** A number of a rule in its own unit. */
export function ruleAmount(rule: SeriesReport['rules'][number]['rule'], value: number): string {
  if (rule === 'growth-per-minute') return formatBytes(Math.round(value));
  if (rule === 'live-objects') return formatCount(Math.round(value));
  return rule === 'week-on-week' ? `${(value * 100).toFixed(0)} %` : `${value.toFixed(1)}x`;
}

/** `14 d`, `2.5 h`, `10 min`, `45 s`. */
function timeText(ms: number): string {
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'min'],
  ] as const;
  for (const [unitMs, name] of units)
    if (ms >= 2 * unitMs) return `${Number((ms / unitMs).toFixed(1))} ${name}`;
  return `${Math.round(ms / 1000)} s`;
}
