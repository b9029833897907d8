import { type DailyGrowth, dailyGrowth } from './daily-growth.ts';
import { driftOf } from './drift.ts';
import { envelopeOf } from './envelope.ts';
import type { GrowthOptions, GrowthReason, GrowthVerdict, LineGrowth } from './growth.ts';
import { stepAgainstRamp } from './ramp.ts';
import { type RecentGrowth, recentRules, RecentWatch, slotMs } from './recent-growth.ts';
import { checkedSeries, type LineSeries } from './series.ts';
import { deviationsOf, medianOf, twoSidedTail } from './statistics.ts';
import { type Trend, trendOf } from './trend.ts';
import { type TroughGrid, troughGrid } from './troughs.ts';

/** What a verdict on a window asks for. Shares are of the line's middle. */
export const windowRules = {
  pValueMax: 0.01,
  /** A rise over the window that is worth a word. */
  riseMin: 0.01,
  /** Steady: the interval's upper end adds less than this over the window. */
  steadyRise: 0.05,
  stepRatio: 1.3,
};
/** Steady against other days: the interval's upper end is below this share of the line an hour. */
const steadyRate = 0.01;
/** A step that leaves so much less than a ramp does is told as one. */
const clearStep = 0.5;
/** Growth is over where the line fell by so much of itself since. */
const undoneBy = 0.02;
const shapePoints = 24;
/** A window is cut at the last restart; before so many points nothing is said. */
const pointsMin = 5;

type Judged = Pick<
  LineGrowth,
  | 'verdict'
  | 'reason'
  | 'basis'
  | 'slopePerHour'
  | 'lowPerHour'
  | 'highPerHour'
  | 'pValue'
  | 'fromMs'
  | 'toMs'
  | 'beganMs'
>;

/** Whether a line grows: its troughs, since the last restart, against noise that is correlated and follows the day. */
export function judgeGrowth(given: LineSeries, options: GrowthOptions = {}): LineGrowth {
  const { series, diagnostics } = checkedSeries(given);
  const { name, unit, timesMs, values, highs = values } = series;
  const count = timesMs.length;
  let peakAt = 0;
  for (let i = 1; i < count; i++) if (highs[i] > highs[peakAt]) peakAt = i;
  const grid = troughGrid(series, slotMs);
  const isWindow = options.dailyCycle === 'ignored';
  const judged = isWindow ? judgeWindow(series, options.leastRise ?? 0) : judgeDays(series, grid);
  return {
    name,
    unit,
    ...judged,
    peak: count > 0 ? highs[peakAt] : 0,
    peakMs: count > 0 ? timesMs[peakAt] : 0,
    now: count > 0 ? values[count - 1] : 0,
    runs: isWindow ? runStartsIn(series).length + 1 : (grid.runs.at(-1) ?? 0) + 1,
    points: count,
    shape: shapeOf(values),
    diagnostics,
  };
}

const nothing = { slopePerHour: null, lowPerHour: null, highPerHour: null, pValue: null };

function unknown(reason: GrowthReason, basis: Judged['basis'], fromMs: number, toMs: number): Judged {
  return { verdict: 'unknown', reason, basis, ...nothing, fromMs, toMs, beganMs: null };
}

function judgeWindow(series: LineSeries, leastRise: number): Judged {
  const { timesMs, values } = series;
  const count = timesMs.length;
  const lastStart = runStartsIn(series).at(-1) ?? -Infinity;
  const found = timesMs.findIndex((time) => time >= lastStart);
  const first = found < 0 ? count : found;
  const [fromMs, toMs] = [timesMs[first] ?? timesMs[count - 1] ?? 0, timesMs[count - 1] ?? 0];
  if (count - first < pointsMin)
    return unknown(first > 0 ? 'young-run' : 'few-points', 'window', fromMs, toMs);
  const envelope = envelopeOf(timesMs, values, first);
  const trend = surerTrend(envelope.hours, envelope.values);
  if (!trend) return unknown('few-points', 'window', fromMs, toMs);
  const hours = (toMs - fromMs) / 3_600_000;
  const middle = Math.max(1, medianOf([...envelope.values]));
  const isSmall = trend.slopePerHour > 0 && trend.slopePerHour * hours < leastRise;
  const [verdict, reason] = isSmall
    ? (['steady', 'too-little-to-matter'] as const)
    : windowVerdict(trend, envelope.values, hours, middle);
  const { slopePerHour, lowPerHour, highPerHour, pValue } = trend;
  const beganMs = verdict === 'growing' ? fromMs : null;
  return {
    verdict,
    reason,
    basis: 'window',
    slopePerHour,
    lowPerHour,
    highPerHour,
    pValue,
    fromMs,
    toMs,
    beganMs,
  };
}

type Slope = Pick<Trend, 'slopePerHour' | 'lowPerHour' | 'highPerHour' | 'pValue'>;

/** By ranks, or as a drift where that is surer; who asks twice is wrong twice as often. */
function surerTrend(hours: readonly number[], values: readonly number[]): Slope | undefined {
  const trend = trendOf(hours, values);
  const drift = driftOf(hours, values);
  return trend && drift && 2 * drift.pValue < trend.pValue ? { ...drift, pValue: 2 * drift.pValue } : trend;
}

