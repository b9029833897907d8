import type { GcTraceLine, LogPlace, ScavTraceLine } from '../../../formats/index.ts';
import { pressedRatio, roomShare } from '../heap-room.ts';
import { type GcPeriod, GcTimeline } from './gc-timeline.ts';
import { ThinnedValues } from './thinned-values.ts';

/** What the log has of one life of one process. Bytes of collections are multiples of a MiB. */
export interface GcRunAccount {
  /** As the log names container or unit; '' where it does not. */
  readonly source: string;
  /** Lines of the log, from 1. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Milliseconds since 1970 where lines have a time, else null. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  readonly cycleCount: number;
  readonly firstCycle: number;
  readonly lastCycle: number;
  /** Numbers between the first and the last that the log lacks. */
  readonly missingCount: number;
  /** Since the program started, of the first and the last collection. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly processorCount: number;
  /** At most: see `GcTraceLine.isForced`. */
  readonly forcedCount: number;
  /** CPU time of those, idle marking left out. */
  readonly forcedCpuMs: number;
  /** Median time between two of them, and the share of such times that lie within a tenth of it; null below three. */
  readonly forcedPace: { readonly intervalMs: number; readonly regularShare: number } | null;
  readonly leakCheckCount: number;
  /** Median time from one collection to the next; null of one alone. */
  readonly intervalMs: number | null;
  readonly liveBytes: {
    readonly first: number;
    readonly last: number;
    readonly lowest: number;
    readonly highest: number;
  };
  /** The lowest of the first and of the last quarter of the run; null where a quarter has no collection. */
  readonly troughBytes: { readonly firstQuarter: number | null; readonly lastQuarter: number | null };
  /** The largest heap at the end of a collection. */
  readonly peakBytes: number;
  readonly goalBytes: { readonly last: number; readonly highest: number };
  /**
   * What GOGC must be for the goals that followed what was alive, median; null below 16 MiB. The goal is live heap plus
   * GOGC percent of live heap, stacks and package variables (Go 1.18+; before of live heap): runtime/mgcpacer.go.
   * Of goals with room, and of those that stood at most a quarter above what was alive.
   */
  readonly easyGogc: number | null;
  readonly pressedGogc: number | null;
  /** Some goal, of whatever size, stood so far above what was alive that a GOGC cannot be what presses others. */
  readonly hadRoom: boolean;
  /** Of all CPU time between the first and the last collection; null of one alone. */
  readonly gcShare: number | null;
  readonly assistShare: number | null;
  /** As the last line has it: since the program started. */
  readonly uptimeGcPercent: number;
  /** The world stood, of the collections that the log has. */
  readonly stoppedMs: number;
  readonly longestStopMs: number;
  /** Null where there are no lines of scavtrace. */
  readonly scavenger: {
    readonly backgroundBytes: number;
    readonly eagerBytes: number;
    readonly releasedBytes: number | null;
    readonly forcedCount: number;
  } | null;
  readonly periods: readonly GcPeriod[];
}

const mebibyte = 2 ** 20;
/** Below it the cut of a MiB makes ratios meaningless. */
const leastRatioBytes = 16 * mebibyte;
/** runtime/mgcpacer.go, defaultHeapMinimum, with GOGC=100. */
const leastHeapBytes = 4 * mebibyte;
/** So near to the median an interval of a ticker comes, the wait for a collection that runs included. */
const regularity = 0.1;

