import type { LineSeries } from '../series.ts';
import { type ServerNoise, serverNoises } from './noise.ts';
import { Random } from './random.ts';

export interface SimulationOptions {
  readonly days: number;
  readonly sampleSeconds: number;
  /** What of HeapAlloc is told: samples of the saw-tooth, or the bytes that the last collection found alive. */
  readonly line: 'heap-alloc' | 'heap-live';
  /** Shares of the heap before it that a leak adds an hour. */
  readonly leakRate?: number;
  /** When the leak begins, in hours from the start; no deploy comes in the hours `leakHours` after it. */
  readonly leakStartHours?: number;
  readonly leakHours?: number;
  /** The leak comes with a deploy. */
  readonly leakDeploys?: boolean;
  /** What makes it harder than the standard: weekends of less load, bursts, days that differ by a tenth, unknown restarts. */
  readonly harder?: 'weekends' | 'bursts' | 'unsteady-days' | 'untold-starts';
  /** Parts that are left out. */
  readonly without?: readonly ('cycle' | 'steps' | 'deploys' | 'noise' | 'saw-tooth' | 'gaps')[];
}

export interface SimulatedService {
  readonly series: LineSeries;
  readonly deployHours: readonly number[];
  readonly stepHours: readonly number[];
}

const hoursADay = 24;
const forcedCollectionSeconds = 120;
/** 2026-01-05, a Monday. */
const startMs = Date.UTC(2026, 0, 5);

/**
 * One service's heap as its metrics tell it: live bytes that follow the day's load, with a server's recorded noise; a
 * collector's saw-tooth above them; steps that stay, bursts that pass, deploys that begin small and warm up, and gaps.
 */
export function simulateService(seed: number, options: SimulationOptions): SimulatedService {
  const random = new Random(seed, 7);
  const { days, sampleSeconds, leakRate = 0, leakHours = 0 } = options;
  const leakStart = options.leakStartHours ?? Infinity;
  const lacks = (part: NonNullable<SimulationOptions['without']>[number]): boolean =>
    options.without?.includes(part) ?? false;
  const hours = days * hoursADay;
  const cycle = new DailyCycle(random, options.harder, lacks('cycle'));
  const noise = new HeapNoise(random, lacks('noise'));
  const isQuiet = (hour: number): boolean => hour < leakStart - 12 || hour > leakStart + leakHours;
  const deployHours = lacks('deploys')
    ? []
    : arrivals(random, 5 * hoursADay, hours).filter((hour) => isQuiet(hour) && isWorkHour(hour));
  if (options.leakDeploys) deployHours.push(leakStart);
  deployHours.sort((a, b) => a - b);
  const steps = lacks('steps')
    ? []
    : arrivals(random, 7 * hoursADay, hours).map((hour) => ({ hour, factor: stepFactor(random) }));
  const bursts =
    options.harder !== 'bursts'
      ? []
      : arrivals(random, 1.5 * hoursADay, hours).map((hour) => ({
          hour,
          hours: random.between(0.1, 2),
          factor: random.between(1.05, 1.6),
        }));
  const tellsStarts = options.harder !== 'untold-starts';
  const base = 2 ** random.between(24, 31);
  const gapEvery = lacks('gaps') ? Infinity : random.between(60, 200);
  const startShare = random.between(0.3, 0.8);
  const warmUpHours = random.between(0.05, 0.4);
  const gcPercent = random.next() < 0.8 ? 1 : random.between(0.3, 3);
  /** Seconds from one collection to the next at the day’s mean load; the recorded servers had 3, 7 and 9. */
  const collectionSeconds = Math.exp(random.between(Math.log(2), Math.log(20)));

  const timesMs: number[] = [];
  const values: number[] = [];
  let level = 1;
  let [step, burst, deploy] = [0, 0, 0];
  let runStart = -Infinity;
  let phase = random.next();
  let leaked = 0;
  let gapUntil = 0;
  let nextGap = random.exponential(gapEvery);
  let live = 0;
  const stepHours = sampleSeconds / 3600;
  for (let sample = 0; sample * stepHours < hours; sample++) {
    const hour = sample * stepHours;
    while (step < steps.length && steps[step].hour <= hour) level *= steps[step++].factor;
    while (burst < bursts.length && bursts[burst].hour + bursts[burst].hours <= hour) burst++;
    if (deploy < deployHours.length && deployHours[deploy] <= hour) {
      deploy++;
      runStart = hour;
      phase = 0;
      // Another build, another level; what leaked before is gone.
      level *= Math.exp(0.03 * random.normal());
      leaked = 0;
    }
    if (hour >= leakStart && hour < leakStart + leakHours) leaked += leakRate * stepHours;
    const load = cycle.at(hour);
    const { factor, hour: from } = bursts.at(burst) ?? { factor: 1, hour: Infinity };
    const warm = 1 - (1 - startShare) * Math.exp(-(hour - runStart) / warmUpHours);
    const wander = noise.next(sampleSeconds);
    const now = base * level * (load * (hour >= from ? factor : 1) * warm * wander + leaked);
    const period = lacks('saw-tooth')
      ? 0
      : Math.min(
          forcedCollectionSeconds,
          (collectionSeconds / Math.max(0.1, load)) * (0.8 + 0.4 * random.next()),
        );
    phase += period > 0 ? sampleSeconds / period : 1;
    if (phase >= 1 || live === 0 || runStart === hour) live = now;
    phase %= 1;
    if (hour >= nextGap) {
      gapUntil = hour + random.exponential(0.3);
      nextGap = gapUntil + random.exponential(gapEvery);
    }
    if (hour < gapUntil || (!lacks('gaps') && random.next() < 0.002)) continue;
    timesMs.push(startMs + hour * 3_600_000);
    const isForced = period >= forcedCollectionSeconds;
    const tooth =
      lacks('saw-tooth') || options.line === 'heap-live' ? 0 : gcPercent * phase * (isForced ? 0.5 : 1);
    values.push(Math.round(live * (1 + tooth)));
  }
  const startsMs = tellsStarts ? deployHours.map((hour) => startMs + hour * 3_600_000) : [];
  return {
    series: { name: `service ${seed}`, unit: 'bytes', timesMs, values, ...(tellsStarts ? { startsMs } : {}) },
    deployHours,
    stepHours: steps.map(({ hour }) => hour),
  };
}

