import { describeGogcHigh, gogcHigh } from '../catalogue/gogc-high.ts';
import {
  describeGomemlimitMissing,
  gomemlimitMissing,
  limitMarginPercent,
} from '../catalogue/gomemlimit-missing.ts';
import { describeHeapIdle, heapIdle } from '../catalogue/heap-idle.ts';
import { describeMadviseFree, madviseFree } from '../catalogue/madvise-free.ts';
import type { RemedyContext } from '../catalogue/entry.ts';
import { describeMemprofileOff, memprofileOff } from '../catalogue/memprofile-off.ts';
import { describeNonGoMemory, nonGoMemory, usualFileBytes } from '../catalogue/non-go-memory.ts';
import { type Finding, isAtLeast, type Severity } from '../finding.ts';
import type { Language } from '../language.ts';
import { findingOf } from '../rules/runtime/runtime-finding.ts';
import { severityOf } from '../severity.ts';
import {
  type CollectionSplit,
  heldBytesOf,
  idleBytesOf,
  type ProgramStatistics,
  totalBytesOf,
} from './program-statistics.ts';

const mebibyte = 2 ** 20;
const usualPercent = 100;
/** From here on GOGC was raised by somebody. */
const highPercent = 180;
/** A GOGC that is worked out has the globals of the program in it: of a heap that is small beside them nothing follows. */
const leastDerivedBytes: number = 32 * mebibyte;
const goHeap = { en: 'the Go heap', zh: 'Go 堆' };
const goRuntime = { en: "Go's runtime", zh: 'Go 运行时' };
const programText = { en: 'the process', zh: '进程' };

/** What the rules about MemStats judge. */
export interface StatisticsEvidence extends RemedyContext {
  /** Before anything was done to the process. */
  readonly statistics: ProgramStatistics;
  /** When they were read, by the clock of who read them; null where not known. */
  readonly nowMs: number | null;
  /** What the two-GC test has found; null where it was not made. */
  readonly split: CollectionSplit | null;
  /** At the end of that test. */
  readonly after: ProgramStatistics | null;
  /** MemProfileRate; null where not known. */
  readonly sampledEveryBytes: number | null;
}

type Rule = (evidence: StatisticsEvidence, totalBytes: number, language: Language) => Finding[];

const rules: readonly Rule[] = [idleHeap, lazilyFreed, highPercentage, missingLimit, notGo, profileOff];

/** The findings that MemStats carry, in no order; none without any total. */
export function judgeStatistics(evidence: StatisticsEvidence, language: Language): Finding[] {
  const totalBytes = totalBytesOf(evidence.statistics) ?? 0;
  return rules.flatMap((rule) => rule(evidence, totalBytes, language));
}

function idleHeap(evidence: StatisticsEvidence, totalBytes: number, language: Language): Finding[] {
  const { statistics, nowMs } = evidence;
  const idleBytes = idleBytesOf(statistics);
  const severity = idleBytes === null ? undefined : severityOf(idleBytes, totalBytes);
  if (idleBytes === null || severity === undefined) return [];
  const { gcPercent, memoryLimitBytes, nextGcBytes, heapAllocBytes, lastGcMs } = statistics;
  const headroomBytes =
    nextGcBytes === null || heapAllocBytes === null ? undefined : Math.max(0, nextGcBytes - heapAllocBytes);
  // The clocks of two machines: a collection in the future says nothing.
  const isSinceKnown = nowMs !== null && lastGcMs !== null && lastGcMs > 0 && nowMs >= lastGcMs;
  const facts = {
    idleBytes,
    gcPercent: gcPercent ?? undefined,
    memoryLimitBytes: typeof memoryLimitBytes === 'number' ? memoryLimitBytes : undefined,
    heapGoalBytes: nextGcBytes ?? undefined,
    headroomBytes,
    sinceCycleMs: isSinceKnown ? nowMs - lastGcMs : undefined,
    scavengeDueBytes: undefined,
    scavengeGoalBytes: undefined,
    isStateKnown: false,
    isOfStatistics: true,
  };
  const isRoom = headroomBytes !== undefined && headroomBytes >= idleBytes;
  const numbers = {
    severity: isRoom ? atMost('low', severity) : severity,
    bytes: idleBytes,
    reclaimableBytes: idleBytes,
    where: goHeap[language],
    evidence: {
      gcPercent,
      memoryLimitBytes,
      heapGoalBytes: nextGcBytes,
      sinceCycleMs: facts.sinceCycleMs === undefined ? null : Math.round(facts.sinceCycleMs),
    },
  };
  return [findingOf(heapIdle, numbers, describeHeapIdle(facts, evidence, language), language)];
}

