import type { GcTraceLine } from '../../../formats/index.ts';

/** Collections of one stretch of a program's life. */
export interface GcPeriod {
  /** Since the program started; the end is exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  cycleCount: number;
  forcedCount: number;
  /** What collections found alive at least: the trough of the saw-tooth. */
  lowestLiveBytes: number;
  highestBytes: number;
  /** Of the last collection in it. */
  liveBytes: number;
  goalBytes: number;
  /** What the collection before that one had found alive: that goal is made of it. */
  precedingLiveBytes: number;
  /** CPU time of collections, idle marking left out, and of the assists in it … */
  gcCpuMs: number;
  assistCpuMs: number;
  /** Time in which a collection ran. */
  collectingMs: number;
  /** … of all CPU time that the processors had between the same collections and those after them. */
  cpuMs: number;
  /** Of these, the collections whose goal stood at most a quarter above what the one before them had found alive. */
  pressedCount: number;
}

const mostPeriods = 256;
const shortestPeriodMs = 1000;

/** A run of any length in at most `mostPeriods` periods, which get longer as it goes on. */
export class GcTimeline {
  #periodMs = shortestPeriodMs;
  #firstMs = -1;
  #periods = new Map<number, GcPeriod>();

  /** The period of that moment; empty where it is new. */
  at(atMs: number): GcPeriod {
    if (this.#firstMs < 0) this.#firstMs = atMs;
    let index = this.#indexOf(atMs);
    while (index >= mostPeriods) {
      this.#halve();
      index = this.#indexOf(atMs);
    }
    let period = this.#periods.get(index);
    if (!period) this.#periods.set(index, (period = this.#emptyPeriod(index)));
    return period;
  }

  add(line: GcTraceLine, isPressed: boolean, precedingLiveBytes: number): void {
    const period = this.at(line.atMs);
    period.cycleCount++;
    if (line.isForced) period.forcedCount++;
    if (isPressed) period.pressedCount++;
    period.lowestLiveBytes = Math.min(period.lowestLiveBytes, line.liveBytes);
    period.highestBytes = Math.max(period.highestBytes, line.endBytes);
    period.liveBytes = line.liveBytes;
    period.goalBytes = line.goalBytes;
    period.precedingLiveBytes = precedingLiveBytes;
  }

  /** In the order of time, without stretches that had no collection. */
  list(): GcPeriod[] {
    return [...this.#periods.values()].filter(({ cycleCount }) => cycleCount > 0);
  }

  #indexOf(atMs: number): number {
    return Math.floor((atMs - this.#firstMs) / this.#periodMs);
  }

  #emptyPeriod(index: number): GcPeriod {
    const fromMs = this.#firstMs + index * this.#periodMs;
    return {
      fromMs,
      toMs: fromMs + this.#periodMs,
      cycleCount: 0,
      forcedCount: 0,
      lowestLiveBytes: Infinity,
      highestBytes: 0,
      liveBytes: 0,
      goalBytes: 0,
      precedingLiveBytes: 0,
      gcCpuMs: 0,
      assistCpuMs: 0,
      collectingMs: 0,
      cpuMs: 0,
      pressedCount: 0,
    };
  }

  #halve(): void {
    const old = this.#periods;
    this.#periodMs *= 2;
    this.#periods = new Map();
    for (const [index, period] of old) {
      const half = Math.floor(index / 2);
      let into = this.#periods.get(half);
      if (!into) this.#periods.set(half, (into = this.#emptyPeriod(half)));
      into.cycleCount += period.cycleCount;
      into.forcedCount += period.forcedCount;
      into.lowestLiveBytes = Math.min(into.lowestLiveBytes, period.lowestLiveBytes);
      into.highestBytes = Math.max(into.highestBytes, period.highestBytes);
      // Also periods that an interval alone has touched are here: they have seen no heap.
      if (period.cycleCount > 0) {
        into.liveBytes = period.liveBytes;
        into.goalBytes = period.goalBytes;
        into.precedingLiveBytes = period.precedingLiveBytes;
      }
      into.gcCpuMs += period.gcCpuMs;
      into.assistCpuMs += period.assistCpuMs;
      into.collectingMs += period.collectingMs;
      into.cpuMs += period.cpuMs;
      into.pressedCount += period.pressedCount;
    }
  }
}