/** The load's part of the heap over the day and the week, a little different each day. */
class DailyCycle {
  readonly #random: Random;
  readonly #swing: number;
  readonly #second: number;
  readonly #phase: number;
  readonly #secondPhase: number;
  readonly #jitter: number;
  readonly #shiftHours: number;
  readonly #weekend: number;
  /** How much the day differs from the usual, from noon to noon joined without a step. */
  readonly #days: { size: number; shiftHours: number }[] = [];

  constructor(random: Random, harder: SimulationOptions['harder'], isFlat: boolean) {
    this.#random = random;
    this.#swing = isFlat ? 0 : random.between(0, 0.15);
    this.#second = random.between(0, 0.3);
    this.#phase = random.between(0, hoursADay);
    this.#secondPhase = random.between(0, hoursADay);
    this.#jitter = harder === 'unsteady-days' ? 0.1 : random.between(0, 0.01);
    this.#shiftHours = harder === 'unsteady-days' ? 0.25 : 0.03;
    this.#weekend = harder === 'weekends' ? random.between(0.3, 0.9) : 1;
  }

  /** Around 1. */
  at(hour: number): number {
    const day = Math.floor(hour / hoursADay);
    const within = hour / hoursADay - day;
    const one = this.#day(day);
    const two = this.#day(day + 1);
    const size = one.size + (two.size - one.size) * within;
    const shift = one.shiftHours + (two.shiftHours - one.shiftHours) * within;
    const turn = (2 * Math.PI * (hour + shift)) / hoursADay;
    const wave = Math.sin(turn + this.#phase) + this.#second * Math.sin(2 * turn + this.#secondPhase);
    return Math.max(0.2, 1 + this.#swing * size * wave);
  }

  #day(day: number): { size: number; shiftHours: number } {
    while (this.#days.length <= day) {
      const isWeekend = this.#days.length % 7 >= 5;
      this.#days.push({
        size: (isWeekend ? this.#weekend : 1) * (1 + this.#jitter * this.#random.normal()),
        shiftHours: this.#shiftHours * this.#random.normal(),
      });
    }
    return this.#days[day];
  }
}

/** The recorded noise of one of the servers, as wanderings of two speeds. */
class HeapNoise {
  readonly #random: Random;
  readonly #noise: ServerNoise;
  readonly #size: number;
  #fast = 0;
  #slow = 0;

  constructor(random: Random, isSilent: boolean) {
    this.#random = random;
    this.#noise = serverNoises[Math.floor(random.next() * serverNoises.length)];
    this.#size = isSilent ? 0 : 1;
  }

  /** A factor around 1. */
  next(seconds: number): number {
    const { fastDeviation, fastSeconds, slowDeviation, slowSeconds } = this.#noise;
    this.#fast = this.#wander(this.#fast, seconds / fastSeconds);
    this.#slow = this.#wander(this.#slow, seconds / slowSeconds);
    return Math.exp(this.#size * (fastDeviation * this.#fast + slowDeviation * this.#slow));
  }

  #wander(value: number, time: number): number {
    const kept = Math.exp(-time);
    return value * kept + Math.sqrt(1 - kept * kept) * this.#random.normal();
  }
}

/** Moments of events that come by chance, in hours. */
function arrivals(random: Random, everyHours: number, hours: number): number[] {
  const moments: number[] = [];
  for (let at = random.exponential(everyHours); at < hours; at += random.exponential(everyHours))
    moments.push(at);
  return moments;
}

function stepFactor(random: Random): number {
  const size = 1 + random.between(0.05, 0.3);
  return random.next() < 0.5 ? size : 1 / size;
}

function isWorkHour(hour: number): boolean {
  const ofDay = hour % hoursADay;
  return ofDay >= 7 && ofDay < 19;
}
