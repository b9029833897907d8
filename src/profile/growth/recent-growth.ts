import { stepAgainstRamp } from './ramp.ts';
import { meanOf, medianOf, quantileOf } from './statistics.ts';
import type { TroughGrid } from './troughs.ts';

/** What a look at the last hours against the same hours of the days before comes to. Rates are shares of the line an hour. */
export interface RecentGrowth {
  /** By how much more the line rose an hour than on the days before. */
  readonly excess: number;
  /** Standard deviation of `excess` where nothing grows, as this series itself shows. */
  readonly deviation: number;
  readonly slots: number;
  readonly isGrowing: boolean;
  /** It rose, but in one step. */
  readonly isStep: boolean;
}

/** Slots are half hours: several collections of most services, and twelve in the window that a leak must show in. */
export const slotMs = 30 * 60_000;
const slotsADay = 48;
const slotsAnHour = 3_600_000 / slotMs;

export const recentRules = {
  /** The window that is asked for a rise, and the least of it where a run is younger. */
  slots: 12,
  slotsMin: 8,
  /** What lies before the window, as far as the run does: the level that it rose from. */
  slotsBefore: 24,
  /** What a fresh process takes until its caches and pools are full. */
  warmUpSlots: 3,
  daysBack: 14,
  daysMin: 2,
  /** Past windows that show how far the excess strays by itself. */
  pastMin: 24,
  deviationsMin: 5,
  /** Growth below this share of the line an hour is not told by hours, but by days. */
  rateMin: 0.003,
  /** No series is steadier than this, in shares of the line an hour. */
  deviationMin: 0.0002,
  /** A step explains the window better than a ramp unless it leaves this many times as much unexplained. */
  stepRatio: 1.3,
};

/** Looks at one series again and again, each time knowing only what was there by then. */
export class RecentWatch {
  readonly #grid: TroughGrid;
  readonly #logs: Float64Array;
  /** By window length, then by last slot: rises, and excesses over the days before. */
  readonly #rises = new Map<number, Float64Array>();
  readonly #excesses = new Map<number, Float64Array>();
  readonly #weights = new Map<number, Float64Array>();

  constructor(grid: TroughGrid) {
    this.#grid = grid;
    this.#logs = filled(grid.lows.map((low) => Math.log(Math.max(1, low))));
  }

  /** The judgement when `last` was the last whole slot; a text says why there is none. */
  at(last: number): RecentGrowth | 'young' | 'few-days' | 'gaps' {
    const rules = recentRules;
    const age = last + 1 - this.#firstSettled(last);
    const slots = Math.min(rules.slots + rules.slotsBefore, age);
    if (slots < rules.slotsMin) return 'young';
    if (Number.isNaN(this.#rise(last, slots))) return 'gaps';
    const excess = this.#excess(last, slots);
    if (Number.isNaN(excess)) return 'few-days';
    const past: number[] = [];
    const from = Math.max(0, last - rules.daysBack * slotsADay);
    for (let end = last - 2 * rules.slots; end >= from; end -= 2) {
      const before = this.#excess(end, slots);
      if (!Number.isNaN(before)) past.push(before);
    }
    if (past.length < rules.pastMin) return 'few-days';
    const middle = medianOf(past);
    const sizes = past.map((each) => Math.abs(each - middle));
    const deviation = Math.max(rules.deviationMin, 1.4826 * medianOf(sizes), quantileOf(sizes, 0.95) / 1.96);
    const rises = excess - middle > rules.deviationsMin * deviation && excess > rules.rateMin;
    const isGrowing = rises && this.#isRamp(last, Math.min(slots, rules.slots));
    return { excess, deviation, slots, isGrowing, isStep: rises && !isGrowing };
  }

  /** The first slot of the run that holds `last` in which its process was warm. */
  #firstSettled(last: number): number {
    const start = this.#grid.runStarts[last];
    return start < 0 ? 0 : start + recentRules.warmUpSlots;
  }

  /** Of the line's logarithm, an hour; NaN where the window has gaps or another run in it. */
  #rise(last: number, slots: number): number {
    return memo(this.#rises, this.#logs.length, slots, last, () => {
      const first = last - slots + 1;
      if (first < 0 || first < this.#firstSettled(last)) return Number.NaN;
      let weights = this.#weights.get(slots);
      if (!weights)
        this.#weights.set(slots, (weights = bendWeights(Math.max(0, slots - recentRules.slots), slots)));
      let rise = 0;
      for (let i = 0; i < slots; i++) rise += weights[i] * this.#logs[first + i];
      return rise * slotsAnHour;
    });
  }

  #excess(last: number, slots: number): number {
    return memo(this.#excesses, this.#logs.length, slots, last, () => {
      const rise = this.#rise(last, slots);
      if (Number.isNaN(rise)) return Number.NaN;
      const usual: number[] = [];
      for (let day = 1; day <= recentRules.daysBack && last >= day * slotsADay; day++) {
        const before = this.#rise(last - day * slotsADay, slots);
        if (!Number.isNaN(before)) usual.push(before);
      }
      return usual.length < recentRules.daysMin ? Number.NaN : rise - medianOf(usual);
    });
  }

  /** Whether what the window has beyond the days before is better told by a steady rise than by one step. */
  #isRamp(last: number, slots: number): boolean {
    return stepAgainstRamp(this.#beyondUsual(last, slots)) > recentRules.stepRatio;
  }

  /** The window less the middle of the same hours of the days before, each day around its own mean. */
  #beyondUsual(last: number, slots: number): number[] {
    const window = (end: number): number[] => {
      const own = [...this.#logs.subarray(end - slots + 1, end + 1)];
      const level = meanOf(own);
      return own.map((each) => each - level);
    };
    const days: number[][] = [];
    for (let day = 1; day <= recentRules.daysBack && last >= day * slotsADay; day++)
      if (!Number.isNaN(this.#rise(last - day * slotsADay, slots))) days.push(window(last - day * slotsADay));
    return window(last).map((now, slot) => now - medianOf(days.map((day) => day[slot])));
  }
}

/** Weights whose sum of products with a window is the slope, a slot, of what is level for `before` slots and then rises. */
function bendWeights(before: number, slots: number): Float64Array {
  const bend = Float64Array.from({ length: slots }, (_, i) => Math.max(0, i - before + (before > 0 ? 1 : 0)));
  const mean = bend.reduce((sum, each) => sum + each, 0) / slots;
  const square = bend.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return bend.map((each) => (each - mean) / square);
}

/** Gaps of up to two slots get what lies beside them. */
function filled(logs: Float64Array): Float64Array {
  return logs.map((log, i) => {
    if (!Number.isNaN(log)) return log;
    const around = [logs[i - 1], logs[i + 1]].filter((each) => each !== undefined && !Number.isNaN(each));
    return around.length > 0 ? meanOf(around) : Number.NaN;
  });
}

function memo(
  by: Map<number, Float64Array>,
  length: number,
  slots: number,
  last: number,
  compute: () => number,
): number {
  let values = by.get(slots);
  // Infinity: not computed yet.
  if (!values) by.set(slots, (values = new Float64Array(length).fill(Infinity)));
  if (values[last] === Infinity) values[last] = compute();
  return values[last];
}
