import { stepAgainstRamp } from './ramp.ts';
import { medianOf } from './statistics.ts';
import { trendOf } from './trend.ts';
import type { TroughGrid } from './troughs.ts';

/** What whole days of one run come to. Rates are shares of the line an hour. */
export interface DailyGrowth {
  readonly rate: number;
  /** The interval that holds the rate with 95 % confidence. */
  readonly low: number;
  readonly high: number;
  readonly pValue: number;
  readonly days: number;
  readonly isGrowing: boolean;
}

export const dailyRules = {
  daysMin: 7,
  daysMax: 14,
  /** Slots of a day that must be there. */
  coverageMin: 0.75,
  /** What a fresh process takes until its caches and pools are full. */
  warmUpSlots: 3,
  /** The least rise from each day to the next, in shares of the line, and how much they may differ. */
  riseMin: 0.015,
  regularity: 3,
  stepRatio: 2,
};

/**
 * Whether the line rose from day to day: days, counted back from the last slot, hold the whole cycle each, so that their
 * middles rise only by what stays. One step makes one rise; a leak makes each day's about the same.
 */
export function dailyGrowth(grid: TroughGrid, last: number): DailyGrowth | undefined {
  const slotsADay = Math.round(86_400_000 / grid.slotMs);
  const start = grid.runStarts[last];
  const first = start < 0 ? 0 : start + dailyRules.warmUpSlots;
  const days: number[] = [];
  for (let day = 0; day < dailyRules.daysMax; day++) {
    const end = last + 1 - day * slotsADay;
    if (end - slotsADay < first) break;
    const logs = [...grid.lows.subarray(end - slotsADay, end)]
      .filter((low) => !Number.isNaN(low))
      .map((low) => Math.log(Math.max(1, low)));
    if (logs.length < slotsADay * dailyRules.coverageMin) break;
    days.unshift(logs.reduce((sum, log) => sum + log, 0) / logs.length);
  }
  if (days.length < dailyRules.daysMin) return undefined;
  const rises = days.slice(1).map((day, i) => day - days[i]);
  const usual = medianOf([...rises]);
  const isGrowing =
    Math.min(...rises) > Math.max(dailyRules.riseMin, usual / dailyRules.regularity) &&
    Math.max(...rises) < usual * dailyRules.regularity &&
    stepAgainstRamp(days) > dailyRules.stepRatio;
  const trend = trendOf(
    days.map((_, day) => day * 24),
    days,
  );
  if (!trend) return undefined;
  const { slopePerHour, lowPerHour, highPerHour, pValue } = trend;
  return { rate: slopePerHour, low: lowPerHour, high: highPerHour, pValue, days: days.length, isGrowing };
}