function windowVerdict(
  trend: Slope,
  values: readonly number[],
  hours: number,
  middle: number,
): [GrowthVerdict, GrowthReason] {
  const { riseMin, steadyRise, stepRatio, pValueMax } = windowRules;
  const shareOf = (perHour: number): number => (perHour * hours) / middle;
  if (trend.pValue < pValueMax && shareOf(trend.slopePerHour) > riseMin)
    return stepAgainstRamp(values) > stepRatio ? ['growing', 'rises-with-time'] : ['unknown', 'one-step'];
  if (trend.highPerHour < 0) return ['steady', 'falls'];
  if (shareOf(trend.highPerHour) < steadyRise) return ['steady', 'too-little-to-matter'];
  return ['unknown', stepAgainstRamp(values) < clearStep ? 'one-step' : 'noise'];
}

function runStartsIn({ timesMs, startsMs = [] }: LineSeries): number[] {
  // A start before the first point begins no other run than the one that the series shows.
  return startsMs.filter((start) => start > timesMs[0]).toSorted((a, b) => a - b);
}

function judgeDays(series: LineSeries, grid: TroughGrid): Judged {
  // The last slot is not over: its lowest is yet to come.
  const last = grid.lows.length - 2;
  const toMs = grid.startMs + (last + 1) * slotMs;
  if (last < recentRules.slotsMin)
    return unknown('few-points', 'other-days', series.timesMs[0] ?? 0, series.timesMs.at(-1) ?? 0);
  const watch = new RecentWatch(grid);
  const begun = growthThatLasts(watch, grid, last);
  const at = begun ?? last;
  const recent = watch.at(at);
  const daily = dailyGrowth(grid, last);
  if (daily?.isGrowing && begun === undefined) return wholeDays(daily, grid, last, toMs);
  const atMs = grid.startMs + (at + 1) * slotMs;
  const fromMs = atMs - recentRules.slots * slotMs;
  if (typeof recent === 'string')
    return unknown(recent === 'young' ? 'young-run' : recent, 'other-days', fromMs, toMs);
  const beganMs = begun === undefined ? null : grid.startMs + beginningOf(watch, begun) * slotMs;
  return { ...otherDays(recent, levelAt(grid, at), atMs), toMs, beganMs };
}

/**
 * The slot of the present run at which growth was seen last, unless the line came down again since: a leak of yesterday has
 * made today's usual of itself.
 */
function growthThatLasts(watch: RecentWatch, grid: TroughGrid, last: number): number | undefined {
  const now = watch.levelAt(last);
  for (let at = last; at >= Math.max(0, grid.runStarts[last]); at -= 2) {
    const then = watch.at(at);
    if (typeof then !== 'string' && then.isGrowing)
      return now < watch.levelAt(at) - undoneBy ? undefined : at;
  }
  return undefined;
}

/** The slot in which the growth began that was seen at `at` and at each look before it. */
function beginningOf(watch: RecentWatch, at: number): number {
  let began = at + 1;
  for (let slot = at; slot >= 0; slot--) {
    const then = watch.at(slot);
    if (typeof then === 'string' || !then.isGrowing) break;
    began = Math.min(began, slot + 1 - then.rampSlots);
  }
  return began;
}

function otherDays(recent: RecentGrowth, level: number, toMs: number): Omit<Judged, 'beganMs'> {
  const { excess, deviation, slots, isGrowing, isStep } = recent;
  const half = deviationsOf(0.05) * deviation;
  const [verdict, reason]: [GrowthVerdict, GrowthReason] = isGrowing
    ? ['growing', 'rises-beyond-other-days']
    : isStep
      ? ['unknown', 'one-step']
      : excess + half < 0
        ? ['steady', 'falls']
        : excess + half < steadyRate
          ? ['steady', 'too-little-to-matter']
          : ['unknown', 'noise'];
  return {
    verdict,
    reason,
    basis: 'other-days',
    slopePerHour: excess * level,
    lowPerHour: (excess - half) * level,
    highPerHour: (excess + half) * level,
    pValue: twoSidedTail(excess / deviation),
    fromMs: toMs - slots * slotMs,
    toMs,
  };
}

function wholeDays(
  { rate, low, high, pValue, days }: DailyGrowth,
  grid: TroughGrid,
  last: number,
  toMs: number,
): Judged {
  const level = levelAt(grid, last);
  const fromMs = toMs - days * 86_400_000;
  return {
    verdict: 'growing',
    reason: 'rises-from-day-to-day',
    basis: 'whole-days',
    slopePerHour: rate * level,
    lowPerHour: low * level,
    highPerHour: high * level,
    pValue,
    fromMs,
    toMs,
    beganMs: fromMs,
  };
}

/** Of the troughs of the last hours: what shares are turned into bytes by. */
function levelAt({ lows }: TroughGrid, last: number): number {
  const near = [...lows.subarray(Math.max(0, last + 1 - recentRules.slots), last + 1)];
  return medianOf(near.filter((low) => !Number.isNaN(low)));
}

/** The lowest of each of so many stretches of equal length. */
function shapeOf(values: readonly number[]): number[] {
  const cells = Math.min(shapePoints, values.length);
  return Array.from({ length: cells }, (_, cell) => {
    const from = Math.floor((cell * values.length) / cells);
    const to = Math.floor(((cell + 1) * values.length) / cells);
    let low = values[from];
    for (let i = from + 1; i < to; i++) low = Math.min(low, values[i]);
    return low;
  });
}
