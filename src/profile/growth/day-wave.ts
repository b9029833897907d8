import { meanOf, medianOf } from './statistics.ts';
import type { TroughGrid } from './troughs.ts';

/** How the wave of a day is told from the days before. */
export const waveRules = {
  daysBack: 14,
  daysMin: 4,
  /** What a fresh process takes until its caches and pools are full. */
  warmUpSlots: 3,
  /** What must be there of the day around a slot for its place in the wave to be known at first. */
  dayCoverage: 0.7,
  /** A wave is worked out anew after so many slots. */
  slotsKept: 6,
  turns: 4,
  /** A step lies where the means of so many slots on both sides differ by so many deviations of theirs. */
  stepSlots: 8,
  stepDeviations: 6,
  /** Levels are told by the middle of so many slots. */
  blockSlots: 12,
  /** The share of days that is left out at both ends. */
  cut: 0.25,
};

const slotsADay = 48;
const deviationsOfMad = 1.4826;

/**
 * The day's wave of a line's logarithm: what each half hour of the day adds to the level, by the days before. Level and wave
 * are found in turns, each from what the other leaves; levels do not reach across steps and restarts, which would bend the
 * wave of the days around them.
 */
export class DayWave {
  readonly #grid: TroughGrid;
  readonly #logs: Float64Array;
  readonly #waves = new Map<number, Float64Array | undefined>();

  /** `logs`: of the grid's troughs, NaN where one is missing. */
  constructor(grid: TroughGrid, logs: Float64Array) {
    this.#grid = grid;
    this.#logs = logs;
  }

