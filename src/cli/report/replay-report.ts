import type { Diagnostic } from '../../base/index.ts';
import { formatBytes } from '../../findings/index.ts';
import type { Autoscaler, Explanation, ReplayPoint, WhatIf } from '../../hpa/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { hpaWords } from '../words/hpa-languages.ts';
import type { HpaWords, ReplayWords } from '../words/hpa-words.ts';
import { amountText, scaleInSentences } from './hpa-report.ts';
import { replayPlot, replaySigns } from './replay-plot.ts';

export interface Replay {
  readonly autoscaler: Autoscaler;
  /** What each pod is taken to use less, and from when on. */
  readonly freed: { readonly bytes: number; readonly fromMs: number } | undefined;
  /** At least one. */
  readonly points: readonly ReplayPoint[];
  /** The settled decision at the last sample. */
  readonly end: Explanation;
  /** What remedies would have come to; empty without a report. */
  readonly whatIf: readonly WhatIf[];
  readonly fromMs: number;
}

/** Rows of the table for people; --json has all. */
const rowsMax = 40;

/** The report of `hpa replay` for people. */
export function* replayReport(
  replay: Replay,
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
): Generator<string> {
  const { paint, columns, language } = terminal;
  const words = hpaWords[language];
  for (const line of wrap(replayHeadline(replay, words), columns)) yield `${paint.bold(line)}\n`;
  yield '\n';
  for (const line of replayPlot(replay.points, terminal)) yield `${line}\n`;
  const { decided, now, raw } = words.replay.legend;
  const legend = `${replaySigns.decided} ${decided}   ${replaySigns.beyond} ${now}   ${replaySigns.raw} ${raw}`;
  for (const line of wrap(legend, columns)) yield `${line}\n`;
  yield `\n${paint.bold(words.replay.changes)}\n`;
  for (const line of changeLines(replay.points, words.replay, columns)) yield `${line}\n`;
  yield* endLines(replay, words, terminal);
  yield '\n';
  if (replay.whatIf.length > 0 && !replay.freed)
    for (const line of wrap(words.replay.whatIfNote, columns)) yield `${line}\n`;
  for (const line of wrap(replay.freed ? words.replay.closedLoop : words.replay.openLoop, columns))
    yield `${line}\n`;
  if (diagnostics.length === 0) return;
  yield `\n${paint.bold(words.diagnostics)}\n`;
  for (const { message, count } of diagnostics)
    for (const line of wrap(
      printable(count === undefined ? message : `${message} (×${count})`),
      columns,
      '  ',
    ))
      yield `${line}\n`;
}

/** What the last sample would need, and what remedies would have come to. */
function* endLines({ end, whatIf, fromMs }: Replay, words: HpaWords, terminal: Terminal): Generator<string> {
  const { paint, columns } = terminal;
  const sentences = [...scaleInSentences(end, words)].join(words.gap);
  if (sentences !== '') {
    yield `\n${paint.bold(words.replay.atEnd)}\n`;
    for (const line of wrap(sentences, columns)) yield `${line}\n`;
  }
  if (whatIf.length === 0) return;
  yield `\n${paint.bold(words.replay.whatIf(clockText(fromMs)))}\n`;
  const shapes: Column[] = words.replay.whatIfColumns.map((title, place) =>
    place === 0 ? { title, align: 'left', shrinkTo: 20 } : { title, align: 'right' },
  );
  const rows = whatIf.map(({ id, freedBytes, firstScaleIn: first, endReplicas }) => [
    id === 'nothing' ? words.replay.nothing : words.remedy[id],
    formatBytes(freedBytes),
    first ? clockText(first.atMs) : words.replay.never,
    first ? `${first.currentReplicas} → ${first.desiredReplicas}` : '',
    String(endReplicas),
  ]);
  for (const line of tableLines(shapes, rows, columns)) yield `${line}\n`;
}

/** Samples, span, the range of decisions, and when it first scales in. */
export function replayHeadline({ points, freed }: Replay, { replay: words, gap }: HpaWords): string {
  const decided = points.map(({ desiredReplicas }) => desiredReplicas);
  const low = decided.reduce((least, each) => Math.min(least, each));
  const high = decided.reduce((most, each) => Math.max(most, each));
  const first = firstScaleIn(points);
  const sentences = [
    words.headline(points.length, clockText(points[0].atMs), clockText(points[points.length - 1].atMs)),
    low === high ? words.same(low) : words.range(low, high),
    first
      ? words.firstScaleIn(clockText(first.atMs), first.currentReplicas, first.desiredReplicas)
      : words.noScaleIn,
  ];
  return [
    ...(freed ? [words.freed(formatBytes(freed.bytes), clockText(freed.fromMs))] : []),
    ...sentences,
  ].join(gap);
}

/** undefined where it never scales in. */
export function firstScaleIn(points: readonly ReplayPoint[]): ReplayPoint | undefined {
  return points.find(({ reason }) => reason === 'scale-in');
}

function changeLines(points: readonly ReplayPoint[], words: ReplayWords, columns: number): string[] {
  const changed = points.filter((point, place) => place === 0 || differs(point, points[place - 1]));
  const shapes: Column[] = words.columns.map((title, place) => ({
    title,
    align: place === 0 || place === words.columns.length - 1 ? 'left' : 'right',
    ...(place === words.columns.length - 1 && { shrinkTo: 16 }),
  }));
  const isOneDay =
    clockText(points[0].atMs).slice(0, 10) === clockText(points[points.length - 1].atMs).slice(0, 10);
  const rows = changed.slice(0, rowsMax).map((point) => rowOf(point, words, isOneDay));
  const lines = tableLines(shapes, rows, columns);
  return changed.length > rowsMax ? [...lines, words.moreRows(changed.length - rowsMax)] : lines;
}

function differs(one: ReplayPoint, other: ReplayPoint): boolean {
  return (
    one.reason !== other.reason ||
    one.currentReplicas !== other.currentReplicas ||
    one.desiredReplicas !== other.desiredReplicas ||
    one.rawReplicas !== other.rawReplicas
  );
}

function rowOf(point: ReplayPoint, words: ReplayWords, isOneDay: boolean): string[] {
  const { metric, failure } = point;
  const text = (milli: bigint | undefined): string =>
    milli === undefined || !metric ? '' : amountText(milli, metric.name);
  const reason = words.reason[point.reason];
  return [
    clockText(point.atMs).slice(isOneDay ? 11 : 0),
    String(point.currentReplicas),
    point.rawReplicas === undefined ? '' : String(point.rawReplicas),
    String(point.desiredReplicas),
    text(metric?.averageMilli),
    text(metric?.targetMilli),
    failure === undefined ? reason : `${reason}: ${printable(failure)}`,
  ];
}

/** UTC, as Kubernetes writes times. */
export function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
