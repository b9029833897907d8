import { formatBytes, formatCount } from '../../findings/index.ts';
import {
  type GoLine,
  goLineName,
  type MapForecast,
  type Prediction,
  versionSteps,
} from '../../predict/index.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { type CompareWords, compareWords } from '../words/compare-words.ts';
import { predictWords } from '../words/predict-words.ts';

/** One answer on one line of Go. */
export interface Compared {
  readonly line: GoLine;
  readonly prediction: Prediction;
}

/** More versions than this do not fit side by side: they are rows then, which is what `predict` shows anyway. */
const mostColumns = 5;

/** The report of `predict --compare` for people: stages down, versions across, and what changed between them. */
export function* compareReport(all: readonly Compared[], terminal: Terminal): Generator<string> {
  const words = compareWords[terminal.language];
  const { paint, columns } = terminal;
  const first = all[0];
  const last = all[all.length - 1];
  const headline = words.headline(
    first.prediction.type,
    formatCount(first.prediction.entries),
    goLineName(first.line),
    formatBytes(filledBytes(first.prediction)),
    goLineName(last.line),
    formatBytes(filledBytes(last.prediction)),
  );
  for (const line of wrap(headline, columns)) yield `${paint.bold(line)}\n`;
  yield '\n';
  const table = all.length > mostColumns ? versionsDown : sideBySide;
  for (const line of table(all, words, terminal)) yield `${line}\n`;
  yield `\n${paint.bold(words.changes)}\n`;
  const steps = changeTexts(all, words);
  if (steps.length === 0) yield `  ${words.noChange}\n`;
  for (const { head, changes } of steps) {
    for (const line of wrap(head, columns, '  ')) yield `${line}\n`;
    for (const change of changes) for (const line of wrap(change, columns, '    ')) yield `${line}\n`;
  }
}

interface Figure {
  readonly name: string;
  readonly bytes: number;
  /** Not worth a column where the versions are rows. */
  readonly isSmall?: boolean;
}

/** What is compared, in the same order for every version. */
function figuresOf(prediction: Prediction, words: CompareWords, terminal: Terminal): Figure[] {
  const { more } = words;
  if (prediction.kind === 'map') return mapFigures(prediction, words, terminal);
  if (prediction.kind === 'slice') {
    const { bytes, unusedBytes, peakBytes, garbageBytes } = prediction.prediction;
    return [
      { name: more.all, bytes },
      { name: more.unused, bytes: unusedBytes },
      { name: more.peak, bytes: peakBytes },
      { name: more.garbage, bytes: garbageBytes },
    ];
  }
  return [
    { name: more.one, bytes: prediction.slotBytes },
    { name: more.all, bytes: prediction.bytes },
  ];
}

function mapFigures({ prediction }: MapForecast, { more }: CompareWords, { language }: Terminal): Figure[] {
  const { stages } = predictWords[language];
  return [
    ...prediction.stages.map(({ stage, bytes, boxedBytes }) => ({
      name: stages[stage],
      bytes: bytes.mean + boxedBytes,
      isSmall: stage === 'made' || stage === 'cleared',
    })),
    { name: more.peak, bytes: prediction.peakBytes.mean },
    { name: more.garbage, bytes: prediction.growthGarbageBytes.mean },
    { name: more.entry, bytes: prediction.bytesPerEntry, isSmall: true },
  ];
}

function sideBySide(all: readonly Compared[], words: CompareWords, terminal: Terminal): string[] {
  const figures = all.map(({ prediction }) => figuresOf(prediction, words, terminal));
  const isPair = all.length === 2;
  const titles = [
    words.stage,
    ...all.map(({ line }) => `GO ${goLineName(line)}`),
    ...(isPair ? [words.difference] : []),
  ];
  const rows = figures[0].map(({ name }, place) => {
    const bytes = figures.map((each) => each[place].bytes);
    return [name, ...bytes.map(shown), ...(isPair ? [difference(bytes[0], bytes[1])] : [])];
  });
  return tableLines(columnsOf(titles), rows, terminal.columns);
}

