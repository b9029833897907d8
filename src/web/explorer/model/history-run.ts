import type { GoLine, MapShape } from '../../../gomem/index.ts';
import { simulateMap, type SimulatedMap } from '../../../simulate/index.ts';
import { deletionOrder } from './deletion-order.ts';
import { type Phase, type PhaseName, type Plan, phasesOf } from './phases.ts';
import type { Trace } from './trace.ts';

/** Figures at one moment, in bytes and entries. */
export interface Figures {
  readonly len: number;
  /** Live storage; while a map is made anew, that of both. */
  readonly bytes: number;
  readonly boxedBytes: number;
  /** Most of `bytes` so far, at any moment of any operation. */
  readonly peakBytes: number;
  /** The same with boxes. */
  readonly highWaterBytes: number;
  /** Storage and boxes that were let go of so far. */
  readonly garbageBytes: number;
}

/** Operations between two looks at the clock: well under a millisecond. */
const operationsAtOnce = 1024;

/** A plan carried out on one simulated map, operation by operation. */
export class HistoryRun {
  readonly phases: readonly Phase[];
  readonly operationCount: number;
  /** Figures at the end of each phase that was completed. */
  readonly phaseEnds: Figures[] = [];
  readonly #shape: MapShape;
  readonly #line: GoLine;
  readonly #plan: Plan;
  readonly #trace: Trace | undefined;
  /** Keys are numbers from 0 in the order of their insertion. */
  #nextKey = 0;
  /** Keys of the map as the phase under way found it, oldest first. Asking the map would be an iteration, which a map notes. */
  #keys: Float64Array = new Float64Array(0);
  #map: SimulatedMap;
  /** The map that a rebuild copies, while it does. */
  #leaving: SimulatedMap | undefined;
  /** Keys of a deletion or a rebuild in their order. */
  #order: Float64Array = new Float64Array(0);
  #position = 0;
  #phaseIndex = 0;
  #earlierGarbageBytes = 0;
  #peakBytes: number;
  #highWaterBytes: number;

