import type { Diagnostic } from '../../base/index.ts';
import { formatBytes } from '../../findings/index.ts';
import {
  type ExplainedMetric,
  type Explanation,
  type Hold,
  quantityText,
  type Remedy,
  type RemedyId,
  type ScaleIn,
  untouchedMs,
} from '../../hpa/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { hpaWords } from '../words/hpa-languages.ts';
import type { HpaWords } from '../words/hpa-words.ts';
import { durationText } from '../text/axis-ticks.ts';

const namesMax = 5;

export interface HpaReportOptions {
  readonly terminal: Terminal;
  readonly diagnostics: readonly Diagnostic[];
  readonly windowMs: number;
  readonly hasHistory: boolean;
}

/** The report of `hpa explain` for people. */
export function* hpaReport(explanation: Explanation, options: HpaReportOptions): Generator<string> {
  const { terminal, diagnostics } = options;
  const { paint, columns } = terminal;
  const words = hpaWords[terminal.language];
  const section = function* (title: string, lines: Iterable<string>): Generator<string> {
    const all = [...lines];
    if (all.length === 0) return;
    yield `\n${paint.bold(title)}\n`;
    for (const line of all) yield `${line}\n`;
  };
  for (const line of wrap(printable(headline(explanation, words)), columns)) yield `${paint.bold(line)}\n`;
  yield* section(words.metrics, metricLines(explanation, words, columns));
  const limits = explanation.limits.map(({ by, from, to, reason }) =>
    words.limitLine(words.limitBy[by], from, to, reason),
  );
  yield* section(words.way, limits);
  yield* section(
    words.why,
    explanation.holds.flatMap((hold) => wrap(printable(holdText(hold, explanation, words)), columns)),
  );
  const rest = [...scaleInSentences(explanation, words)].join(words.gap);
  if (rest !== '') yield `\n${wrap(rest, columns).join('\n')}\n`;
  yield* section(words.remedies, remedyLines(explanation, words, columns));
  yield '\n';
  for (const fact of facts(explanation, options, words))
    for (const line of wrap(fact, columns)) yield `${line}\n`;
  yield* section(
    words.diagnostics,
    diagnostics.flatMap(({ message, count }) =>
      wrap(printable(count === undefined ? message : `${message} (×${count})`), columns, '  '),
    ),
  );
}

export function headline({ decision }: Explanation, words: HpaWords): string {
  const { currentReplicas, desiredReplicas, failure, without } = decision;
  if (failure) return words.stops(currentReplicas, failure.failure);
  const desired = desiredReplicas ?? currentReplicas;
  const sentence = desired === currentReplicas ? words.stays(desired) : words.goes(currentReplicas, desired);
  return without === undefined ? sentence : `${sentence}${words.gap}${words.without[without]}`;
}

function metricLines({ metrics }: Explanation, words: HpaWords, columns: number): string[] {
  if (metrics.length === 0) return [];
  const shapes: Column[] = words.metricColumns.map((title, place) =>
    place === 0 ? { title, align: 'left', shrinkTo: 12 } : { title, align: 'right' },
  );
  return tableLines(
    shapes,
    metrics.map((metric) => metricRow(metric, words)),
    columns,
  );
}

function metricRow({ proposal, name, targetMilli }: ExplainedMetric, words: HpaWords): string[] {
  if ('failure' in proposal) return [printable(name), '', '', '', '', '', '', words.failed];
  const { spec, utilization, averageMilli, valueMilli } = proposal;
  const text = (milli: bigint | undefined): string =>
    milli === undefined ? '' : amountText(milli, spec.name);
  return [
    printable(name),
    text(averageMilli ?? valueMilli),
    text(targetMilli),
    utilization === undefined ? '' : `${utilization}%`,
    spec.target.type === 'Utilization' ? `${spec.target.percent}%` : '',
    ratioText(proposal.ratio),
    String(proposal.podCount),
    String(proposal.replicas),
  ];
}

/** Memory in bytes for people, all else as kubectl writes it. */
export function amountText(milli: bigint, resource: string): string {
  return resource === 'memory' ? formatBytes(Number(milli / 1000n)) : quantityText(milli, false);
}

function ratioText(ratio: number): string {
  return String(Number(ratio.toFixed(3)));
}

