import type { WorkloadSeries } from '../../workload/index.ts';

/** What a stretch of the axis shows: the most that was held in it. Bytes with boxed keys and values. */
export interface PlotColumn {
  readonly heldBytes: number;
  readonly neededBytes: number;
  /** With old storage that growing or rebuilding still held. */
  readonly peakBytes: number;
}

/** The series in `count` stretches of the axis of the same length. */
export function plotColumns({ axis, end, points }: WorkloadSeries, count: number): PlotColumn[] {
  const columns: PlotColumn[] = [];
  const span = end - axis.start;
  const columnOf = (at: number): number =>
    span > 0 ? Math.min(count - 1, Math.floor(((at - axis.start) / span) * count)) : 0;
  let next = 0;
  let last: PlotColumn = { heldBytes: 0, neededBytes: 0, peakBytes: 0 };
  for (let column = 0; column < count; column++) {
    // What was there at the end of one stretch is there at the beginning of the next, unless that begins with a change.
    let most: PlotColumn | undefined;
    for (; next < points.length && columnOf(points[next].at) === column; next++) {
      const { bytes, boxedBytes, rebuiltBytes, peakBytes } = points[next];
      last = { heldBytes: bytes + boxedBytes, neededBytes: rebuiltBytes, peakBytes };
      most = {
        heldBytes: Math.max(most?.heldBytes ?? 0, last.heldBytes),
        neededBytes: Math.max(most?.neededBytes ?? 0, rebuiltBytes),
        peakBytes: Math.max(most?.peakBytes ?? 0, peakBytes),
      };
    }
    columns.push(most ?? { ...last, peakBytes: last.heldBytes });
  }
  return columns;
}
