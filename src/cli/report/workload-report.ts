import { formatBytes, formatCount } from '../../findings/index.ts';
import { goLineName } from '../../predict/index.ts';
import type { WorkloadMark, WorkloadPoint, WorkloadSeries } from '../../workload/index.ts';
import type { Terminal } from '../terminal.ts';
import { axisLabel } from '../text/axis-ticks.ts';
import { shortCount } from '../text/fill-bar.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { predictWords } from '../words/predict-words.ts';
import { type WorkloadWords, workloadWords } from '../words/workload-words.ts';
import { groupName, sameGroups } from './same-series.ts';
import { areaPlot, curvesPlot, plotSigns } from './workload-plot.ts';

/** Less than this above the need is what any map has. */
const keptShare = 0.1;
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p'];

/** The report of `predict --workload` for people: one line of Go in full, or several side by side. */
export function* workloadReport(
  type: string,
  all: readonly WorkloadSeries[],
  terminal: Terminal,
): Generator<string> {
  const words = workloadWords[terminal.language];
  const { paint, columns } = terminal;
  const [first] = all;
  for (const line of wrap(workloadHeadline(all, words), columns)) yield `${paint.bold(line)}\n`;
  yield '\n';
  const lines = all.length === 1 ? single(first, words, terminal) : several(all, words, terminal);
  for (const line of lines) yield `${line}\n`;
  yield '\n';
  const go = groupName(all);
  const facts = [words.replay(formatCount(first.operations), type, go), words.garbage];
  if (first.points.some(({ boxedBytes }) => boxedBytes > 0)) facts.push(words.boxed);
  for (const fact of facts) for (const line of wrap(fact, columns)) yield `${line}\n`;
  if (first.diagnostics.length === 0) return;
  yield `\n${paint.bold(words.diagnostics)}\n`;
  for (const { message, count } of first.diagnostics) {
    const text = count === undefined ? message : `${message} (×${count})`;
    for (const line of wrap(text, columns, '  ')) yield `${line}\n`;
  }
}

/** One sentence: what was held at the peak, what is held at the end, and what that needs. */
export function workloadHeadline(all: readonly WorkloadSeries[], words: WorkloadWords): string {
  const [{ line, marks }] = all;
  const sentence = headlineOf(marks, words);
  return all.length > 1 ? `Go ${goLineName(line)}: ${sentence}` : sentence;
}

function headlineOf(marks: readonly WorkloadMark[], words: WorkloadWords): string {
  const peak = pointOf(marks, 'most-entries');
  const end = pointOf(marks, 'end');
  if (peak.len === 0) return words.empty;
  const held = end.bytes + end.boxedBytes;
  const most = formatCount(peak.len);
  if (end.len === peak.len) return words.atPeak(most, formatBytes(held));
  if (held <= end.rebuiltBytes * (1 + keptShare))
    return words.givenBack(most, formatBytes(held), formatCount(end.len));
  return words.kept(most, formatBytes(held), formatCount(end.len), formatBytes(end.rebuiltBytes));
}

/** The label of the high-water mark. */
export function highWaterLabel({ marks }: WorkloadSeries, words: WorkloadWords): string {
  return words.highWater(formatBytes(pointOf(marks, 'most-bytes').peakBytes));
}

function pointOf(marks: readonly WorkloadMark[], name: WorkloadMark['mark']): WorkloadPoint {
  return (marks.find(({ mark }) => mark === name) ?? marks[marks.length - 1]).point;
}

function* single(series: WorkloadSeries, words: WorkloadWords, terminal: Terminal): Generator<string> {
  const { paint, columns } = terminal;
  yield* areaPlot(series, highWaterLabel(series, words), terminal);
  const { needed, kept, peak, mark } = words.legend;
  const legend = `${plotSigns.needed} ${needed}   ${plotSigns.kept} ${kept}   ${plotSigns.peak} ${peak}   ${plotSigns.mark} ${mark}`;
  yield* wrap(`${words.axes[series.axis.kind]}:   ${legend}`, columns);
  yield '';
  yield paint.bold(words.marks);
  const rows = series.marks.map(({ mark: name, point }) => [
    words.mark[name],
    axisLabel(series.axis, point.at, 0),
    shortCount(point.len),
    formatBytes(point.bytes + point.boxedBytes),
    formatBytes(point.rebuiltBytes),
    formatBytes(point.peakBytes),
    formatBytes(point.garbageBytes),
  ]);
  yield* tableLines(columnsOf(words.markColumns, 2), rows, columns);
}

function* several(
  all: readonly WorkloadSeries[],
  words: WorkloadWords,
  terminal: Terminal,
): Generator<string> {
  const groups = sameGroups(all);
  yield* curvesPlot(
    groups.map(([series]) => series),
    letters,
    terminal,
  );
  const overlap = groups.length > 1 ? `:   ${plotSigns.several} ${words.legend.several}` : '';
  yield `${words.axes[all[0].axis.kind]}${overlap}`;
  yield '';
  const { classic, swiss } = predictWords[terminal.language];
  const rows = groups.map((group, place) => {
    const { marks, line } = group[0];
    const end = pointOf(marks, 'end');
    const peak = pointOf(marks, 'most-entries');
    return [
      letters[place],
      groupName(group),
      line.mapKind === 'classic' ? classic : swiss,
      formatBytes(pointOf(marks, 'most-bytes').peakBytes),
      formatBytes(peak.bytes + peak.boxedBytes),
      formatBytes(end.bytes + end.boxedBytes),
      formatBytes(end.rebuiltBytes),
      formatBytes(end.garbageBytes),
    ];
  });
  yield* tableLines(columnsOf(words.versionColumns, 3), rows, terminal.columns);
}

function columnsOf(titles: readonly string[], leftCount: number): Column[] {
  return titles.map((title, place) => ({
    title,
    align: place < leftCount ? 'left' : 'right',
    ...(place < leftCount ? { shrinkTo: 6 } : {}),
  }));
}
