import type { Diagnostic } from '../base/index.ts';
import type { GoLine } from '../gomem/index.ts';
import type { TimeAxis } from './workload.ts';

/** The map at one moment. Bytes are those of this one replay, with one hash seed. */
export interface WorkloadPoint {
  /** Place on the axis. */
  readonly at: number;
  readonly operations: number;
  readonly len: number;
  readonly slots: number;
  /** Live heap bytes of the map, without boxed keys and values. */
  readonly bytes: number;
  /** Live heap bytes of keys and values over 128 bytes. */
  readonly boxedBytes: number;
  /** What a new map of the same entries would take, boxed keys and values included; a mean over hash seeds. */
  readonly rebuiltBytes: number;
  /** Most live bytes at any moment since the point before, boxes included: growing and rebuilding hold old and new storage. */
  readonly peakBytes: number;
  /** What was let go of since the last `gc`, or the start. */
  readonly garbageBytes: number;
}

export interface WorkloadMark {
  readonly mark: 'most-entries' | 'most-bytes' | 'fewest-after' | 'end';
  readonly point: WorkloadPoint;
}

export interface WorkloadSeries {
  readonly line: GoLine;
  readonly axis: TimeAxis;
  readonly end: number;
  readonly points: readonly WorkloadPoint[];
  /**
   * `most-entries` and `most-bytes` (where most was live at once), `fewest-after` (the smallest map after the first, where
   * one was smaller), and `end`.
   */
  readonly marks: readonly WorkloadMark[];
  /** Entries inserted, deleted, updated, iterated over and copied. */
  readonly operations: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** So many points are kept at most; a plot has fewer columns. */
const pointsMax = 4096;

/** Keeps a series of bounded length: of four neighbours those with the fewest and the most entries stay. */
export class BoundedPoints {
  #points: WorkloadPoint[] = [];

  add(point: WorkloadPoint): void {
    this.#points.push(point);
    if (this.#points.length >= pointsMax) this.#points = thinned(this.#points);
  }

  all(): readonly WorkloadPoint[] {
    return this.#points;
  }
}

function thinned(points: readonly WorkloadPoint[]): WorkloadPoint[] {
  const kept = [points[0]];
  for (let from = 1; from < points.length; from += 4) {
    const four = points.slice(from, from + 4);
    const fewest = four.reduce((one, other) => (other.len < one.len ? other : one));
    const most = four.reduce((one, other) => (other.len >= one.len ? other : one));
    // A peak between points that go must not go with them.
    const peakBytes = Math.max(...four.map((point) => point.peakBytes));
    const both =
      fewest === most ? [most] : [fewest, most].toSorted((one, other) => one.operations - other.operations);
    kept.push(...both.map((point) => (point === most ? { ...most, peakBytes } : point)));
  }
  return kept;
}