  /** What each half hour of the day (by slot modulo 48) adds, by the slots before `end` alone; undefined where days are too few. */
  before(end: number): Float64Array | undefined {
    const known = Math.max(0, Math.floor(end / waveRules.slotsKept) * waveRules.slotsKept);
    if (!this.#waves.has(known)) this.#waves.set(known, this.#waveBefore(known));
    return this.#waves.get(known);
  }

  #waveBefore(end: number): Float64Array | undefined {
    const { daysBack, daysMin, turns } = waveRules;
    const first = Math.max(0, end - daysBack * slotsADay);
    if (end - first < daysMin * slotsADay) return undefined;
    const logs = this.#logs.slice(first, end);
    for (let slot = first; slot < end; slot++) {
      const start = this.#grid.runStarts[slot];
      if (start >= 0 && slot < start + waveRules.warmUpSlots) logs[slot - first] = Number.NaN;
    }
    const restarts: number[] = [];
    for (let slot = first + 1; slot < end; slot++)
      if (this.#grid.runs[slot] !== this.#grid.runs[slot - 1]) restarts.push(slot - first);
    let wave = smooth(profileOf(logs, dayMeans(logs, restarts), first));
    for (let turn = 0; turn < turns; turn++) {
      const rest = logs.map((log, i) => log - wave[(first + i) % slotsADay]);
      const levels = levelsOf(rest, breaksOf(rest, restarts));
      wave = smooth(profileOf(logs, levels, first));
    }
    return wave.every(Number.isNaN) ? undefined : wave;
  }
}

/** The mean of the whole day around each slot, NaN where it is not there or in two runs. */
function dayMeans(logs: Float64Array, restarts: readonly number[]): Float64Array {
  return windowMeans(logs, restarts, slotsADay * waveRules.dayCoverage);
}

/** The level around each slot, of its own segment: the mean of blocks' middles, which a burst of an hour or two leaves alone. */
function levelsOf(rest: Float64Array, breaks: readonly number[]): Float64Array {
  const middles = new Float64Array(rest.length);
  const edges = [0, ...breaks, rest.length];
  for (let segment = 1; segment < edges.length; segment++) {
    const slots = edges[segment] - edges[segment - 1];
    const blocks = Math.max(1, Math.round(slots / waveRules.blockSlots));
    for (let block = 0; block < blocks; block++) {
      const from = edges[segment - 1] + Math.floor((block * slots) / blocks);
      const to = edges[segment - 1] + Math.floor(((block + 1) * slots) / blocks);
      const there = rest.slice(from, to).filter((each) => !Number.isNaN(each));
      middles.fill(medianOf(there), from, to);
    }
  }
  return windowMeans(middles, breaks, waveRules.blockSlots / 2);
}

function windowMeans(values: Float64Array, breaks: readonly number[], countMin: number): Float64Array {
  const half = slotsADay / 2;
  const [sums, counts] = prefixSums(values);
  const means = new Float64Array(values.length).fill(Number.NaN);
  const edges = [0, ...breaks, values.length];
  for (let segment = 1; segment < edges.length; segment++)
    for (let slot = edges[segment - 1]; slot < edges[segment]; slot++) {
      const from = Math.max(edges[segment - 1], slot - half);
      const to = Math.min(edges[segment], slot + half);
      const count = counts[to] - counts[from];
      if (count >= countMin) means[slot] = (sums[to] - sums[from]) / count;
    }
  return means;
}

function prefixSums(values: Float64Array): [Float64Array, Int32Array] {
  const sums = new Float64Array(values.length + 1);
  const counts = new Int32Array(values.length + 1);
  for (const [i, value] of values.entries()) {
    const isThere = !Number.isNaN(value);
    sums[i + 1] = sums[i] + (isThere ? value : 0);
    counts[i + 1] = counts[i] + (isThere ? 1 : 0);
  }
  return [sums, counts];
}

/** Restarts, and where the rest steps. */
function breaksOf(rest: Float64Array, restarts: readonly number[]): number[] {
  const { stepSlots, stepDeviations } = waveRules;
  const moves: number[] = [];
  for (let i = 1; i < rest.length; i++) {
    const move = Math.abs(rest[i] - rest[i - 1]);
    if (!Number.isNaN(move)) moves.push(move);
  }
  const scatter = (deviationsOfMad / Math.SQRT2) * medianOf(moves);
  const [sums, counts] = prefixSums(rest);
  const differences = new Float64Array(rest.length);
  const edges = [0, ...restarts, rest.length];
  for (let segment = 1; segment < edges.length; segment++)
    for (let slot = edges[segment - 1] + 2; slot < edges[segment] - 1; slot++) {
      const from = Math.max(edges[segment - 1], slot - stepSlots);
      const to = Math.min(edges[segment], slot + stepSlots);
      const [before, after] = [counts[slot] - counts[from], counts[to] - counts[slot]];
      if (before < 2 || after < 2) continue;
      const difference = (sums[to] - sums[slot]) / after - (sums[slot] - sums[from]) / before;
      differences[slot] = Math.abs(difference) / (scatter * Math.sqrt(1 / before + 1 / after));
    }
  const steps: number[] = [];
  for (let slot = 1; slot < rest.length; slot++) {
    if (differences[slot] < stepDeviations) continue;
    let isMost = true;
    for (let i = Math.max(0, slot - stepSlots); i <= Math.min(rest.length - 1, slot + stepSlots); i++)
      if (differences[i] > differences[slot] || (differences[i] === differences[slot] && i < slot))
        isMost = false;
    if (isMost) steps.push(slot);
  }
  return [...restarts, ...steps].sort((a, b) => a - b);
}

/** For each half hour of the day, the mean of the middle days of what it stood above the level; NaN of too few. */
function profileOf(logs: Float64Array, levels: Float64Array, first: number): Float64Array {
  const profile = new Float64Array(slotsADay).fill(Number.NaN);
  for (let ofDay = 0; ofDay < slotsADay; ofDay++) {
    const there: number[] = [];
    for (let i = (ofDay - (first % slotsADay) + slotsADay) % slotsADay; i < logs.length; i += slotsADay) {
      const above = logs[i] - levels[i];
      if (!Number.isNaN(above)) there.push(above);
    }
    if (there.length < waveRules.daysMin - 1) continue;
    there.sort((a, b) => a - b);
    const cut = Math.floor(there.length * waveRules.cut);
    profile[ofDay] = meanOf(there.slice(cut, there.length - cut));
  }
  return profile;
}

/** A parabola through five neighbours at a time (A. Savitzky and M. J. E. Golay, 1964), which leaves the wave's bends. */
function smooth(profile: Float64Array): Float64Array {
  const weights = [-3, 12, 17, 12, -3];
  const out = profile.map((own, at) => {
    let sum = 0;
    for (const [i, weight] of weights.entries())
      sum += weight * profile[(at + i - 2 + slotsADay) % slotsADay];
    return Number.isNaN(sum) ? own : sum / 35;
  });
  const there = [...out].filter((each) => !Number.isNaN(each));
  const middle = meanOf(there);
  return out.map((each) => each - middle);
}
