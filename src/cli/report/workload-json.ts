import { goLineName } from '../../predict/index.ts';
import type { WorkloadPoint, WorkloadSeries } from '../../workload/index.ts';

export interface WorkloadSubject {
  readonly type: string;
  readonly file: string;
  readonly format: 'operations' | 'counts';
}

/** The series of `predict --workload --json`; of several lines of Go, the first at the top and all under `versions`. */
export function* workloadJson(subject: WorkloadSubject, all: readonly WorkloadSeries[]): Generator<string> {
  const [first] = all;
  const { type, file, format } = subject;
  const head = {
    type,
    goVersion: goLineName(first.line),
    mapKind: first.line.mapKind,
    workload: { file, format, operations: first.operations, axis: first.axis, end: first.end },
    ...plain(first),
    ...(all.length > 1
      ? {
          versions: all.map((series) => ({
            goVersion: goLineName(series.line),
            mapKind: series.line.mapKind,
            ...plain(series),
          })),
        }
      : {}),
    diagnostics: first.diagnostics,
  };
  yield `${JSON.stringify(head, undefined, 1)}\n`;
}

function plain({ marks, points }: WorkloadSeries): Record<string, unknown> {
  return {
    highWaterBytes: Math.max(...points.map(({ peakBytes }) => peakBytes)),
    marks: marks.map(({ mark, point }) => ({ mark, ...point })) satisfies (WorkloadPoint & {
      mark: string;
    })[],
    series: points,
  };
}
