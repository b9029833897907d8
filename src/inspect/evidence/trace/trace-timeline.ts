/** A stretch of a trace. Heap sizes are NaN where the trace says none in it. */
export interface TracePeriod {
  /** Since the trace began; the end is exclusive. */
  readonly fromMs: number;
  readonly toMs: number;
  lowestHeapBytes: number;
  highestHeapBytes: number;
  /** The last one in it; a goal of 0 is of a collector that is off. */
  goalBytes: number;
  /** What the last collection in it left, before anything new was allocated. */
  liveBytes: number;
  lowestLiveBytes: number;
  /** What the collection before the last one in it had left: the goal was made for that. */
  precedingLiveBytes: number;
  cycleCount: number;
  /** Of these, collections whose goal stood at most a quarter above what the one before had found alive. */
  pressedCount: number;
  /** Time that the collections took which ended in it. */
  collectingMs: number;
  /** At its end. */
  goroutineCount: number;
  runNs: number;
  assistNs: number;
  /** Workers of the collector, idle ones left out, and assists. */
  gcNs: number;
}

const mostPeriods = 240;
const shortestPeriodMs = 1;

/** A trace of any length in at most 240 periods, which get longer as it goes on. */
export class TraceTimeline {
  #periodMs = shortestPeriodMs;
  #periods: (TracePeriod | undefined)[] = [];

  /** The period of that moment; what was before the beginning is in the first. */
  at(atMs: number): TracePeriod {
    let index = this.#indexOf(atMs);
    while (index >= mostPeriods) {
      this.#halve();
      index = this.#indexOf(atMs);
    }
    return (this.#periods[index] ??= emptyPeriod(index * this.#periodMs, this.#periodMs));
  }

  /** At most `count` periods of one length, of which the trace says something. */
  list(count: number = mostPeriods): TracePeriod[] {
    const joined = Math.max(1, Math.ceil(this.#periods.length / count));
    const periods: TracePeriod[] = [];
    for (let first = 0; first < this.#periods.length; first += joined) {
      const parts = this.#periods.slice(first, first + joined).filter((part) => part !== undefined);
      if (parts.length === 0) continue;
      const whole = emptyPeriod(first * this.#periodMs, joined * this.#periodMs);
      for (const part of parts) add(whole, part);
      periods.push(whole);
    }
    return periods;
  }

  #indexOf(atMs: number): number {
    return Math.max(0, Math.floor(atMs / this.#periodMs));
  }

  #halve(): void {
    const old = this.#periods;
    this.#periodMs *= 2;
    this.#periods = [];
    for (const [index, period] of old.entries()) {
      if (!period) continue;
      const half = index >> 1;
      add((this.#periods[half] ??= emptyPeriod(half * this.#periodMs, this.#periodMs)), period);
    }
  }
}

function emptyPeriod(fromMs: number, lengthMs: number): TracePeriod {
  return {
    fromMs,
    toMs: fromMs + lengthMs,
    lowestHeapBytes: Number.NaN,
    highestHeapBytes: Number.NaN,
    goalBytes: Number.NaN,
    liveBytes: Number.NaN,
    lowestLiveBytes: Number.NaN,
    precedingLiveBytes: Number.NaN,
    cycleCount: 0,
    pressedCount: 0,
    collectingMs: 0,
    goroutineCount: Number.NaN,
    runNs: 0,
    assistNs: 0,
    gcNs: 0,
  };
}

/** Adds a period to one that it follows. */
function add(into: TracePeriod, period: TracePeriod): void {
  into.lowestHeapBytes = lower(into.lowestHeapBytes, period.lowestHeapBytes);
  into.highestHeapBytes = -lower(-into.highestHeapBytes, -period.highestHeapBytes);
  into.lowestLiveBytes = lower(into.lowestLiveBytes, period.lowestLiveBytes);
  into.goalBytes = later(into.goalBytes, period.goalBytes);
  into.liveBytes = later(into.liveBytes, period.liveBytes);
  into.precedingLiveBytes = later(into.precedingLiveBytes, period.precedingLiveBytes);
  into.goroutineCount = later(into.goroutineCount, period.goroutineCount);
  into.cycleCount += period.cycleCount;
  into.pressedCount += period.pressedCount;
  into.collectingMs += period.collectingMs;
  into.runNs += period.runNs;
  into.assistNs += period.assistNs;
  into.gcNs += period.gcNs;
}

/** The lower one of those that are known. */
export function lower(one: number, other: number): number {
  return !(one <= other) && !Number.isNaN(other) ? other : one;
}

function later(before: number, after: number): number {
  return Number.isNaN(after) ? before : after;
}
