import {
  type GoLine,
  type MapShape,
  type MapUnitLayout,
  mapUnitOf,
  rebuiltClassicBytes,
  rebuiltSwissBytes,
} from '../gomem/index.ts';
import { type SimulatedMap, simulateMap } from '../simulate/index.ts';
import { LiveKeys } from './live-keys.ts';
import { BoundedPoints, type WorkloadMark, type WorkloadPoint, type WorkloadSeries } from './series.ts';
import { workAmount } from './work-amount.ts';
import type { Eviction, Step, Workload } from './workload.ts';

export interface ReplayOptions {
  /** Which entries leave where the workload does not say; the oldest unless given. */
  readonly eviction?: Eviction;
  /** The second argument of make for the first map; 0 where there is none. */
  readonly hint?: number;
  /** Decides hashes and random choices; equal seeds give equal series. */
  readonly seed?: number;
  /** Told now and then how much is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** Points of a replay besides the ends of its steps: a drawing has not many more columns. */
const samples = 800;
/** Lengths whose need is remembered: loops come back to the same ones, and working it out takes a while. */
const rebuiltMax = 10_000;
const progressOperations = 2 ** 17;

/**
 * Replays a workload into a map of this shape on a line of Go. Throws WorkloadError where it is more work than
 * `operationsMax` or `entriesMax` allow, before it begins.
 */
export function replayWorkload(
  workload: Workload,
  shape: MapShape,
  line: GoLine,
  options: ReplayOptions = {},
): WorkloadSeries {
  const amount = workAmount(workload.steps);
  const replay = new Replay(workload, shape, line, options, amount.operations);
  replay.all(workload.steps);
  return {
    line,
    axis: workload.axis,
    ...replay.finish(),
    diagnostics: [...workload.diagnostics, ...amount.diagnostics],
  };
}

class Replay {
  readonly #shape: MapShape;
  readonly #line: GoLine;
  readonly #unit: MapUnitLayout;
  readonly #eviction: Eviction;
  readonly #seed: number;
  readonly #isTimed: boolean;
  readonly #total: number;
  readonly #onProgress: ((share: number) => void) | undefined;
  readonly #keys: LiveKeys;
  readonly #points = new BoundedPoints();
  readonly #rebuilt = new Map<number, number>();
  #map: SimulatedMap;
  #mapCount = 1;
  #at: number;
  #operations = 0;
  #nextSample = 0;
  #nextProgress = progressOperations;
  /** The map's peak as far as it was looked at. */
  #seenPeak = 0;
  /** Live bytes besides the map: the old one while it is copied. */
  #besides = 0;
  /** Most since the last point. */
  #peakBytes = 0;
  #retiredBytes = 0;
  #collectedBytes = 0;
  #mostEntries: WorkloadPoint | undefined;
  #mostBytes: WorkloadPoint | undefined;
  #fewestAfter: WorkloadPoint | undefined;
  /** Same as in the last point, where nothing was done since. */
  #last: WorkloadPoint;

  constructor(workload: Workload, shape: MapShape, line: GoLine, options: ReplayOptions, total: number) {
    this.#shape = shape;
    this.#line = line;
    this.#unit = mapUnitOf(shape, line);
    this.#eviction = options.eviction ?? 'oldest';
    this.#seed = options.seed ?? 1;
    this.#isTimed = workload.axis.kind !== 'operations';
    this.#total = total;
    this.#onProgress = options.onProgress;
    this.#keys = new LiveKeys(this.#seed);
    this.#map = simulateMap(shape, line, { hint: options.hint ?? 0, seed: this.#seed });
    this.#at = workload.axis.start;
    this.#last = this.#point();
  }

  all(steps: readonly Step[]): void {
    for (const step of steps) this.#one(step);
  }

  finish(): Pick<WorkloadSeries, 'end' | 'points' | 'marks' | 'operations'> {
    const candidates: readonly (readonly [WorkloadMark['mark'], WorkloadPoint | undefined])[] = [
      ['most-entries', this.#mostEntries],
      ['most-bytes', this.#mostBytes],
      ['fewest-after', this.#fewestAfter],
      ['end', this.#last],
    ];
    return {
      end: this.#at,
      points: this.#points.all(),
      marks: candidates.flatMap(([mark, point]) => (point ? [{ mark, point }] : [])),
      operations: this.#operations,
    };
  }

  #one(step: Step): void {
    switch (step.kind) {
      case 'insert':
        this.#many(step.count, step.duration, () => this.#insert());
        break;
      case 'delete': {
        const which = step.which ?? this.#eviction;
        this.#many(Math.min(step.count, this.#keys.count), step.duration, () => this.#delete(which));
        break;
      }
      case 'replace': {
        const which = step.which ?? this.#eviction;
        this.#many(this.#keys.count === 0 ? 0 : step.count, step.duration, () => {
          this.#delete(which);
          this.#insert();
        });
        break;
      }
      case 'update':
        this.#update(step.count, step.which ?? this.#eviction, step.duration);
        break;
      case 'repeat':
        for (let round = 0; round < step.times; round++) this.all(step.body);
        break;
      case 'wait':
        this.#at += step.duration;
        this.#point();
        break;
      default:
        this.#whole(step.kind);
    }
  }

  #whole(kind: 'clear' | 'rebuild' | 'iterate' | 'gc'): void {
    if (kind === 'clear') {
      this.#count(this.#keys.count);
      this.#map.clear();
      this.#keys.clear();
    } else if (kind === 'rebuild') this.#rebuild();
    else if (kind === 'iterate') {
      this.#count(this.#keys.count);
      this.#map.iterate(() => {});
    } else this.#collectedBytes = this.#garbageSoFar();
    this.#point();
  }