/** One row a version; those that cost the same as the one before are one row. */
function versionsDown(all: readonly Compared[], words: CompareWords, terminal: Terminal): string[] {
  const ordered = [...standardOf(all), ...all.filter((each) => !standardOf(all).includes(each))];
  const figures = ordered.map(({ prediction }) =>
    figuresOf(prediction, words, terminal).filter(({ isSmall }) => isSmall !== true),
  );
  const rows: { first: string; last: string; cells: string[] }[] = [];
  for (const [place, { line }] of ordered.entries()) {
    const name = goLineName(line);
    const cells = figures[place].map(({ bytes }) => shown(bytes));
    const before = rows.at(-1);
    if (before && before.cells.join() === cells.join() && isStandard(line, all)) before.last = name;
    else rows.push({ first: name, last: name, cells });
  }
  return tableLines(
    columnsOf(['GO', ...figures[0].map(({ name }) => name)]),
    rows.map(({ first, last, cells }) => [first === last ? first : `${first} – ${last}`, ...cells]),
    terminal.columns,
  );
}

interface ChangeText {
  readonly head: string;
  readonly changes: readonly string[];
}

/** What changed at each step between the versions; the other design of a version is beside it, no step of its own. */
function changeTexts(all: readonly Compared[], words: CompareWords): ChangeText[] {
  const named = new Map(all.map((each) => [each.line, each.prediction]));
  const standard = standardOf(all);
  const isMap = all[0].prediction.kind === 'map';
  const lines = (standard.length > 1 ? standard : all).map(({ line }) => line);
  return versionSteps(lines).flatMap(({ from, to, changes }) => {
    const [before, after] = [named.get(from), named.get(to)];
    const about = changes.filter((change) => isMap || change === 'malloc-header');
    if (!before || !after || about.length === 0) return [];
    const head = words.step(
      goLineName(from),
      goLineName(to),
      formatBytes(filledBytes(before)),
      formatBytes(filledBytes(after)),
      formatBytes(mostBytes(before)),
      formatBytes(mostBytes(after)),
    );
    return [{ head, changes: about.map((change) => words.change[change]) }];
  });
}

function standardOf(all: readonly Compared[]): Compared[] {
  return all.filter(({ line }) => isStandard(line, all));
}

/** Whether no other of these is the same version with the newer design. */
function isStandard(line: GoLine, all: readonly Compared[]): boolean {
  return !all.some(({ line: other }) => other.minor === line.minor && isOther(line, other));
}

/** The classic map of a version that has both. */
function isOther(line: GoLine, other: GoLine): boolean {
  return line.mapKind === 'classic' && other.mapKind === 'swiss';
}

function filledBytes(prediction: Prediction): number {
  if (prediction.kind === 'value') return prediction.bytes;
  if (prediction.kind === 'slice') return prediction.prediction.bytes;
  const filled = prediction.prediction.stages[1];
  return filled.bytes.mean + filled.boxedBytes;
}

function mostBytes(prediction: Prediction): number {
  if (prediction.kind === 'value') return prediction.bytes;
  return prediction.kind === 'slice' ? prediction.prediction.peakBytes : prediction.prediction.peakBytes.mean;
}

function difference(before: number, after: number): string {
  const [from, to] = [Math.round(before), Math.round(after)];
  if (from === to) return '=';
  const share =
    from === 0 ? '' : ` (${to > from ? '+' : '-'}${Math.abs((100 * (to - from)) / from).toFixed(0)}%)`;
  return `${to > from ? '+' : '-'}${formatBytes(Math.abs(to - from))}${share}`;
}

function shown(byteCount: number): string {
  return byteCount < 1000 ? `${Math.round(byteCount * 10) / 10} B` : formatBytes(byteCount);
}

function columnsOf(titles: readonly string[]): Column[] {
  return titles.map((title, place) => ({
    title,
    align: place === 0 ? 'left' : 'right',
    ...(place === 0 ? { shrinkTo: 8 } : {}),
  }));
}
