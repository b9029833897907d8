import type { Diagnostic } from '../../base/index.ts';
import {
  type Finding,
  type GrowthEvidence,
  judgeGrowingLines,
  type Language,
  severities,
} from '../../findings/index.ts';
import type { LineGrowth, RuleAnswer } from '../../profile/index.ts';

/** What lines of one target did over time. */
export interface SeriesReport {
  readonly target: {
    readonly kind: 'process' | 'prometheus';
    readonly source: string;
    readonly goVersion: string | null;
  };
  /** When looks were taken, in milliseconds since 1970, and how many. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly looks: number;
  /** Growing ones first, then by what they hold now. */
  readonly lines: readonly LineGrowth[];
  readonly rules: readonly RuleAnswer[];
  /** The same lines by process, with what bounds its memory; a Prometheus server tells of many. */
  readonly processes: readonly GrowthEvidence[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What grows, as findings: one for each process, the most urgent first. */
export function seriesFindings({ processes }: SeriesReport, language: Language): Finding[] {
  return processes
    .flatMap((process) => judgeGrowingLines(process, language))
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || b.bytes - a.bytes);
}

/** Growing lines first, the fastest of them first; then the others, the largest first; bytes before counts. */
export function ranked(lines: readonly LineGrowth[]): LineGrowth[] {
  const isGrowing = (line: LineGrowth): number => (line.verdict === 'growing' ? 1 : 0);
  const isBytes = (line: LineGrowth): number => (line.unit === 'bytes' ? 1 : 0);
  return lines.toSorted(
    (a, b) =>
      isGrowing(b) - isGrowing(a) ||
      isBytes(b) - isBytes(a) ||
      (isGrowing(a) === 1 ? (b.slopePerHour ?? 0) - (a.slopePerHour ?? 0) : b.now - a.now),
  );
}