function holdText(hold: Hold, { decision, autoscaler }: Explanation, words: HpaWords): string {
  const texts = words.hold;
  switch (hold.by) {
    case 'failing-metric':
      return texts.failing(hold.metric, hold.failure);
    case 'on-target':
      return texts.onTarget(hold.metric);
    case 'rounding': {
      const product = ratioText(hold.ratio * hold.podCount);
      return texts.rounding(
        hold.metric,
        hold.podCount,
        ratioText(hold.ratio),
        product,
        decision.currentReplicas,
      );
    }
    case 'tolerance':
      return texts.tolerance(hold.metric, ratioText(hold.ratio));
    case 'missing-pods':
      return texts.missing(hold.metric, hold.pods.length, names(hold.pods));
    case 'min':
      return texts.min(autoscaler.minReplicas);
    case 'policy':
      return texts.policy(hold.limit.reason);
    case 'stabilization':
      return texts.stabilization(hold.limit.from, hold.limit.to);
  }
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, namesMax).join(', ');
  return all.length > namesMax ? `${shown}, …` : shown;
}

/** The sentence of the next step down, and what of it could be given back. */
export function* scaleInSentences(explanation: Explanation, words: HpaWords): Generator<string> {
  const { decision, scaleIn, retained, metrics } = explanation;
  const [row] = scaleIn;
  if (!row) return;
  const from = decision.currentReplicas;
  yield rowSentence(row, from, words);
  if (row.podBytesBelow === undefined) return;
  if (row.landsAt !== undefined && row.landsAt < row.toReplicas)
    yield words.atOnce(formatBytes(row.podBytesBelow), row.landsAt);
  for (const { proposal, name } of metrics)
    if (!('failure' in proposal) && proposal.spec.name !== 'memory' && proposal.replicas >= from)
      yield words.scaleInOthers(printable(name));
  if (!retained) return;
  const { slack, idle, garbage } = words.retainedParts;
  const parts = [
    retained.mapSlackBytes === undefined ? [] : [slack(formatBytes(retained.mapSlackBytes))],
    retained.idleBytes === undefined ? [] : [idle(formatBytes(retained.idleBytes))],
    retained.garbageBytes === undefined ? [] : [garbage(formatBytes(retained.garbageBytes))],
  ].flat();
  if (parts.length > 0) yield words.retained(formatBytes(row.podBytesNow), parts);
}

function rowSentence(
  { toReplicas, podBytesBelow, podBytesNow, container }: ScaleIn,
  from: number,
  words: HpaWords,
): string {
  if (podBytesBelow === undefined) return words.scaleInNever(from, toReplicas);
  const below = formatBytes(podBytesBelow);
  const now =
    formatBytes(podBytesNow) + (container === undefined ? '' : ` ${words.ofContainer(printable(container))}`);
  return podBytesNow < podBytesBelow
    ? words.scaleInDone(from, toReplicas, below, now)
    : words.scaleIn(from, toReplicas, below, now, formatBytes(podBytesNow - podBytesBelow + 1));
}

function remedyLines({ remedies }: Explanation, words: HpaWords, columns: number): string[] {
  if (remedies.length === 0) return [];
  const shapes: Column[] = words.remedyColumns.map((title, place) =>
    place === 0 ? { title, align: 'left', shrinkTo: 20 } : { title, align: 'right' },
  );
  const rows = remedies.map(({ id, freedBytes, podBytesAfter, replicas, afterMs, limitBytes }) => {
    const limit =
      limitBytes === undefined ? words.limitImpossible : words.limit(`${limitBytes / 2 ** 20}MiB`);
    return [
      id === 'gomemlimit' ? limit : words.remedy[id],
      formatBytes(freedBytes),
      formatBytes(podBytesAfter),
      replicas === undefined ? '' : String(replicas),
      freedBytes === 0 ? '' : durationText(afterMs),
    ];
  });
  return tableLines(shapes, rows, columns);
}

/** Only of what is in the table. */
function remedyNote(remedies: readonly Remedy[], { remedyNotes, gap }: HpaWords): string {
  const has = (id: RemedyId): boolean => remedies.some((remedy) => remedy.id === id);
  const notes = [
    remedyNotes.after,
    ...(has('rebuild-maps') ? [remedyNotes.rebuild] : []),
    ...(has('pointer-values') ? [remedyNotes.pointers] : []),
    ...(has('gomemlimit') ? [remedyNotes.limit] : []),
  ];
  return notes.join(gap);
}

function* facts(explanation: Explanation, options: HpaReportOptions, words: HpaWords): Generator<string> {
  const { decision, freshReplicas, remedies, retained } = explanation;
  if (remedies.length > 0) yield remedyNote(remedies, words);
  if ((retained?.idleBytes ?? 0) > 0) yield words.idleNote(durationText(untouchedMs));
  if (decision.without !== undefined || decision.failure) return;
  yield options.hasHistory ? words.byHistory : words.settled;
  if (!options.hasHistory && freshReplicas !== undefined && freshReplicas !== decision.desiredReplicas)
    yield words.fresh(freshReplicas, durationText(options.windowMs));
}
