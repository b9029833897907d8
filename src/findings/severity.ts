import type { Severity } from './finding.ts';
import { formatBytes } from './number-text.ts';
import type { Text } from './language.ts';

const mebibyte = 2 ** 20;

interface Threshold {
  readonly severity: Severity;
  /** Both must be reached … */
  readonly bytes: number;
  readonly shareOfTotal: number;
  /** … or this alone, however large the process is. */
  readonly bytesAlone: number;
}

/**
 * Severity by the bytes that would come back. The share decides whether an autoscaler would notice, the absolute floor
 * keeps a toy process quiet, and the large absolute value counts as money whatever the share is.
 */
export const severityThresholds: readonly Threshold[] = [
  { severity: 'high', bytes: 32 * mebibyte, shareOfTotal: 0.25, bytesAlone: 1024 * mebibyte },
  { severity: 'medium', bytes: 8 * mebibyte, shareOfTotal: 0.05, bytesAlone: 256 * mebibyte },
  { severity: 'low', bytes: 1 * mebibyte, shareOfTotal: 0.01, bytesAlone: 32 * mebibyte },
];

/** Less than this is never a finding of its own. */
export const leastReportedBytes: number = Math.min(...severityThresholds.map((each) => each.bytes));

/** Severity of `bytes` of a process of `totalBytes`; undefined below the lowest threshold: not worth a finding. */
export function severityOf(bytes: number, totalBytes: number): Severity | undefined {
  for (const threshold of severityThresholds) {
    if (bytes >= threshold.bytesAlone) return threshold.severity;
    if (bytes >= threshold.bytes && bytes >= threshold.shareOfTotal * totalBytes) return threshold.severity;
  }
  return undefined;
}

/** The thresholds in words, for `explain`. */
export const severityRule: Text = {
  en: `By the bytes that would come back: ${severityThresholds
    .map(
      (each) =>
        `${each.severity} from ${formatBytes(each.bytes)} and ${each.shareOfTotal * 100}% of RSS, or from ${formatBytes(each.bytesAlone)} whatever the share`,
    )
    .join('; ')}. Less is not reported.`,
  zh: `按可收回的字节数划分：${severityThresholds
    .map(
      (each) =>
        `达到 ${formatBytes(each.bytes)} 且占 RSS 的 ${each.shareOfTotal * 100}%，或不论占比达到 ${formatBytes(each.bytesAlone)}，为 ${each.severity}`,
    )
    .join('；')}。低于此值不报告。`,
};