/** Most of what must have gone has to be still there: other memory moves meanwhile, too. */
const staysShare = 0.75;

/** Pages that were given back while we looked on, and RSS that did not fall. */
function lazilyFreed(evidence: StatisticsEvidence, totalBytes: number, language: Language): Finding[] {
  const { statistics: before, after } = evidence;
  const [released, later] = [before.heapReleasedBytes, after?.heapReleasedBytes ?? null];
  const [resident, residentLater] = [before.residentBytes, after?.residentBytes ?? null];
  if (released === null || later === null || resident === null || residentLater === null) return [];
  const stayed = later - released - Math.max(0, resident - residentLater);
  if (stayed < (later - released) * staysShare) return [];
  // What is resident beyond all that Go holds is where they must be.
  const beyond = residentLater - ((after && heldBytesOf(after)) ?? residentLater);
  const bytes = Math.min(stayed, Math.max(0, beyond));
  const severity = severityOf(bytes, totalBytes);
  if (severity === undefined) return [];
  const numbers = {
    severity,
    bytes,
    reclaimableBytes: bytes,
    where: goHeap[language],
    evidence: { releasedBytes: later - released, residentBytes: residentLater },
  };
  const wording = describeMadviseFree({ bytes, elsewhereBytes: 0 }, evidence, language);
  return [findingOf(madviseFree, numbers, wording, language)];
}

/** GOGC, or what the goal says that it is at least (runtime/mgcpacer.go, commit: goal = live + (live + stacks + globals) * GOGC / 100). */
function percentOf({
  statistics,
  split,
  after,
}: StatisticsEvidence): { value: number; isDerived: boolean } | undefined {
  if (statistics.gcPercent !== null) return { value: statistics.gcPercent, isDerived: false };
  const { nextGcBytes = null, heapAllocBytes = null, stackInuseBytes = null } = split && after ? after : {};
  if (nextGcBytes === null || heapAllocBytes === null || stackInuseBytes === null || !split) return undefined;
  if (split.liveBytes < leastDerivedBytes) return undefined;
  const percent = (100 * (nextGcBytes - split.liveBytes)) / (split.liveBytes + stackInuseBytes);
  return { value: Math.floor(percent), isDerived: true };
}

function highPercentage(evidence: StatisticsEvidence, totalBytes: number, language: Language): Finding[] {
  const percent = percentOf(evidence);
  const { statistics, after } = evidence;
  const { heapAllocBytes, memoryLimitBytes } = statistics;
  if (!percent || heapAllocBytes === null) return [];
  const isOff = percent.value < 0;
  const goal = percent.isDerived ? after?.nextGcBytes : statistics.nextGcBytes;
  if (!isOff && (percent.value < highPercent || goal === null || goal === undefined)) return [];
  // Off under a limit collects when the limit is near, and off where no limit is told may be so.
  if (isOff && memoryLimitBytes !== 'none') return [];
  const heapGoalBytes = isOff ? undefined : (goal ?? undefined);
  // The goal is live x (1 + GOGC / 100), but for stacks and globals.
  const usualGoalBytes =
    heapGoalBytes === undefined
      ? undefined
      : Math.round((heapGoalBytes * (1 + usualPercent / 100)) / (1 + percent.value / 100));
  const bytes =
    heapGoalBytes === undefined || usualGoalBytes === undefined
      ? heapAllocBytes
      : heapGoalBytes - usualGoalBytes;
  const severity = severityOf(bytes, totalBytes);
  if (severity === undefined) return [];
  const facts = {
    gcPercent: percent.value,
    isDerived: percent.isDerived,
    heapGoalBytes,
    usualGoalBytes,
    heapAllocBytes,
  };
  const numbers = {
    severity: isOff ? atMost('medium', severity) : severity,
    bytes,
    // How much of the room is in use now the goal does not tell.
    reclaimableBytes: usualGoalBytes === undefined ? 0 : Math.max(0, heapAllocBytes - usualGoalBytes),
    where: goRuntime[language],
    evidence: {
      gcPercent: percent.value,
      isDerived: percent.isDerived,
      heapGoalBytes: heapGoalBytes ?? null,
    },
  };
  return [findingOf(gogcHigh, numbers, describeGogcHigh(facts, evidence, language), language)];
}