  constructor(shape: MapShape, line: GoLine, plan: Plan, trace?: Trace) {
    this.#shape = shape;
    this.#line = line;
    this.#plan = plan;
    this.#trace = trace;
    this.phases = phasesOf(plan);
    this.operationCount = this.phases.at(-1)?.end ?? 0;
    this.#map = simulateMap(shape, line, { hint: plan.hint, seed: plan.seed });
    this.#peakBytes = this.#map.peakBytes;
    this.#highWaterBytes = this.#map.peakBytes;
    trace?.add(0, 0, this.#map.bytes, 0);
    this.#passEmptyPhases();
  }

  /** Operations that have been done. */
  get position(): number {
    return this.#position;
  }

  get isDone(): boolean {
    return this.#position === this.operationCount;
  }

  /** The phase that is under way or was completed last; -1 where there is none. */
  get phaseIndex(): number {
    const current = this.phases[this.#phaseIndex];
    return current !== undefined && this.#position > current.start ? this.#phaseIndex : this.#phaseIndex - 1;
  }

  /** The map as it lies now: the new one while a map is made anew. */
  get map(): SimulatedMap {
    return this.#map;
  }

  get figures(): Figures {
    const leaving = this.#leaving;
    return {
      len: leaving?.len ?? this.#map.len,
      bytes: this.#map.bytes + (leaving?.bytes ?? 0),
      // A rebuild copies pointers to boxes, not the boxes.
      boxedBytes: leaving?.boxedBytes ?? this.#map.boxedBytes,
      peakBytes: this.#peakBytes,
      highWaterBytes: this.#highWaterBytes,
      garbageBytes:
        this.#earlierGarbageBytes + garbageOf(this.#map) + (leaving === undefined ? 0 : garbageOf(leaving)),
    };
  }

  /** Goes on until so many operations have been done, or until it is told to stop. */
  advance(target: number, mustStop: () => boolean = () => false): void {
    const last = Math.min(target, this.operationCount);
    while (this.#position < last) {
      const { start, end } = this.phases[this.#phaseIndex];
      // Not at the end of the phase before: until its first operation a rebuild changes nothing.
      if (this.#position === start) this.#beginPhase(this.phases[this.#phaseIndex]);
      this.#advanceInPhase(Math.min(last, end, this.#position + operationsAtOnce));
      if (this.#position === end) {
        this.#endPhase();
        this.#passEmptyPhases();
      }
      if (mustStop()) return;
    }
  }

  /** Goes on until the storage changes: a growth, a split, an overflow bucket. */
  advanceToChange(mustStop: () => boolean = () => false): void {
    const { bytes } = this.figures;
    let done = 0;
    while (!this.isDone && this.figures.bytes === bytes) {
      this.advance(this.#position + 1);
      if (++done % operationsAtOnce === 0 && mustStop()) return;
    }
  }

  #advanceInPhase(end: number): void {
    const { name, start } = this.phases[this.#phaseIndex];
    const trace = this.#trace;
    const leavingBytes = this.#leaving?.bytes ?? 0;
    for (let operation = this.#position; operation < end; operation++) {
      const map = this.#map;
      const boxedBefore = this.#leaving?.boxedBytes ?? map.boxedBytes;
      const peakBefore = map.peakBytes;
      if (name === 'fill') map.insert(this.#nextKey++);
      else if (name === 'delete') map.delete(this.#order[operation - start]);
      else if (name === 'clear') map.clear();
      else if (operation - start < this.#order.length) map.insert(this.#order[operation - start]);
      const bytes = map.bytes + leavingBytes;
      const boxedBytes = this.#leaving?.boxedBytes ?? map.boxedBytes;
      // A growth of this operation held old and new storage at once, before the entry's own box was there.
      const momentBytes = map.peakBytes > peakBefore ? map.peakBytes + leavingBytes : bytes;
      this.#peakBytes = Math.max(this.#peakBytes, momentBytes);
      this.#highWaterBytes = Math.max(this.#highWaterBytes, momentBytes + boxedBefore, bytes + boxedBytes);
      this.#position = operation + 1;
      if (trace?.wants(this.#position)) {
        trace.add(this.#position, this.#leaving?.len ?? map.len, bytes, boxedBytes);
      }
    }
  }

  /** A phase without an operation is over at once. */
  #passEmptyPhases(): void {
    while (this.#phaseIndex < this.phases.length) {
      const { start, end } = this.phases[this.#phaseIndex];
      if (end > start) return;
      this.#endPhase();
    }
  }

  #beginPhase({ name, start, end }: Phase): void {
    const { pattern, seed, requests } = this.#plan;
    if (name === 'delete') {
      // What is deleted first does not depend on where a deletion is left.
      const whole = requests[this.#phaseIndex].cutAfter === undefined ? end - start : this.#fullDeletion();
      this.#order = deletionOrder(this.#keys, whole, pattern, seed).subarray(0, end - start);
    } else if (name === 'rebuild') {
      const order = new Float64Array(this.#map.len);
      let count = 0;
      this.#map.iterate((key) => (order[count++] = key));
      this.#order = order;
      this.#leaving = this.#map;
      this.#map = simulateMap(this.#shape, this.#line, { hint: order.length, seed: seed + 1 });
      this.#peakBytes = Math.max(this.#peakBytes, this.#map.peakBytes + this.#leaving.bytes);
    }
  }

  #fullDeletion(): number {
    return Math.max(0, this.#map.len - this.#plan.keep);
  }

  #endPhase(): void {
    const { name, start, end } = this.phases[this.#phaseIndex];
    if (name === 'rebuild') this.#endRebuild();
    else if (end > start) this.#noteKeys(name);
    this.#phaseIndex++;
    const { figures } = this;
    this.phaseEnds.push(figures);
    this.#trace?.add(this.#position, figures.len, figures.bytes, figures.boxedBytes);
  }

  #endRebuild(): void {
    const old = this.#leaving;
    if (old === undefined) return;
    const isWhole = this.#map.len === old.len;
    const left = isWhole ? old : this.#map;
    this.#earlierGarbageBytes += garbageOf(left) + left.bytes;
    if (!isWhole) this.#map = old;
    this.#leaving = undefined;
  }

  /** Brings `#keys` up to date with what a phase did. */
  #noteKeys(name: PhaseName): void {
    if (name === 'clear') this.#keys = new Float64Array(0);
    else if (name === 'fill') {
      const added = this.#map.len - this.#keys.length;
      const keys = new Float64Array(this.#map.len);
      keys.set(this.#keys);
      for (let place = 0; place < added; place++) keys[keys.length - 1 - place] = this.#nextKey - 1 - place;
      this.#keys = keys;
    } else if (name === 'delete') {
      const isGone = new Uint8Array(this.#nextKey);
      for (const key of this.#order) isGone[key] = 1;
      this.#keys = this.#keys.filter((key) => isGone[key] === 0);
    }
  }
}

function garbageOf(map: SimulatedMap): number {
  return map.garbageBytes + map.boxedGarbageBytes;
}
