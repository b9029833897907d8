import { sparkline } from '../../base/index.ts';
import {
  type EvidenceReport,
  type EvidenceTable,
  type EvidenceWording,
  type FlameTree,
  seriesFindings,
  type SeriesLine,
  type SeriesReport,
} from '../../inspect/index.ts';
import { type SeriesWords, seriesWords } from '../words/series-words.ts';
import { headlineOf, ruleAmount } from './series-report.ts';
import { seriesTimelines } from './series-timelines.ts';

/** What the page of evidence shows of a series: every line's course, the top table, the rules, and of profiles what changed by stacks. */
export function seriesEvidence(report: SeriesReport, flame: FlameTree | undefined): EvidenceReport {
  const { target, bytesRead = 0, diagnostics, flameType } = report;
  return {
    target: { kind: 'series', source: target.source, goVersion: target.goVersion },
    bytesRead,
    facts: {},
    diagnostics,
    ...(flame ? { flame: () => flame } : {}),
    ...(flameType === undefined ? {} : { flameType }),
    wordingIn: (language): EvidenceWording => {
      const words = seriesWords[language];
      const { fromMs, toMs, looks } = report;
      const span = words.charts.span(momentText(fromMs), momentText(toMs), looks);
      return {
        headline: `${headlineOf(report, words)}${language === 'en' ? ' ' : ''}${span}`,
        ledger: null,
        tables: [
          lineTable(report.lines, 'bytes', words),
          lineTable(report.lines, 'count', words),
          ruleTable(report, words),
        ].filter(({ rows }) => rows.length > 0),
        timelines: seriesTimelines(report, words),
        findings: seriesFindings(report, language),
      };
    },
  };
}

/** Columns of the terminal are in capitals, which a page does not need. */
function titleOf(title: string): string {
  return title.replaceAll('UTC', '\0').toLowerCase().replaceAll('\0', 'UTC');
}

/** What one line of a cell has room for: the lowest of each two or three neighbours. */
const trendCells = 10;

function trendOf({ shape }: SeriesLine): string {
  if (shape.length === 0) return '';
  const cells = Math.min(trendCells, shape.length);
  const lows = Array.from({ length: cells }, (_, cell) => {
    const [from, to] = [cell, cell + 1].map((each) => Math.floor((each * shape.length) / cells));
    return Math.min(...shape.slice(from, to));
  });
  return sparkline(lows);
}

/** `2026-11-22 01:05:09`, UTC. */
function momentText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

function lineTable(
  lines: readonly SeriesLine[],
  unit: 'bytes' | 'count',
  { columns, charts, reason }: SeriesWords,
): EvidenceTable {
  return {
    id: unit === 'bytes' ? 'lines' : 'counts',
    title: charts.table[unit],
    columns: [
      { id: 'line', title: titleOf(columns.line), unit: 'text' },
      { id: 'trend', title: titleOf(columns.trend), unit: 'text' },
      { id: 'first', title: titleOf(columns.first), unit },
      { id: 'peak', title: titleOf(columns.peak), unit },
      { id: 'peakAt', title: titleOf(columns.peakAt), unit: 'text' },
      { id: 'now', title: titleOf(columns.now), unit },
      { id: 'slopePerHour', title: titleOf(columns.perHour), unit },
      { id: 'lowPerHour', title: titleOf(columns.low), unit },
      { id: 'highPerHour', title: titleOf(columns.high), unit },
      { id: 'pValue', title: titleOf(columns.pValue), unit: 'count' },
      { id: 'runs', title: titleOf(columns.runs), unit: 'count' },
      { id: 'verdict', title: titleOf(columns.verdict), unit: 'text' },
    ],
    rows: lines
      .filter((line) => line.unit === unit)
      .map((line) => [
        line.name,
        trendOf(line),
        line.first,
        line.peak,
        momentText(line.peakMs),
        line.now,
        ...[line.slopePerHour, line.lowPerHour, line.highPerHour].map(
          // Parts of a byte or of a goroutine an hour are nothing to read.
          (rate) => (rate === null ? null : Math.round(rate)),
        ),
        line.pValue === null ? null : Number(line.pValue.toPrecision(2)),
        line.runs,
        reason[line.reason],
      ]),
  };
}

function ruleTable({ rules }: SeriesReport, words: SeriesWords): EvidenceTable {
  const { ruleColumns: titles } = words.charts;
  return {
    id: 'rules',
    title: words.rules,
    columns: [
      { id: 'rule', title: titles.rule, unit: 'text' },
      { id: 'verdict', title: titleOf(words.columns.verdict), unit: 'text' },
      { id: 'value', title: titles.value, unit: 'text' },
      { id: 'threshold', title: titles.threshold, unit: 'text' },
      { id: 'line', title: titleOf(words.columns.line), unit: 'text' },
      { id: 'meaning', title: titles.meaning, unit: 'text' },
    ],
    rows: rules.map(({ rule, verdict, value, threshold, line }) => [
      rule,
      words.ruleVerdict[verdict],
      value === null ? null : ruleAmount(rule, value),
      ruleAmount(rule, threshold),
      line,
      words.rule[rule],
    ]),
  };
}
