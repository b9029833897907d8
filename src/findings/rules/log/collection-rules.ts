import {
  dearForcedShare,
  describeForcedGc,
  type ForcedBy,
  forcedGc,
  manyForced,
  rareForcedMs,
} from '../../catalogue/forced-gc.ts';
import {
  describeGcThrash,
  gcThrash,
  severeGcShare,
  type ThrashCause,
  thrashAssistShare,
  thrashGcShare,
  thrashTimeShare,
} from '../../catalogue/gc-thrash.ts';
import type { Finding, Severity } from '../../finding.ts';
import type { Language } from '../../language.ts';
import { findingOf } from '../runtime/runtime-finding.ts';
import { placeText } from './dump-rules.ts';
import type { CollectionEvidence, CollectionPeriod } from './evidence.ts';

const leastBusyMs = 1000;
const leastBusyCycles = 20;
/** Of what was seen: less was a moment, such as the load of data at the start … */
const leastBusyShare = 0.05;
/** … unless it lasted. */
const longBusyMs = 60_000;
/** Nobody sets GOGC so low: a goal as near as that is of a limit. */
const leastGogc = 4;
const mostlyRegular = 0.7;
const shownCallers = 3;

/** Findings about the collections of one life of a process, in no order. */
export function judgeCollections(evidence: CollectionEvidence, language: Language): Finding[] {
  return [...thrash(evidence, language), ...forced(evidence, language)];
}

function thrash(evidence: CollectionEvidence, language: Language): Finding[] {
  const { source, fromMs, toMs, processorCount, easyGogc, pressedGogc } = evidence;
  const busy = evidence.periods.filter((period) => isBusy(period, processorCount));
  const sum = (of: (period: CollectionPeriod) => number): number =>
    busy.reduce((total, period) => total + of(period), 0);
  const cycleCount = sum((period) => period.cycleCount);
  const cpuMs = sum((period) => period.cpuMs);
  const elapsedMs = cpuMs / processorCount;
  if (cycleCount < leastBusyCycles || elapsedMs < leastBusyMs) return [];
  const isMoment = elapsedMs < (toMs - fromMs) * leastBusyShare;
  if (isMoment && elapsedMs < longBusyMs) return [];
  const gcShare = Math.min(1, sum((period) => period.gcCpuMs) / cpuMs);
  const assistShare = Math.min(1, sum((period) => period.assistCpuMs) / cpuMs);
  const timeShare = Math.min(1, sum((period) => period.collectingMs) / elapsedMs);
  // What the finding shows of the heap is of the stretch in which most of the time went.
  const worst = busy.reduce((left, right) => (right.gcCpuMs > left.gcCpuMs ? right : left));
  const isPressed = sum((period) => period.pressedCount) >= cycleCount / 2;
  const cause: ThrashCause = isPressed ? closeGoal(evidence) : 'assist';
  const facts = {
    cause,
    elapsedMs,
    fromMs: busy[0].fromMs,
    cycleCount,
    gcShare,
    assistShare,
    timeShare,
    liveBytes: worst.precedingLiveBytes,
    goalBytes: worst.goalBytes,
    processorCount,
    easyGogc: evidence.hadRoom ? easyGogc : null,
    pressedGogc,
    isTraced: evidence.callers !== undefined,
  };
  const severity: Severity = isMoment ? 'low' : gcShare >= severeGcShare ? 'high' : 'medium';
  const numbers = {
    severity,
    bytes: worst.goalBytes,
    reclaimableBytes: 0,
    where: source === '' ? { en: 'the collector', zh: 'GC' }[language] : source,
    evidence: {
      ...facts,
      elapsedMs: Math.round(elapsedMs),
      gcShare: rounded(gcShare),
      assistShare: rounded(assistShare),
      timeShare: rounded(timeShare),
    },
  };
  return [findingOf(gcThrash, numbers, describeGcThrash(facts, evidence, language), language)];
}

/**
 * By CPU time; or by time, where collections follow one another because the goal is close: of a container that may use fewer
 * processors than GOMAXPROCS says, the CPU time is far below what there seems to be. Without a close goal long collections
 * are no sign: those of a process that gets little CPU are long.
 */
function isBusy(period: CollectionPeriod, processorCount: number): boolean {
  const { cycleCount, pressedCount, gcCpuMs, assistCpuMs, collectingMs, cpuMs } = period;
  if (cpuMs <= 0 || cycleCount === 0) return false;
  if (gcCpuMs >= cpuMs * thrashGcShare || assistCpuMs >= cpuMs * thrashAssistShare) return true;
  return pressedCount * 2 >= cycleCount && collectingMs * processorCount >= cpuMs * thrashTimeShare;
}

/** A GOGC is the same in all collections, a limit presses more the more is alive. */
function closeGoal({ pressedGogc, hadRoom }: CollectionEvidence): ThrashCause {
  return hadRoom || (pressedGogc !== null && pressedGogc < leastGogc) ? 'limit' : 'gogc';
}

function forced(evidence: CollectionEvidence, language: Language): Finding[] {
  const { source, fromMs, toMs, processorCount, cycleCount, forcedCount, forcedCpuMs, forcedPace, callers } =
    evidence;
  const elapsedMs = toMs - fromMs;
  if (forcedCount < manyForced || elapsedMs <= 0 || elapsedMs / forcedCount > rareForcedMs) return [];
  const forcedShare = Math.min(1, forcedCpuMs / (elapsedMs * processorCount));
  const isRegular = forcedPace !== null && forcedPace.regularShare >= mostlyRegular;
  const facts = {
    forcedCount,
    cycleCount,
    elapsedMs,
    forcedShare,
    by: callerOf(evidence),
    callers: callers === undefined ? null : callersText(callers),
    periodMs: isRegular ? forcedPace.intervalMs : null,
  };
  const numbers = {
    severity: forcedShare >= dearForcedShare ? ('medium' as const) : ('low' as const),
    bytes: 0,
    reclaimableBytes: 0,
    where: callers?.[0]
      ? placeText(callers[0])
      : source === ''
        ? { en: 'the collector', zh: 'GC' }[language]
        : source,
    evidence: { ...facts, forcedShare: rounded(forcedShare) },
  };
  return [findingOf(forcedGc, numbers, describeForcedGc(facts, evidence, language), language)];
}

function callersText(callers: NonNullable<CollectionEvidence['callers']>): string {
  return callers
    .slice(0, shownCallers)
    .map((caller) => `${placeText(caller)} (${caller.request}, ${caller.count})`)
    .join('; ');
}

function callerOf({ forcedCount, freeOsMemoryCount }: CollectionEvidence): ForcedBy {
  if (freeOsMemoryCount === null) return 'either';
  if (freeOsMemoryCount === 0) return 'runtime-gc';
  return freeOsMemoryCount * 2 >= forcedCount ? 'free-os-memory' : 'either';
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
