import {
  type CollectionEvidence,
  type CollectionPeriod,
  type Finding,
  isAtLeast,
  judgeCollections,
  judgeTracedGoroutines,
  type Language,
} from '../../../findings/index.ts';
import type { TraceAccount } from './trace-account.ts';
import type { TracePeriod } from './trace-timeline.ts';

const firstSwissMinor = 24;

/** Findings of a trace, the most severe first. */
export function judgeTrace(account: TraceAccount, language: Language): Finding[] {
  const { formatMinor, elapsedMs, sites } = account;
  // What remedies say must be right for the oldest Go that writes the format; 1.24 writes that of 1.23.
  const context = {
    goMinor: formatMinor,
    mapKind: formatMinor >= firstSwissMinor ? ('swiss' as const) : ('classic' as const),
  };
  const leaks = sites.flatMap(({ waiting, ...site }) =>
    waiting
      ? judgeTracedGoroutines(
          {
            ...context,
            elapsedMs,
            ...site,
            ...waiting,
            waitReason: waiting.reason,
            stands: waiting.place,
          },
          language,
        )
      : [],
  );
  return [...leaks, ...judgeCollections({ ...context, ...collectionsOf(account) }, language)].sort(
    (left, right) => rank(right) - rank(left) || right.bytes - left.bytes,
  );
}

function rank({ severity }: Finding): number {
  return (['high', 'medium', 'low'] as const).filter((each) => isAtLeast(severity, each)).length;
}

function collectionsOf(account: TraceAccount): Omit<CollectionEvidence, 'goMinor' | 'mapKind'> {
  const { elapsedMs, processorCount, collections, callers, judgedPeriods } = account;
  return {
    source: '',
    fromMs: 0,
    toMs: elapsedMs,
    processorCount: Math.max(1, processorCount),
    cycleCount: collections.count,
    periods: judgedPeriods
      .filter(({ cycleCount }) => cycleCount > 0)
      .map((period) => periodOf(period, elapsedMs, Math.max(1, processorCount))),
    easyGogc: collections.easyGogc,
    pressedGogc: collections.pressedGogc,
    hadRoom: collections.hadRoom,
    forcedCount: collections.forcedCount,
    forcedCpuMs: collections.forcedCpuMs,
    forcedPace: collections.forcedPace,
    freeOsMemoryCount: collections.freeOsMemoryCount,
    callers: callers.map(({ place, request, count }) => ({ ...place, request, count })),
  };
}

function periodOf(period: TracePeriod, elapsedMs: number, processorCount: number): CollectionPeriod {
  const {
    fromMs,
    toMs,
    cycleCount,
    pressedCount,
    collectingMs,
    lowestLiveBytes,
    precedingLiveBytes,
    goalBytes,
  } = period;
  return {
    fromMs,
    toMs,
    cycleCount,
    pressedCount,
    collectingMs,
    lowestLiveBytes,
    precedingLiveBytes,
    goalBytes: goalBytes > 0 ? goalBytes : period.highestHeapBytes,
    gcCpuMs: period.gcNs / 1e6,
    assistCpuMs: period.assistNs / 1e6,
    cpuMs: Math.max(0, Math.min(toMs, elapsedMs) - fromMs) * processorCount,
  };
}