function missingLimit(evidence: StatisticsEvidence, totalBytes: number, language: Language): Finding[] {
  const { statistics } = evidence;
  const { sysBytes, heapSysBytes, nextGcBytes, gcPercent, residentBytes } = statistics;
  const heldBytes = heldBytesOf(statistics);
  const isUnlimited = statistics.memoryLimitBytes === 'none' && gcPercent !== -1;
  if (
    !isUnlimited ||
    sysBytes === null ||
    heapSysBytes === null ||
    nextGcBytes === null ||
    heldBytes === null
  )
    return [];
  const peakLiveBytes = heapSysBytes / (1 + (gcPercent ?? usualPercent) / 100);
  const needed = sysBytes - heapSysBytes + Math.max(nextGcBytes, peakLiveBytes);
  const suggestedBytes = Math.ceil((needed * (100 + limitMarginPercent)) / 100 / mebibyte) * mebibyte;
  const bytes = heldBytes - suggestedBytes;
  const severity = severityOf(bytes, totalBytes);
  if (severity === undefined) return [];
  const notGoBytes = Math.max(0, (residentBytes ?? 0) - heldBytes);
  const facts = { heldBytes, suggestedBytes, peakHeapBytes: heapSysBytes, notGoBytes };
  const numbers = {
    severity: atMost('medium', severity),
    bytes,
    reclaimableBytes: bytes,
    where: goRuntime[language],
    evidence: facts,
  };
  const wording = describeGomemlimitMissing(facts, evidence, language);
  return [findingOf(gomemlimitMissing, numbers, wording, language)];
}

function notGo(evidence: StatisticsEvidence, totalBytes: number, language: Language): Finding[] {
  const { statistics } = evidence;
  const { residentBytes, heapReleasedBytes } = statistics;
  const heldBytes = heldBytesOf(statistics);
  if (residentBytes === null || heldBytes === null || heapReleasedBytes === null) return [];
  const bytes = residentBytes - heldBytes;
  const severity = severityOf(bytes - usualFileBytes, totalBytes);
  if (severity === undefined) return [];
  const facts = { bytes, residentBytes, heldBytes, releasedBytes: heapReleasedBytes };
  const numbers = { severity, bytes, reclaimableBytes: 0, where: programText[language], evidence: facts };
  return [findingOf(nonGoMemory, numbers, describeNonGoMemory(facts, evidence, language), language)];
}

function profileOff(evidence: StatisticsEvidence, _totalBytes: number, language: Language): Finding[] {
  if (evidence.sampledEveryBytes !== 0) return [];
  const numbers = {
    severity: 'low' as const,
    bytes: 0,
    reclaimableBytes: 0,
    where: 'runtime.MemProfileRate',
    evidence: { sampledEveryBytes: 0 },
  };
  return [findingOf(memprofileOff, numbers, describeMemprofileOff(undefined, evidence, language), language)];
}

function atMost(limit: Severity, severity: Severity): Severity {
  return isAtLeast(severity, limit) ? limit : severity;
}
