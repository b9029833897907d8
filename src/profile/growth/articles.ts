import { judgeGrowth } from './judge-growth.ts';
import type { LineSeries } from './series.ts';
import { medianOf, quantileOf } from './statistics.ts';

/** Rules that articles give for leaks, by name. */
export type ArticleRule = 'growth-per-minute' | 'live-objects' | 'week-on-week' | 'goroutine-surge';

/** Their thresholds; a user may set each. */
export type ArticleSettings = Readonly<Record<ArticleRule, number>>;

/**
 * What the articles say, and what of it is mended here:
 * - growth-per-minute: bytes a minute, in two looks after one another. Theirs compares samples, so that each tooth of the
 *   collector's saw fires; here the troughs of two stretches after one another must each have risen so fast.
 * - live-objects: Mallocs − Frees above 100,000 "for long". Any service has more; here so many must have come to be, and their
 *   number must rise with time.
 * - week-on-week: a share by which Alloc is above the week before, with more objects. Theirs takes single samples; here the
 *   middle of a day's troughs is held against the same day a week before, and both days must be without a restart.
 * - goroutine-surge: theirs has no number. Here: how many times the usual the troughs of goroutines of the last stretch are.
 */
export const articleRules: ArticleSettings = {
  'growth-per-minute': 50 * 2 ** 20,
  'live-objects': 100_000,
  'week-on-week': 0.35,
  'goroutine-surge': 2,
};

export interface RuleAnswer {
  readonly rule: ArticleRule;
  /** `unknown` where the series does not have what the rule asks for. */
  readonly verdict: 'fires' | 'quiet' | 'unknown';
  /** What is held against the threshold, in the rule's unit; null where unknown. */
  readonly value: number | null;
  readonly threshold: number;
  /** The line that it is of; null where there is none. */
  readonly line: string | null;
}

/** Lines of one process that the rules are asked of; what is not there leaves its rules unknown. */
export interface ArticleLines {
  readonly live?: LineSeries;
  readonly objects?: LineSeries;
  readonly goroutines?: LineSeries;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A stretch of growth-per-minute: long enough for a trough, short enough for what the rule is after. */
const stretchMs = 2 * minuteMs;
const stretchPointsMin = 4;
/** Of a day's points, how many must be there for its middle. */
const dayPointsMin = 24;
const surgePointsMin = 10;
/** A surge of fewer goroutines than this is none. */
const surgeCountMin = 100;

/** Each rule's answer at the end of the lines. */
export function askArticles(lines: ArticleLines, settings: ArticleSettings = articleRules): RuleAnswer[] {
  const answer = (rule: ArticleRule, line: LineSeries | undefined, value: number | null): RuleAnswer => ({
    rule,
    verdict: value === null ? 'unknown' : value > settings[rule] ? 'fires' : 'quiet',
    value,
    threshold: settings[rule],
    line: line?.name ?? null,
  });
  const { live, objects, goroutines } = lines;
  return [
    answer('growth-per-minute', live, live ? risePerMinute(live) : null),
    answer('live-objects', objects, objects ? objectsGrown(objects) : null),
    answer('week-on-week', live, live && objects ? weekOnWeek(live, objects) : null),
    answer('goroutine-surge', goroutines, goroutines ? surge(goroutines) : null),
  ];
}

/** The lesser of the rises of the last two stretches, from trough to trough, a minute. */
function risePerMinute(series: LineSeries): number | null {
  const { timesMs, values } = lastRun(series);
  const endMs = timesMs.at(-1);
  if (endMs === undefined || timesMs.length < 2) return null;
  const step = (endMs - timesMs[0]) / (timesMs.length - 1);
  const length = Math.max(stretchMs, stretchPointsMin * step);
  const troughs = [2, 1, 0].map((back) => {
    const own = values.filter((_, i) => {
      const age = endMs - timesMs[i];
      return age >= back * length && age < (back + 1) * length;
    });
    return own.length >= stretchPointsMin - 1 ? Math.min(...own) : Number.NaN;
  });
  const rises = [troughs[1] - troughs[0], troughs[2] - troughs[1]].map((rise) => rise / (length / minuteMs));
  return rises.some(Number.isNaN) ? null : Math.max(0, Math.min(...rises));
}

/** How many more objects there are at the end of the last run than at its beginning, where they rise with time; else 0. */
function objectsGrown(series: LineSeries): number | null {
  const run = lastRun(series);
  const { verdict, slopePerHour, fromMs, toMs } = judgeGrowth(run, { dailyCycle: 'ignored' });
  if (slopePerHour === null) return null;
  return verdict === 'growing' ? (slopePerHour * (toMs - fromMs)) / 3_600_000 : 0;
}

/** By which share the last day's live bytes are above the same day's a week before; 0 where objects are not more. */
function weekOnWeek(live: LineSeries, objects: LineSeries): number | null {
  const endMs = live.timesMs.at(-1) ?? 0;
  const starts = live.startsMs ?? [];
  const isWhole = [endMs, endMs - 7 * dayMs].every(
    (end) => !starts.some((start) => start > end - dayMs && start <= end),
  );
  if (!isWhole) return null;
  const change = (series: LineSeries): number =>
    dayMiddle(series, endMs) / dayMiddle(series, endMs - 7 * dayMs) - 1;
  const [bytes, count] = [change(live), change(objects)];
  if (!Number.isFinite(bytes) || !Number.isFinite(count)) return null;
  return count > 0 ? bytes : Math.min(0, bytes);
}

/** The middle of the troughs of the day that ends at `endMs`; NaN where too few points lie in it. */
function dayMiddle({ timesMs, values }: LineSeries, endMs: number): number {
  const hours: number[][] = Array.from({ length: 24 }, () => []);
  let count = 0;
  for (const [i, time] of timesMs.entries()) {
    const age = endMs - time;
    if (age < 0 || age >= dayMs) continue;
    hours[Math.floor(age / 3_600_000)].push(values[i]);
    count++;
  }
  if (count < dayPointsMin) return Number.NaN;
  return medianOf(hours.filter((hour) => hour.length > 0).map((hour) => Math.min(...hour)));
}

/** How many times the usual the least of the last tenth is; 1 where that is too few goroutines to matter. */
function surge(series: LineSeries): number | null {
  const { values } = lastRun(series);
  const tail = Math.ceil(values.length / 10);
  if (values.length < surgePointsMin) return null;
  const before = values.slice(0, values.length - tail);
  const usual = quantileOf([...before], 0.5);
  const now = Math.min(...values.slice(values.length - tail));
  return usual > 0 && now - usual >= surgeCountMin ? now / usual : Math.min(1, usual > 0 ? now / usual : 1);
}

/** The part of the series since the process started last. */
function lastRun(series: LineSeries): LineSeries {
  const start = Math.max(-Infinity, ...(series.startsMs ?? []));
  const from = series.timesMs.findIndex((time) => time >= start);
  if (from <= 0) return series;
  const { name, unit, timesMs, values } = series;
  return { name, unit, timesMs: timesMs.slice(from), values: values.slice(from) };
}
