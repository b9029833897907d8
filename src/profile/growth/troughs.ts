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
/** A slot's trough is the mean of the lowest of so many parts of it; 0: of all its points. */
const troughParts: readonly number[] = [1, 3, 10, 30, 0];
/** How a slot is best told is asked of so many slots at the beginning: three days of half hours. */
const slotsAsked = 144;

/**
 * Troughs instead of saw-teeth: between two collections the heap climbs to its goal, so the lowest of a slot that several
 * collections fall in is near what is alive, and no other point is. Runs end where the source says that the process
 * started, or where the troughs drop as a fresh process's do.
 */
export function troughGrid(series: LineSeries, slotMs: number): TroughGrid {
  const { timesMs, startsMs = [] } = series;
  const count = timesMs.length;
  const startMs = count > 0 ? Math.floor(timesMs[0] / slotMs) * slotMs : 0;
  const slotCount =
    count > 0 ? Math.min(slotsMax, Math.floor((timesMs[count - 1] - startMs) / slotMs) + 1) : 0;
  const counts = new Int32Array(slotCount);
  for (let i = 0; i < count; i++) {
    const slot = Math.floor((timesMs[i] - startMs) / slotMs);
    if (slot < slotCount) counts[slot]++;
  }
  const usual = medianOf(Float64Array.from(counts.filter((each) => each > 0)));
  const lows = steadiest(troughParts.map((parts) => lowsOf(series, startMs, slotMs, slotCount, parts)));
  for (let slot = 0; slot < slotCount; slot++)
    if (counts[slot] < usual * coverageMin) lows[slot] = Number.NaN;
  const begins = new Uint8Array(slotCount);
  for (const start of startsMs) {
    const slot = Math.floor((start - startMs) / slotMs);
    if (slot >= 0 && slot < slotCount) begins[slot] = 1;
  }
  return { slotMs, startMs, lows, ...runsOf(lows, begins) };
}

function lowsOf(
  { timesMs, values }: LineSeries,
  startMs: number,
  slotMs: number,
  slotCount: number,
  parts: number,
): Float64Array {
  const sums = new Float64Array(slotCount);
  const counts = new Int32Array(slotCount);
  let part = -1;
  let low = Infinity;
  let slot = 0;
  const close = (): void => {
    if (low === Infinity) return;
    sums[slot] += low;
    counts[slot]++;
    low = Infinity;
  };
  for (let i = 0; i < timesMs.length; i++) {
    const at = (timesMs[i] - startMs) / slotMs;
    if (at >= slotCount) break;
    const own = parts > 0 ? Math.floor(at * parts) : i;
    if (own !== part) close();
    part = own;
    slot = Math.floor(at);
    low = Math.min(low, values[i]);
  }
  close();
  return sums.map((sum, each) => (counts[each] > 0 ? sum / counts[each] : Number.NaN));
}

/** The one that moves least from slot to slot. */
function steadiest(ways: readonly Float64Array[]): Float64Array {
  const moves = ways.map((lows) => {
    const sizes: number[] = [];
    for (let slot = 2; slot < Math.min(lows.length, slotsAsked); slot++) {
      const bend = Math.log((lows[slot] * lows[slot - 2]) / lows[slot - 1] ** 2);
      if (Number.isFinite(bend)) sizes.push(Math.abs(bend));
    }
    return sizes.length > 0 ? medianOf(sizes) : Infinity;
  });
  return ways[moves.indexOf(Math.min(...moves))];
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