  /** Does something `count` times, and takes points at the end and on the way there. */
  #many(count: number, duration: number, once: () => void): void {
    const begin = this.#at;
    for (let done = 1; done <= count; done++) {
      once();
      if (this.#operations < this.#nextSample) continue;
      if (this.#isTimed) this.#at = begin + (duration * done) / count;
      this.#point();
    }
    if (this.#isTimed) this.#at = begin + duration;
    if (count > 0 || duration > 0) this.#point();
  }

  #insert(): void {
    this.#map.insert(this.#keys.add());
    this.#noteGrowth();
    this.#count(1);
  }

  #delete(which: Eviction): void {
    this.#map.delete(this.#keys.take(which));
    this.#count(1);
  }

  #update(count: number, which: Eviction, duration: number): void {
    const present = this.#keys.count;
    if (present === 0) return;
    let drawn = this.#keys.some(which, count);
    this.#many(count, duration, () => {
      let next = drawn.next();
      if (next.done === true) {
        drawn = this.#keys.some(which, count);
        next = drawn.next();
      }
      if (next.done !== true) this.#map.insert(next.value);
      this.#noteGrowth();
      this.#count(1);
    });
  }

  /** `m2 := make(map[K]V, len(m)); for k, v := range m { m2[k] = v }; m = m2` */
  #rebuild(): void {
    const old = this.#map;
    const oldBytes = old.bytes + old.boxedBytes;
    const rebuilt = simulateMap(this.#shape, this.#line, {
      hint: old.len,
      seed: this.#seed + this.#mapCount++,
    });
    this.#map = rebuilt;
    this.#seenPeak = 0;
    this.#besides = oldBytes;
    old.iterate((key) => {
      rebuilt.insert(key);
      this.#noteGrowth();
      this.#count(1);
    });
    this.#notePeak(rebuilt.bytes);
    this.#besides = 0;
    this.#retiredBytes += oldBytes + old.garbageBytes + old.boxedGarbageBytes;
  }

  #count(operations: number): void {
    this.#operations += operations;
    if (!this.#isTimed) this.#at = this.#operations;
    if (this.#operations < this.#nextProgress) return;
    this.#nextProgress = this.#operations + progressOperations;
    this.#onProgress?.(this.#total === 0 ? 1 : Math.min(1, this.#operations / this.#total));
  }

  #noteGrowth(): void {
    const { peakBytes } = this.#map;
    if (peakBytes === this.#seenPeak) return;
    this.#seenPeak = peakBytes;
    this.#notePeak(peakBytes);
  }

  #notePeak(mapBytes: number): void {
    this.#peakBytes = Math.max(this.#peakBytes, mapBytes + this.#map.boxedBytes + this.#besides);
  }

  #garbageSoFar(): number {
    return this.#retiredBytes + this.#map.garbageBytes + this.#map.boxedGarbageBytes;
  }

  /** Writes down how the map is now, and whether it is at an extreme. */
  #point(): WorkloadPoint {
    const { len, slots, bytes, boxedBytes } = this.#map;
    this.#notePeak(bytes);
    const point: WorkloadPoint = {
      at: this.#at,
      operations: this.#operations,
      len,
      slots,
      bytes,
      boxedBytes,
      rebuiltBytes: this.#rebuiltBytes(len),
      peakBytes: this.#peakBytes,
      garbageBytes: this.#garbageSoFar() - this.#collectedBytes,
    };
    this.#peakBytes = bytes + boxedBytes;
    this.#nextSample = this.#operations + Math.max(1, Math.ceil(this.#total / samples));
    this.#points.add(point);
    if (len > (this.#mostEntries?.len ?? -1)) {
      this.#mostEntries = point;
      this.#fewestAfter = undefined;
    } else if (len < (this.#fewestAfter ?? this.#mostEntries)!.len) this.#fewestAfter = point;
    if (point.peakBytes > (this.#mostBytes?.peakBytes ?? -1)) this.#mostBytes = point;
    this.#last = point;
    return point;
  }

  #rebuiltBytes(len: number): number {
    let bytes = this.#rebuilt.get(len);
    if (bytes === undefined) {
      if (this.#rebuilt.size >= rebuiltMax) this.#rebuilt.clear();
      const { minor, mapKind } = this.#line;
      const rebuilt = mapKind === 'classic' ? rebuiltClassicBytes : rebuiltSwissBytes;
      bytes = rebuilt(this.#unit, len, minor) + len * this.#unit.boxedBytesPerEntry;
      this.#rebuilt.set(len, bytes);
    }
    return bytes;
  }
}