/** Sums lines of one process. */
export class GcRun {
  readonly #first: GcTraceLine;
  readonly #firstPlace: LogPlace;
  readonly #timeline = new GcTimeline();
  readonly #intervals = new ThinnedValues();
  readonly #easyGogc = new ThinnedValues();
  readonly #pressedGogc = new ThinnedValues();
  readonly #forcedIntervals = new ThinnedValues();
  #last: GcTraceLine | undefined;
  #lastPlace: LogPlace;
  #cycleCount = 0;
  #missingCount = 0;
  #forcedCount = 0;
  #forcedCpuMs = 0;
  #lastForcedMs: number | undefined;
  #hadRoom = false;
  #leakCheckCount = 0;
  #lowest = Infinity;
  #highest = 0;
  #peak = 0;
  #goalHighest = 0;
  #gcCpuMs = 0;
  #assistCpuMs = 0;
  #cpuMs = 0;
  #stoppedMs = 0;
  #longestStopMs = 0;
  #scavenger: {
    backgroundBytes: number;
    eagerBytes: number;
    releasedBytes: number | null;
    forcedCount: number;
  } | null = null;

  constructor(first: GcTraceLine, place: LogPlace) {
    this.#first = first;
    this.#firstPlace = place;
    this.#lastPlace = place;
    this.add(first, place);
  }

  /** True where the line cannot be of the same process: its number or its time goes back. */
  isOver(line: GcTraceLine): boolean {
    const last = this.#last ?? this.#first;
    return line.number <= last.number || line.atMs < last.atMs;
  }

  /** The same line once more, as of collectors that send twice. */
  isRepeat(line: GcTraceLine): boolean {
    const last = this.#last ?? this.#first;
    return line.number === last.number && line.atMs === last.atMs && line.endBytes === last.endBytes;
  }

  add(line: GcTraceLine, place: LogPlace): void {
    const last = this.#last;
    if (last) {
      this.#between(last, line);
      this.#missingCount += line.number - last.number - 1;
    }
    this.#timeline.add(line, last !== undefined && isPressed(last, line), (last ?? line).liveBytes);
    this.#cycleCount++;
    if (line.isLeakCheck) this.#leakCheckCount++;
    else if (line.isForced) this.#force(line);
    this.#lowest = Math.min(this.#lowest, line.liveBytes);
    this.#highest = Math.max(this.#highest, line.liveBytes);
    this.#peak = Math.max(this.#peak, line.endBytes);
    this.#goalHighest = Math.max(this.#goalHighest, line.goalBytes);
    const { sweepTerminationMs, markTerminationMs } = line;
    this.#stoppedMs += sweepTerminationMs + markTerminationMs;
    this.#longestStopMs = Math.max(this.#longestStopMs, sweepTerminationMs, markTerminationMs);
    this.#last = line;
    this.#lastPlace = place;
  }

  scavenge(line: ScavTraceLine): void {
    this.#scavenger ??= { backgroundBytes: 0, eagerBytes: 0, releasedBytes: null, forcedCount: 0 };
    this.#scavenger.backgroundBytes += line.backgroundBytes ?? 0;
    this.#scavenger.eagerBytes += line.eagerBytes ?? 0;
    this.#scavenger.releasedBytes = line.releasedBytes ?? this.#scavenger.releasedBytes;
    if (line.isForced) this.#scavenger.forcedCount++;
  }

  account(): GcRunAccount {
    const first = this.#first;
    const last = this.#last ?? first;
    const periods = this.#timeline.list();
    const spent = (cpuMs: number): number | null =>
      this.#cpuMs > 0 ? Math.min(1, cpuMs / this.#cpuMs) : null;
    return {
      source: this.#firstPlace.source,
      firstLine: this.#firstPlace.lineNumber,
      lastLine: this.#lastPlace.lineNumber,
      firstAtMs: this.#firstPlace.atMs ?? null,
      lastAtMs: this.#lastPlace.atMs ?? null,
      cycleCount: this.#cycleCount,
      firstCycle: first.number,
      lastCycle: last.number,
      missingCount: this.#missingCount,
      fromMs: first.atMs,
      toMs: last.atMs,
      processorCount: last.processorCount,
      forcedCount: this.#forcedCount,
      forcedCpuMs: this.#forcedCpuMs,
      forcedPace: this.#forcedPace(),
      leakCheckCount: this.#leakCheckCount,
      intervalMs: this.#intervals.median(),
      liveBytes: {
        first: first.liveBytes,
        last: last.liveBytes,
        lowest: this.#lowest,
        highest: this.#highest,
      },
      troughBytes: quarters(periods, first.atMs, last.atMs),
      peakBytes: this.#peak,
      goalBytes: { last: last.goalBytes, highest: this.#goalHighest },
      easyGogc: this.#easyGogc.median(),
      pressedGogc: this.#pressedGogc.median(),
      hadRoom: this.#hadRoom,
      gcShare: spent(this.#gcCpuMs),
      assistShare: spent(this.#assistCpuMs),
      uptimeGcPercent: last.gcPercent,
      stoppedMs: this.#stoppedMs,
      longestStopMs: this.#longestStopMs,
      scavenger: this.#scavenger,
      periods,
    };
  }

  #force(line: GcTraceLine): void {
    this.#forcedCount++;
    this.#forcedCpuMs += gcCpuMs(line);
    if (this.#lastForcedMs !== undefined) this.#forcedIntervals.add(line.atMs - this.#lastForcedMs);
    this.#lastForcedMs = line.atMs;
  }

  #forcedPace(): GcRunAccount['forcedPace'] {
    const intervalMs = this.#forcedIntervals.median();
    if (intervalMs === null || this.#forcedCount < 3) return null;
    return { intervalMs, regularShare: this.#forcedIntervals.shareNear(intervalMs, regularity) };
  }

  /** What happened from the beginning of one collection to that of the next. */
  #between(last: GcTraceLine, line: GcTraceLine): void {
    // What the lines between cost is not known: neither their work nor their time counts.
    if (line.number !== last.number + 1) return;
    const elapsedMs = line.atMs - last.atMs;
    this.#intervals.add(elapsedMs);
    const period = this.#timeline.at(last.atMs);
    const cpuMs = elapsedMs * last.processorCount;
    const spentMs = gcCpuMs(last);
    period.gcCpuMs += spentMs;
    period.assistCpuMs += last.assistCpuMs;
    period.collectingMs += last.sweepTerminationMs + last.markMs + last.markTerminationMs;
    period.cpuMs += cpuMs;
    this.#gcCpuMs += spentMs;
    this.#assistCpuMs += last.assistCpuMs;
    this.#cpuMs += cpuMs;
    if (hasRoom(last, line)) this.#hadRoom = true;
    if (last.liveBytes < leastRatioBytes) return;
    const scanned = last.liveBytes + (last.stackBytes ?? 0) + (last.globalBytes ?? 0);
    const gogc = Math.max(0, Math.round((100 * (line.goalBytes - last.liveBytes)) / scanned));
    (isPressed(last, line) ? this.#pressedGogc : this.#easyGogc).add(gogc);
  }
}

/** As the runtime sums for the percent of the line (runtime/mgc.go, gc_cpu_fraction): idle marking costs nobody. */
function gcCpuMs(line: GcTraceLine): number {
  const { sweepTerminationCpuMs, assistCpuMs, backgroundCpuMs, markTerminationCpuMs } = line;
  return sweepTerminationCpuMs + assistCpuMs + backgroundCpuMs + markTerminationCpuMs;
}

/** Whatever the cut of a MiB hides, the goal was at least three tenths above, which no GOGC makes that puts others close; of the least heap, which GOGC makes, nothing is said. */
function hasRoom({ liveBytes, stackBytes, globalBytes }: GcTraceLine, { goalBytes }: GcTraceLine): boolean {
  const liveMost = liveBytes + mebibyte;
  const scannedMost = liveMost + (stackBytes ?? 0) + (globalBytes ?? 0) + 2 * mebibyte;
  return goalBytes > leastHeapBytes && goalBytes - liveMost >= scannedMost * roomShare;
}

function isPressed(last: GcTraceLine, line: GcTraceLine): boolean {
  return last.liveBytes >= leastRatioBytes && line.goalBytes <= last.liveBytes * pressedRatio;
}

function quarters(
  periods: readonly GcPeriod[],
  fromMs: number,
  toMs: number,
): { firstQuarter: number | null; lastQuarter: number | null } {
  const quarterMs = (toMs - fromMs) / 4;
  const lowest = (chosen: readonly GcPeriod[]): number | null =>
    chosen.length === 0 ? null : Math.min(...chosen.map(({ lowestLiveBytes }) => lowestLiveBytes));
  return {
    firstQuarter: lowest(periods.filter((period) => period.toMs <= fromMs + quarterMs)),
    lastQuarter: lowest(periods.filter((period) => period.fromMs >= toMs - quarterMs)),
  };
}
