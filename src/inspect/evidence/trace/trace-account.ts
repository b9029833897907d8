import type { Diagnostic } from '../../../base/index.ts';
import type { CollectionRequests } from './collections.ts';
import { accountGoroutines, type SiteAccount } from './goroutine-account.ts';
import type { MapTypeHistory } from './map-memory.ts';
import type { TracePeriod } from './trace-timeline.ts';
import type { TraceSurvey } from './trace-survey.ts';
import type { WorldStops } from './world-stops.ts';

/** What an execution trace says of a program's memory. Times are since the trace began. */
export interface TraceAccount {
  readonly source: string;
  readonly bytesRead: number;
  /** 23 for `go 1.23 trace`: the format, which Go 1.24 writes, too. */
  readonly formatMinor: number;
  readonly generationCount: number;
  /** Above 1 the beginning of the program's trace is missing, as in what a flight recorder kept. */
  readonly firstGeneration: number;
  readonly eventCount: number;
  readonly cpuSampleCount: number;
  readonly elapsedMs: number;
  /** Milliseconds since 1970; null before Go 1.25. */
  readonly beganAtMs: number | null;
  /** The last GOMAXPROCS; 0 where the trace does not say. */
  readonly processorCount: number;
  readonly sites: readonly SiteAccount[];
  readonly goroutines: {
    readonly earlier: number;
    readonly created: number;
    readonly ended: number;
    readonly living: number;
  };
  /** Of all goroutines and workers. */
  readonly cpu: {
    readonly runMs: number;
    readonly assistMs: number;
    /** Workers of the collector, idle marking left out. */
    readonly markMs: number;
    readonly idleMarkMs: number;
  };
  /** Up to 240 periods of one length. */
  readonly periods: readonly TracePeriod[];
  /** The same in at most 16. */
  readonly coarsePeriods: readonly TracePeriod[];
  readonly collections: {
    readonly count: number;
    readonly forcedCount: number;
    readonly freeOsMemoryCount: number;
    readonly totalMs: number;
    readonly longestMs: number;
    /** Workers and assists while such a collection ran. */
    readonly forcedCpuMs: number;
    /** Median time between two of them, and the share of such times that lie within a tenth of it; null below three. */
    readonly forcedPace: { readonly intervalMs: number; readonly regularShare: number } | null;
    /** What GOGC the goals amounted to, median, with room and without (at most a quarter above what was alive); null where not known. */
    readonly easyGogc: number | null;
    readonly pressedGogc: number | null;
    /** Some goal stood so far above what was alive that a GOGC cannot be what presses others. */
    readonly hadRoom: boolean;
  };
  /** Periods of a second or more: what is judged must last. */
  readonly judgedPeriods: readonly TracePeriod[];
  readonly callers: readonly CollectionRequests[];
  readonly stops: readonly WorldStops[];
  readonly stopCount: number;
  readonly stoppedMs: number;
  /** Undefined where allocations were not traced. */
  readonly maps: readonly MapTypeHistory[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const coarsePeriods = 16;
const judgedPeriodMs = 1000;

/** Sums up what a survey has seen; it has ended. */
export function accountOfTrace(
  survey: TraceSurvey,
  evidence: Pick<TraceAccount, 'source' | 'bytesRead' | 'formatMinor' | 'diagnostics'>,
): TraceAccount {
  const { cpu, collections, stops, maps, timeline } = survey;
  const sites = accountGoroutines(survey);
  const sum = (of: (site: SiteAccount) => number): number =>
    sites.reduce((total, site) => total + of(site), 0);
  return {
    ...evidence,
    generationCount: survey.generationCount,
    firstGeneration: survey.firstGeneration,
    eventCount: survey.eventCount,
    cpuSampleCount: survey.cpuSampleCount,
    elapsedMs: survey.elapsedMs,
    beganAtMs: survey.beganAtMs ?? null,
    processorCount: survey.processorCount,
    sites,
    goroutines: {
      earlier: sum((site) => site.earlierCount),
      created: sum((site) => site.createdCount),
      ended: sum((site) => site.endedCount),
      living: sum((site) => site.livingCount),
    },
    cpu: {
      runMs: cpu.runNs / 1e6,
      assistMs: cpu.assistNs / 1e6,
      markMs: cpu.markNs / 1e6,
      idleMarkMs: cpu.idleMarkNs / 1e6,
    },
    periods: timeline.list(),
    coarsePeriods: timeline.list(coarsePeriods),
    collections: {
      count: collections.cycleCount,
      forcedCount: collections.forcedCount,
      freeOsMemoryCount: collections.freeOsMemoryCount,
      totalMs: collections.totalNs / 1e6,
      longestMs: collections.longestNs / 1e6,
      forcedCpuMs: survey.forcedGcNs / 1e6,
      forcedPace: collections.forcedPace(),
      easyGogc: survey.easyGogc.median(),
      pressedGogc: survey.pressedGogc.median(),
      hadRoom: survey.hadRoom,
    },
    judgedPeriods: timeline.list(Math.max(1, Math.floor(survey.elapsedMs / judgedPeriodMs))),
    callers: collections.callers(),
    stops: stops.list(),
    stopCount: stops.count,
    stoppedMs: stops.totalNs / 1e6,
    maps: maps.isTraced ? maps.list() : undefined,
  };
}
