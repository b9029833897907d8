import { DayWave, waveRules } from './day-wave.ts';
import { deviationsOf, medianOf, quantileOf } from './statistics.ts';
import type { TroughGrid } from './troughs.ts';
import { WindowModel } from './window-model.ts';

/** What a look at the last hours against the same hours of the days before comes to. Rates are shares of the line an hour. */
export interface RecentGrowth {
  /** By how much more the line rose an hour in the window than the days before let expect. */
  readonly excess: number;
  /** Standard deviation of `excess` where nothing grows, as this series itself shows. */
  readonly deviation: number;
  /** Of the window that was asked. */
  readonly slots: number;
  /** How many slots ago the rise began, as tells the window best. */
  readonly rampSlots: number;
  readonly isGrowing: boolean;
  /** It rose, but in one step. */
  readonly isStep: boolean;
}

/** Slots are half hours: several collections of most services, and twelve in the window that a leak must show in. */
export const slotMs: number = 30 * 60_000;
const slotsADay = 48;
const deviationsOfMad = 1.4826;
const slotsAnHour = 3_600_000 / slotMs;

type RecentRule =
  | 'slots'
  | 'slotsMin'
  | 'slotsBefore'
  | 'daysBack'
  | 'pastMin'
  | 'pastShare'
  | 'deviationsMin'
  | 'rateMin'
  | 'scatterMin'
  | 'stepCost'
  | 'rivalCost'
  | 'slopeSaves'
  | 'plainDeviations'
  | 'gainDeviation'
  | 'shiftSlots';

/** Frozen before the final run of bench/growth/simulate.ts, whose table is docs/growth.md. */
export const recentRules: Readonly<Record<RecentRule, number>> & { readonly rampSlots: readonly number[] } = {
  /** How many slots ago a leak may have begun: the one that tells the window best is taken. */
  rampSlots: [12, 10],
  /** The window that is asked for a rise, and the least of it where a run is younger. */
  slots: 12,
  slotsMin: 9,
  /** What lies before the window and tells how today differs from other days: as much as makes a whole day of both. */
  slotsBefore: 36,
  daysBack: 14,
  /** Past windows that show how far the excess strays by itself. */
  pastMin: 48,
  /** The share of past windows, around their middle, that tells the deviation: steps and restarts lie in the rest. */
  pastShare: 0.8,
  deviationsMin: 3.8,
  /** Growth below this share of the line an hour is not told by hours, but by days. */
  rateMin: 0.006,
  /** No series is steadier from slot to slot than this, in shares of the line. */
  scatterMin: 0.001,
  /** What a step costs, and what a slope must save, in units of the scatter's square. */
  stepCost: 14,
  rivalCost: 14,
  slopeSaves: 9,
  /** So many deviations the line must have risen without any step, too. */
  plainDeviations: 2,
  /** How much today's swing may differ from the usual, and by how many slots the day may be early or late. */
  gainDeviation: 0.05,
  shiftSlots: 0.15,
};

interface Excess {
  readonly excess: number;
  readonly error: number;
  /** Which of the ramps tells the window best. */
  readonly ramp: number;
}

/** Looks at one series again and again, each time knowing only what was there by then. */
export class RecentWatch {
  readonly #grid: TroughGrid;
  readonly #logs: Float64Array;
  readonly #wave: DayWave;
  readonly #excesses = new Map<number, Excess | undefined>();

  constructor(grid: TroughGrid) {
    this.#grid = grid;
    this.#logs = grid.lows.map((low) => Math.log(Math.max(1, low)));
    this.#wave = new DayWave(grid, this.#logs);
  }

  /**
   * The judgement when `last` was the last whole slot; a text says why there is none. What looks like growth for a moment, as
   * steps and bursts do until more is seen of them, is none: the slot before must have shown it as well.
   */
  at(last: number): RecentGrowth | 'young' | 'few-days' | 'gaps' {
    const now = this.#look(last);
    if (typeof now === 'string' || !now.isGrowing) return now;
    const before = this.#look(last - 1);
    const isConfirmed = typeof before !== 'string' && before.isGrowing;
    return { ...now, isGrowing: isConfirmed };
  }

  /** The logarithm of the line without the day's wave; NaN where that is not known. */
  levelAt(slot: number): number {
    return this.#logs[slot] - (this.#waveAt(this.#logs.length - 1)?.[slot % slotsADay] ?? Number.NaN);
  }

  #look(last: number): (RecentGrowth & Excess) | 'young' | 'few-days' | 'gaps' {
    const rules = recentRules;
    const slots = Math.min(rules.slots, last + 1 - this.#firstSettled(last));
    if (slots < rules.slotsMin) return 'young';
    const now = this.#excessAt(last);
    if (!now) return this.#waveAt(last) ? 'gaps' : 'few-days';
    const past: number[] = [];
    for (let end = last - rules.slots; end >= Math.max(0, last - rules.daysBack * slotsADay); end -= 2) {
      const before = this.#excessAt(end);
      if (before) past.push(before.excess / before.error);
    }
    if (past.length < rules.pastMin) return 'few-days';
    const middle = medianOf(past);
    const sizes = past.map((each) => Math.abs(each - middle));
    const inflation = Math.max(
      1,
      deviationsOfMad * medianOf(sizes),
      quantileOf(sizes, rules.pastShare) / deviationsOf(1 - rules.pastShare),
    );
    const deviation = inflation * now.error;
    const rises = now.excess > rules.deviationsMin * deviation && now.excess > rules.rateMin;
    const isStep = rises && !this.#slopePays(last, now.ramp, inflation);
    const rampSlots = rules.rampSlots[now.ramp];
    return { ...now, deviation, slots, rampSlots, isGrowing: rises && !isStep, isStep };
  }

