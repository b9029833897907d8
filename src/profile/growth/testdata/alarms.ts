import { dailyGrowth } from '../daily-growth.ts';
import { RecentWatch, slotMs } from '../recent-growth.ts';
import { troughGrid } from '../troughs.ts';
import { type SimulationOptions, simulateService } from './simulated-service.ts';

type Scenario = Omit<SimulationOptions, 'days' | 'leakRate' | 'leakStartHours' | 'leakHours'>;

const seriesDays = 14;
const slotsAnHour = 3_600_000 / slotMs;
const slotsADay = 24 * slotsAnHour;
/** A leak adds a hundredth of the heap an hour, and is waited for so long. */
const leakRate = 0.01;
const patienceHours = 12;

/** At which hours, of all whole ones, a service of 14 days without a leak is said to grow. */
export function falseAlarms(seed: number, scenario: Scenario): number[] {
  const { series } = simulateService(seed, { days: seriesDays, ...scenario });
  const grid = troughGrid(series, slotMs);
  const watch = new RecentWatch(grid);
  const hours: number[] = [];
  for (let last = slotsAnHour - 1; last < grid.lows.length; last += slotsAnHour) {
    const recent = watch.at(last);
    const isGrowing = typeof recent !== 'string' && recent.isGrowing;
    const isDayEnd = (last + 1) % slotsADay === 0;
    if (isGrowing || (isDayEnd && dailyGrowth(grid, last)?.isGrowing === true))
      hours.push((last + 1) / slotsAnHour);
  }
  return hours;
}

/** Hours from a leak's beginning, at some time of the second week, to the alarm; undefined where there is none in twelve. */
export function hoursToAlarm(seed: number, scenario: Scenario): number | undefined {
  const leakStartHours = 7 * 24 + ((seed * 7919) % 1560) / 10;
  const { series } = simulateService(seed + 1_000_000, {
    days: (leakStartHours + patienceHours) / 24,
    ...scenario,
    leakRate,
    leakStartHours,
    leakHours: patienceHours,
  });
  const watch = new RecentWatch(troughGrid(series, slotMs));
  for (let last = Math.ceil(leakStartHours * slotsAnHour); ; last++) {
    const hours = (last + 1) / slotsAnHour - leakStartHours;
    if (hours > patienceHours) return undefined;
    const recent = watch.at(last);
    if (typeof recent !== 'string' && recent.isGrowing) return hours;
  }
}
