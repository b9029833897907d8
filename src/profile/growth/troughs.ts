import type { LineSeries } from './series.ts';
import { medianOf } from './statistics.ts';

/** The lower envelope of a series, in slots of equal length that begin at multiples of that length. */
export interface TroughGrid {
  readonly slotMs: number;
  /** Of the first slot. */
  readonly startMs: number;
  /** The lowest value of each slot, NaN where too few points lie in it. */
  readonly lows: Float64Array;
  /** Which run of the process each slot belongs to; a slot in which one begins belongs to it. */
  readonly runs: Int32Array;
  /** The slot in which the run of each slot began; -1 where it began before the series. */
  readonly runStarts: Int32Array;
}

/** A slot needs this share of the points that slots usually have: the lowest of few lies higher. */
const coverageMin = 0.5;
/** Troughs that fall below this share of those before them are another run's, or another life of the line. */
const dropShare = 0.6;
/** What a trough is compared with: the middle of so many before it. */
const slotsBefore = 4;
const slotsMax = 200_000;
export const troughRules = { parts: 3, how: 'mean' };

/**
 * Troughs instead of saw-teeth: between two collections the heap climbs to its goal, so the lowest of a slot that several
 * collections fall in is near what is alive, and no other point is. Runs end where the source says that the process
 * started, or where the troughs drop as a fresh process's do.
 */
export function troughGrid(series: LineSeries, slotMs: number): TroughGrid {
  const { timesMs, values, startsMs = [] } = series;
  const count = timesMs.length;
  const startMs = count > 0 ? Math.floor(timesMs[0] / slotMs) * slotMs : 0;
  const slotCount =
    count > 0 ? Math.min(slotsMax, Math.floor((timesMs[count - 1] - startMs) / slotMs) + 1) : 0;
  const lows = new Float64Array(slotCount).fill(Number.NaN);
  const counts = new Int32Array(slotCount);
  const parts = new Float64Array(slotCount * troughRules.parts).fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const part = Math.floor(((timesMs[i] - startMs) / slotMs) * troughRules.parts);
    if (part >= parts.length) break;
    counts[Math.floor(part / troughRules.parts)]++;
    if (!(parts[part] <= values[i])) parts[part] = values[i];
  }
  for (let slot = 0; slot < slotCount; slot++) {
    const own = parts.subarray(slot * troughRules.parts, (slot + 1) * troughRules.parts).filter((each) => !Number.isNaN(each));
    lows[slot] = troughRules.how === 'median' ? medianOf(own) : own.reduce((a, b) => a + b, 0) / own.length;
  }
  const usual = medianOf(counts.length > 0 ? Float64Array.from(counts.filter((each) => each > 0)) : []);
  for (let slot = 0; slot < slotCount; slot++)
    if (counts[slot] < usual * coverageMin) lows[slot] = Number.NaN;
  const begins = new Uint8Array(slotCount);
  for (const start of startsMs) {
    const slot = Math.floor((start - startMs) / slotMs);
    if (slot >= 0 && slot < slotCount) begins[slot] = 1;
  }
  return { slotMs, startMs, lows, ...runsOf(lows, begins) };
}

function runsOf(lows: Float64Array, begins: Uint8Array): { runs: Int32Array; runStarts: Int32Array } {
  const runs = new Int32Array(lows.length);
  const runStarts = new Int32Array(lows.length);
  let run = 0;
  let runStart = -1;
  let before: number[] = [];
  for (let slot = 0; slot < lows.length; slot++) {
    const low = lows[slot];
    const usual = before.length > 0 ? medianOf([...before]) : Number.NaN;
    if (begins[slot] === 1 || low < usual * dropShare) {
      run++;
      runStart = slot;
      before = [];
    }
    if (!Number.isNaN(low)) before.push(low);
    if (before.length > slotsBefore) before.shift();
    runs[slot] = run;
    runStarts[slot] = runStart;
  }
  return { runs, runStarts };
}