  /** Whether the window is told better with a slope than by whatever steps. */
  #slopePays(last: number, slope: number, inflation: number): boolean {
    const window = this.#model(last);
    if (!window) return false;
    const { model, scatter, windowRow } = window;
    const { stepCost, rivalCost, slopeSaves } = recentRules;
    const wide = scatter * Math.sqrt(inflation);
    const sloping = model.fit(slope, rivalCost, wide);
    const level = model.fit(undefined, rivalCost, wide);
    // A rise that shows only once a fall within it is allowed for is that of noise.
    const plain = model.fit(slope, stepCost, scatter, windowRow);
    const isPlain = plain.slope > recentRules.plainDeviations * inflation * plain.error;
    return isPlain && sloping.slope > 0 && level.cost - sloping.cost > slopeSaves;
  }

  /** The first slot of the run that holds `last` in which its process was warm. */
  #firstSettled(last: number): number {
    const start = this.#grid.runStarts[last];
    return start < 0 ? 0 : start + waveRules.warmUpSlots;
  }

  /** Standard deviation of a slot around its level and wave, by the two days before. */
  #scatterAt(last: number): number {
    const wave = this.#waveAt(last);
    const strays: number[] = [];
    let before = Number.NaN;
    for (
      let slot = Math.max(0, last - 2 * slotsADay - recentRules.slots);
      slot <= last - recentRules.slots;
      slot++
    ) {
      const beyond =
        slot >= this.#firstSettled(slot) ? this.#logs[slot] - (wave?.[slot % slotsADay] ?? 0) : Number.NaN;
      const stray = Math.abs(beyond - before);
      before = beyond;
      if (!Number.isNaN(stray)) strays.push(stray);
    }
    return strays.length < 12 ? Number.NaN : (deviationsOfMad / Math.SQRT2) * medianOf(strays);
  }

  /** By what was before the window that ends with `last`. */
  #waveAt(last: number): Float64Array | undefined {
    return this.#wave.before(last + 1 - recentRules.slots);
  }

  #excessAt(last: number): Excess | undefined {
    if (this.#excesses.has(last)) return this.#excesses.get(last);
    const found = last + 1 - this.#firstSettled(last) < recentRules.slotsMin ? undefined : this.#fit(last);
    this.#excesses.set(last, found);
    return found;
  }

  #fit(last: number): Excess | undefined {
    const window = this.#model(last);
    if (!window) return undefined;
    const fits = recentRules.rampSlots.map((_, ramp) => window.model.fit(ramp, recentRules.stepCost));
    const ramp = fits.reduce((best, { cost }, i) => (cost < fits[best].cost ? i : best), 0);
    const { slope, error } = fits[ramp];
    return Number.isFinite(error)
      ? { excess: slope * slotsAnHour, error: error * slotsAnHour, ramp }
      : undefined;
  }

  /** The slope in the window beyond what days before let expect, with today's swing and delay allowed for. */
  #model(last: number): { model: WindowModel; scatter: number; windowRow: number } | undefined {
    const rules = recentRules;
    const first = Math.max(1, this.#firstSettled(last), last + 1 - rules.slots - rules.slotsBefore);
    const usual = this.#waveAt(last);
    if (!usual) return undefined;
    const rows: { y: number; wave: number; move: number; at: number }[] = [];
    for (let slot = first; slot <= last; slot++) {
      const wave = usual[slot % slotsADay];
      const y = this.#logs[slot];
      if (Number.isNaN(wave) || Number.isNaN(y)) continue;
      const move = wave - usual[(slot - 1) % slotsADay];
      rows.push({ y: y - wave, wave, move: Number.isNaN(move) ? 0 : move, at: slot - last });
    }
    const inWindow = rows.filter(({ at }) => at > -rules.slots).length;
    if (inWindow < rules.slotsMin) return undefined;
    const scatter = Math.max(rules.scatterMin, this.#scatterAt(last));
    if (Number.isNaN(scatter)) return undefined;
    const ramps = rules.rampSlots.map((slots) =>
      rows.map(({ at }) => Math.max(0, at + Math.min(rows.length - 1, slots))),
    );
    const held = [
      { column: rows.map((row) => row.wave), deviation: rules.gainDeviation },
      { column: rows.map((row) => row.move), deviation: rules.shiftSlots },
    ];
    const model = new WindowModel(
      rows.map(({ y }) => y),
      ramps,
      held,
      scatter,
    );
    return { model, scatter, windowRow: rows.length - inWindow };
  }
}
