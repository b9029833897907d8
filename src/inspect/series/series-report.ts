import type { Diagnostic } from '../../base/index.ts';
import {
  type Finding,
  type GrowthEvidence,
  judgeGrowingLines,
  type Language,
  severities,
} from '../../findings/index.ts';
import {
  type FlameTree,
  type GrowthOptions,
  judgeGrowth,
  type LineGrowth,
  type LineSeries,
  type RuleAnswer,
  type SourceLine,
} from '../../profile/index.ts';

/** What one line did over time, and its points. */
export interface SeriesLine extends LineGrowth {
  /** The first value; `now` is the last. */
  readonly first: number;
  readonly series: LineSeries;
  /** Of profiles: the line of source. */
  readonly place?: SourceLine;
}

/** What lines of one target did over time. */
export interface SeriesReport {
  readonly target: {
    readonly kind: 'process' | 'prometheus' | 'profiles' | 'endpoint';
    readonly source: string;
    readonly goVersion: string | null;
  };
  /** When looks were taken, in milliseconds since 1970, and how many. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly looks: number;
  /** Growing ones first, then by what they hold now. */
  readonly lines: readonly SeriesLine[];
  readonly rules: readonly RuleAnswer[];
  /** The same lines by process, with what bounds its memory; a Prometheus server tells of many. */
  readonly processes: readonly GrowthEvidence[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the course of lines shows beside growth. */
  findingsIn?(language: Language): Finding[];
  readonly bytesRead?: number;
  /** Of profiles: what changed from the first to the last, by stacks; undefined where they can no longer be read. */
  flame?(): Promise<FlameTree | undefined>;
  readonly flameType?: string;
}

/** Findings, the most urgent first: what grows, one for each process, and what else the course of lines shows. */
export function seriesFindings(report: SeriesReport, language: Language): Finding[] {
  const growth = report.processes.flatMap((process) => judgeGrowingLines(process, language));
  return [...growth, ...(report.findingsIn?.(language) ?? [])].sort(
    (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.bytes - a.bytes,
  );
}

/** Growing lines first, the fastest of them first; then the others, the largest first; bytes before counts. */
export function ranked(lines: readonly SeriesLine[]): SeriesLine[] {
  return orderedBy(lines, ({ now }) => now);
}

/** The same, but the others by how much they rose from first to last: what three profiles cannot judge, they show. */
export function byRise(lines: readonly SeriesLine[]): SeriesLine[] {
  return orderedBy(lines, ({ now, first }) => now - first);
}

function orderedBy(lines: readonly SeriesLine[], sizeOf: (line: SeriesLine) => number): SeriesLine[] {
  const isGrowing = (line: LineGrowth): number => (line.verdict === 'growing' ? 1 : 0);
  const isBytes = (line: LineGrowth): number => (line.unit === 'bytes' ? 1 : 0);
  return lines.toSorted(
    (a, b) =>
      isGrowing(b) - isGrowing(a) ||
      isBytes(b) - isBytes(a) ||
      (isGrowing(a) === 1 ? (b.slopePerHour ?? 0) - (a.slopePerHour ?? 0) : sizeOf(b) - sizeOf(a)),
  );
}

/** Judges a line and keeps its points beside the verdict. */
export function judgedLine(series: LineSeries, options: GrowthOptions): SeriesLine {
  return { ...judgeGrowth(series, options), first: series.values[0] ?? 0, series };
}
