import type { GoroutineGroup } from '../../../image/index.ts';
import { describeGoroutineHighwater, goroutineHighwater } from '../../catalogue/goroutine-highwater.ts';
import {
  describeGoroutineLeak,
  goroutineLeak,
  manyGoroutines,
  youngShare,
  youngWaitMs,
} from '../../catalogue/goroutine-leak.ts';
import { describeStackReserve, stackReserve } from '../../catalogue/stack-reserve.ts';
import { type Finding, isAtLeast, type Severity } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { severityOf } from '../../severity.ts';
import type { RuntimeEvidence } from './evidence.ts';
import { findingOf } from './runtime-finding.ts';

/** States of goroutines that do not wait, or not for the program. */
const busyStates: ReadonlySet<string> = new Set([
  'runnable',
  'running',
  'syscall',
  'copystack',
  'preempted',
  'waiting',
]);
/** Waits for the runtime itself (runtime/runtime2.go, waitReasonStrings): a collection ends them. */
const runtimeWait = /^(?:GC |garbage collection|wait for GC|stopping the world|flushing|force gc)/;
const shownLabels = 3;

/** One finding for each place at which many goroutines wait. */
export function waitingGoroutines(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { groups } = evidence.goroutines;
  const longestNs = groups.reduce((longest, { waitedNs }) => Math.max(longest, waitedNs?.max ?? 0), 0);
  return groups.flatMap((group) => {
    const { count, isSystem, state } = group;
    const waits = !busyStates.has(state) && !runtimeWait.test(state);
    if (count < manyGoroutines || isSystem || !waits || isAtWork(group, longestNs)) return [];
    return leakOf(group, evidence, language) ?? [];
  });
}

/** Waits are upper bounds: what is short is short. Connections that heard of their peers a moment ago are what servers have. */
function isAtWork({ state, waitedNs, unknownWaitCount, count }: GoroutineGroup, longestNs: number): boolean {
  if (!waitedNs || unknownWaitCount > count / 2) return false;
  return isYoung(waitedNs.median) && (state === 'IO wait' || waitedNs.median < longestNs * youngShare);
}

function isYoung(waitedNs: number): boolean {
  return waitedNs / 1e6 < youngWaitMs;
}

function leakOf(group: GoroutineGroup, evidence: RuntimeEvidence, language: Language): Finding | undefined {
  const { count, stackResidentBytes, structBytes, waitedNs, labels } = group;
  const bytes = stackResidentBytes + structBytes;
  const severity = severityOf(stackResidentBytes, evidence.totalBytes);
  if (severity === undefined) return undefined;
  const oldestWaitMs = waitedNs && waitedNs.max / 1e6;
  const medianWaitMs = waitedNs && waitedNs.median / 1e6;
  const isDoubtful = group.state === 'IO wait' || (waitedNs !== undefined && isYoung(waitedNs.median));
  const created = placeText(group.createdBy, group.createdAt);
  const facts = {
    count,
    functionName: group.startName,
    created,
    stands: placeText(group.standsIn, group.standsAt),
    waitReason: group.state,
    oldestWaitMs,
    medianWaitMs,
    bytes,
    stackBytes: stackResidentBytes,
    structBytes,
    labels: labels
      .slice(0, shownLabels)
      .map((label) => `${label.key}=${label.value} (${label.count})`)
      .join(', '),
  };
  return findingOf(
    goroutineLeak,
    {
      severity: isDoubtful ? atMostLow(severity) : severity,
      bytes,
      reclaimableBytes: stackResidentBytes,
      where: created === '' ? group.startName : created,
      evidence: {
        count,
        function: group.startName,
        createdBy: group.createdBy,
        createdAt: group.createdAt,
        standsIn: group.standsIn,
        standsAt: group.standsAt,
        waitReason: group.state,
        oldestWaitMs: oldestWaitMs === undefined ? null : Math.round(oldestWaitMs),
        medianWaitMs: medianWaitMs === undefined ? null : Math.round(medianWaitMs),
        stackReservedBytes: group.stackReservedBytes,
        stackResidentBytes,
        structBytes,
      },
    },
    describeGoroutineLeak(facts, evidence, language),
    language,
  );
}

/** The structs that runtime.allgs keeps. */
export function deadGoroutines(evidence: RuntimeEvidence, language: Language): Finding[] {
  const { dead, count } = evidence.goroutines;
  const bytes = dead.structBytes + dead.stackBytes;
  const severity = severityOf(bytes, evidence.totalBytes);
  if (severity === undefined) return [];
  const facts = { dead: dead.count, live: count, structBytes: dead.structBytes, stackBytes: dead.stackBytes };
  const wording = describeGoroutineHighwater(facts, evidence, language);
  const numbers = { bytes, reclaimableBytes: 0, where: 'runtime.allgs', evidence: facts };
  return [findingOf(goroutineHighwater, { severity, ...numbers }, wording, language)];
}

/** Stacks that collections would shrink. */
export function largeStacks(evidence: RuntimeEvidence, language: Language): Finding[] {
  const groups = evidence.goroutines.groups
    .filter(({ oversized }) => oversized.count > 0)
    .toSorted((a, b) => b.oversized.unusedBytes - a.oversized.unusedBytes);
  const sum = (of: (group: GoroutineGroup) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);
  const bytes = sum(({ oversized }) => oversized.unusedBytes);
  const reclaimableBytes = sum(({ oversized }) => oversized.shrinkableBytes);
  const severity = severityOf(reclaimableBytes, evidence.totalBytes);
  if (severity === undefined) return [];
  const [largest] = groups;
  const created = placeText(largest.createdBy, largest.createdAt);
  const facts = {
    count: sum(({ oversized }) => oversized.count),
    unusedBytes: bytes,
    usedBytes: sum(({ oversized }) => oversized.usedBytes),
    reclaimableBytes,
    created: created === '' ? largest.startName : created,
    groupCount: largest.oversized.count,
    groupBytes: largest.oversized.unusedBytes,
    gcPercent: evidence.gc.gcPercent,
  };
  const { count, usedBytes, groupCount, groupBytes } = facts;
  const numbers = {
    bytes,
    reclaimableBytes,
    where: facts.created,
    evidence: { count, usedBytes, groupCount, groupBytes, function: largest.startName },
  };
  const wording = describeStackReserve(facts, evidence, language);
  return [findingOf(stackReserve, { severity, ...numbers }, wording, language)];
}

/** What may as well be work is never told as more. */
export function atMostLow(severity: Severity): Severity {
  return isAtLeast(severity, 'low') ? 'low' : severity;
}

/** `main.start (/src/a.go:12)`. */
function placeText(name: string, place: string): string {
  return place === '' ? name : `${name} (${place})`;
}
