import type { HeapLine } from '../../../profile/index.ts';
import {
  allocChurn,
  busyBytesPerSecond,
  type ChurnFacts,
  describeChurn,
  leastChurn,
} from '../../catalogue/alloc-churn.ts';
import type { Finding } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { findingOf } from '../runtime/runtime-finding.ts';
import type { ProfileEvidence } from './evidence.ts';
import { lineText } from './line-text.ts';

/** More lines than this say no more. */
const mostChurning = 3;
/** A line is there once for each purpose and way in which that is known (src/profile/mechanism.ts): no more often than this. */
const mostPurposes = 11 * 5;

/** Lines that allocate much of all and keep next to nothing, the largest first; told only as far as the samples carry it. */
export function churningLines(evidence: ProfileEvidence, language: Language): Finding[] {
  const { heap } = evidence;
  const total = heap.alloc.bytes;
  const least = Math.max(leastChurn.bytes, leastChurn.shareOfAll * total);
  const large = largeLines(heap.lines, least);
  const rows = [
    ...Map.groupBy(large, ({ place }) => `${place.line} ${place.functionName} ${place.file}`).values(),
  ]
    .map(sumOf)
    .filter(
      ({ allocLowBytes, inuseHighBytes }) =>
        allocLowBytes - inuseHighBytes >= least && allocLowBytes >= leastChurn.timesKept * inuseHighBytes,
    )
    .toSorted((a, b) => b.allocBytes - a.allocBytes);
  return rows.slice(0, mostChurning).map((row) => {
    const bytesPerSecond =
      evidence.durationMs === undefined
        ? undefined
        : Math.round((1000 * row.allocBytes) / evidence.durationMs);
    const facts: ChurnFacts = { ...row, totalAllocBytes: total, bytesPerSecond };
    return findingOf(
      allocChurn,
      {
        severity: bytesPerSecond !== undefined && bytesPerSecond >= busyBytesPerSecond ? 'medium' : 'low',
        bytes: row.allocBytes - row.inuseBytes,
        reclaimableBytes: 0,
        where: row.where,
        evidence: {
          allocBytes: row.allocBytes,
          allocLowBytes: row.allocLowBytes,
          allocHighBytes: row.allocHighBytes,
          inuseBytes: row.inuseBytes,
          totalAllocBytes: total,
          mechanism: row.mechanism,
          sampleCount: row.sampleCount,
          bytesPerSecond: bytesPerSecond ?? null,
        },
      },
      describeChurn(facts, evidence, language),
      language,
    );
  });
}

/** Without the lines, nearly all, of which no part is large enough for their sum to be. */
function largeLines(lines: readonly HeapLine[], least: number): readonly HeapLine[] {
  const part = least / mostPurposes;
  const numbers = new Set(lines.filter(({ alloc }) => alloc.lowBytes >= part).map(({ place }) => place.line));
  return lines.filter(({ alloc, place }) => alloc.highBytes > 0 && numbers.has(place.line));
}

interface ChurnRow extends Omit<ChurnFacts, 'totalAllocBytes' | 'bytesPerSecond'> {
  readonly inuseHighBytes: number;
  readonly sampleCount: number;
}

/** One line, whatever it allocated for. Ends of intervals are added up, which is wider than need be. */
function sumOf(parts: readonly HeapLine[]): ChurnRow {
  const sum = (of: (part: HeapLine) => number): number => parts.reduce((all, part) => all + of(part), 0);
  const [largest] = parts.toSorted((a, b) => b.alloc.bytes - a.alloc.bytes);
  return {
    where: lineText(largest.place),
    mechanism: largest.mechanism,
    allocBytes: sum(({ alloc }) => alloc.bytes),
    allocLowBytes: sum(({ alloc }) => alloc.lowBytes),
    allocHighBytes: sum(({ alloc }) => alloc.highBytes),
    inuseBytes: sum(({ inuse }) => inuse.bytes),
    inuseHighBytes: sum(({ inuse }) => inuse.highBytes),
    sampleCount: sum(({ alloc }) => alloc.sampleCount),
  };
}
