import type { LineGrowth } from '../../../profile/index.ts';
import {
  describeMemoryGrowth,
  type GrowingLine,
  type LimitReached,
  memoryGrowth,
  urgentHours,
} from '../../catalogue/memory-growth.ts';
import type { Finding } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { findingOf } from '../runtime/runtime-finding.ts';

/** A bound of a target's memory, and how far it was from it at the end. */
export interface GrowthLimit {
  readonly kind: 'container' | 'gomemlimit';
  readonly limitBytes: number;
  readonly leftBytes: number;
}

/** What the lines of one process did over time. */
export interface GrowthEvidence {
  readonly kind: 'process' | 'prometheus' | 'endpoint' | 'profiles';
  /** A process id, the address that is scraped, a URL, the last file; undefined where not known. */
  readonly target: string | undefined;
  /** All lines that were judged, growing or not. */
  readonly lines: readonly LineGrowth[];
  readonly limits: readonly GrowthLimit[];
  /** Names of lines that are sums of others: those say more, where they grow. */
  readonly totals?: readonly string[];
}

/** How often noise may be told as growth, over all lines of a target together. */
const falseShare = 0.01;
/** A map whose slope is this share of the largest line's is what grows. */
const mapShare = 0.3;

/** A finding where lines of a process grow: one, of the line that grows fastest, with the others in it. */
export function judgeGrowingLines(evidence: GrowthEvidence, language: Language): Finding[] {
  const growing = surelyGrowing(evidence);
  if (growing.length === 0) return [];
  const [first, ...others] = growing;
  const line = growingLine(first);
  const map = growing.find(
    ({ name, slopePerHour }) => name.startsWith(mapPrefix) && (slopePerHour ?? 0) >= mapShare * line.perHour,
  );
  const limit = first.unit === 'bytes' ? nextLimit(evidence.limits, line) : undefined;
  const pValue = first.pValue ?? 0;
  const beganMs = first.beganMs ?? first.fromMs;
  const { kind, target } = evidence;
  const facts = {
    kind,
    target,
    line,
    pValue,
    basis: first.basis,
    beganMs,
    toMs: first.toMs,
    others: others.map(growingLine),
    map: map?.name.slice(mapPrefix.length),
    limit,
  };
  const grownHours = (first.toMs - beganMs) / 3_600_000;
  const numbers = {
    severity: limit && limit.hours <= urgentHours ? ('high' as const) : ('medium' as const),
    // What it rose by since; a count of goroutines or objects is no bytes.
    bytes: first.unit === 'bytes' ? Math.min(first.now, Math.round(line.perHour * grownHours)) : 0,
    reclaimableBytes: 0,
    where: first.name,
    evidence: {
      unit: first.unit,
      perHour: Math.round(line.perHour),
      lowPerHour: Math.round(line.lowPerHour),
      highPerHour: Math.round(line.highPerHour),
      pValue,
      basis: first.basis,
      beganMs,
      growingLines: growing.length,
      map: facts.map ?? null,
      limit: limit?.kind ?? null,
      limitBytes: limit?.limitBytes ?? null,
      limitHours: limit ? Math.round(limit.hours * 10) / 10 : null,
    },
  };
  const context = { goMinor: 26, mapKind: 'swiss' } as const;
  return [findingOf(memoryGrowth, numbers, describeMemoryGrowth(facts, context, language), language)];
}

const mapPrefix = 'map ';

/**
 * Growing lines that hold against how many were asked: of hundreds of lines in one window some look so by chance (S. Holm,
 * Scand. J. Statist. 6, 1979). Verdicts by other days have thresholds of their own. Bytes come first, the fastest of them first.
 */
function surelyGrowing({ lines, totals = [] }: GrowthEvidence): LineGrowth[] {
  const asked = lines
    .filter(({ pValue }) => pValue !== null)
    .toSorted((a, b) => (a.pValue ?? 1) - (b.pValue ?? 1));
  const refused = asked.findIndex(({ pValue }, i) => (pValue ?? 1) > falseShare / (asked.length - i));
  const sure = new Set(refused < 0 ? asked : asked.slice(0, refused));
  return lines
    .filter((line) => line.verdict === 'growing' && (line.basis !== 'window' || sure.has(line)))
    .toSorted(
      (a, b) =>
        Number(b.unit === 'bytes') - Number(a.unit === 'bytes') ||
        Number(totals.includes(a.name)) - Number(totals.includes(b.name)) ||
        (b.slopePerHour ?? 0) - (a.slopePerHour ?? 0),
    );
}

function growingLine({ name, unit, slopePerHour, lowPerHour, highPerHour }: LineGrowth): GrowingLine {
  const perHour = slopePerHour ?? 0;
  return { name, unit, perHour, lowPerHour: lowPerHour ?? perHour, highPerHour: highPerHour ?? perHour };
}

/** The limit that is reached first. */
function nextLimit(limits: readonly GrowthLimit[], line: GrowingLine): LimitReached | undefined {
  return limits
    .filter(() => line.perHour > 0)
    .map(({ kind, limitBytes, leftBytes }) => {
      const left = Math.max(0, leftBytes);
      return {
        kind,
        limitBytes,
        leftBytes: left,
        hours: left / line.perHour,
        soonestHours: left / Math.max(line.perHour, line.highPerHour),
        latestHours: line.lowPerHour > 0 ? left / line.lowPerHour : null,
      };
    })
    .sort((a, b) => a.hours - b.hours)[0];
}
