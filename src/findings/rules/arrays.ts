import { catalogue } from '../catalogue/catalogue.ts';
import type { Describe, RemedyContext } from '../catalogue/entry.ts';
import type { ArrayFacts } from '../catalogue/one-array.ts';
import { describeSlicePinned } from '../catalogue/slice-pinned.ts';
import { describeSliceSlack } from '../catalogue/slice-slack.ts';
import { describeStringPinned } from '../catalogue/string-pinned.ts';
import type { Finding, FindingId } from '../finding.ts';
import type { Language } from '../language.ts';
import { severityOf } from '../severity.ts';

/** Arrays of one path with bytes that nobody uses. */
export interface ArrayGroup extends Omit<ArrayFacts, 'largest'> {
  /** Path of the one with the most idle bytes: `main.srv.buffers[17]`. Asked for findings only; it reads memory. */
  largestPath(): string;
}

/** What is judged: see `PathSum` of the image. */
export interface ArrayEvidence extends RemedyContext {
  readonly totalBytes: number;
  readonly slack: readonly ArrayGroup[];
  readonly pinned: readonly ArrayGroup[];
  readonly pinnedText: readonly ArrayGroup[];
}

/** Slack is normal: append leaves a third of an array unused on average. Below this share of the arrays it is no finding. */
const leastSlackShare = 0.4;

/** Findings on arrays behind slices and strings, one a path. */
export function judgeArrays(evidence: ArrayEvidence, language: Language): Finding[] {
  return [
    ...groupFindings('slice-slack', evidence.slack, describeSliceSlack, evidence, language).filter(
      ({ evidence: facts }) => Number(facts['idleBytes']) >= leastSlackShare * Number(facts['bytes']),
    ),
    ...groupFindings('slice-pinned', evidence.pinned, describeSlicePinned, evidence, language),
    ...groupFindings('string-pinned', evidence.pinnedText, describeStringPinned, evidence, language),
  ];
}

function groupFindings(
  id: FindingId,
  groups: readonly ArrayGroup[],
  describe: Describe<ArrayFacts>,
  context: ArrayEvidence,
  language: Language,
): Finding[] {
  return groups.flatMap((group) => {
    const severity = severityOf(group.reclaimableBytes, context.totalBytes);
    if (severity === undefined) return [];
    const { arrays, type, bytes, idleBytes, residentIdleBytes, reclaimableBytes } = group;
    const largest = group.largestPath();
    const where = arrays === 1 && largest !== '' ? largest : group.path;
    return {
      id,
      severity,
      bytes,
      reclaimableBytes,
      where,
      title: catalogue[id].title[language],
      ...describe({ ...group, largest }, context, language),
      evidence: {
        arrays,
        type,
        bytes,
        idleBytes,
        residentIdleBytes,
        largest,
        largestIdleBytes: group.largestIdleBytes,
      },
    };
  });
}
