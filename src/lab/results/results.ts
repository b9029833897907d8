/** What a Go program of the lab reports of one metric; null: there is no such thing on that version. */
export type MetricValue = number | string | boolean | null | readonly number[];

/** What the processes of one variant reported: a value a process. */
export interface Measurement {
  /** State of the experiment's program, see `sourceHash`. */
  readonly source: string;
  readonly metrics: Readonly<Record<string, readonly MetricValue[]>>;
  /** Why a process gave nothing, each reason once. */
  readonly failures: readonly string[];
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly arch: string;
  /** Of the last minute, when the measuring began: what else the machine did. */
  readonly loadAverage: number;
}

/** All that was measured with one toolchain. */
export interface Column {
  /** `1.23`, `1.24+noswissmap`. */
  readonly line: string;
  /** `go1.23.12`. */
  readonly goVersion: string;
  readonly machine: Machine;
  /** ISO date of the day on which measuring began. */
  readonly date: string;
  /** By experiment, then by variant. */
  readonly experiments: Readonly<Record<string, Readonly<Record<string, Measurement>>>>;
}

/** A line that was asked for and that no toolchain could be had for. */
export interface SkippedColumn {
  readonly line: string;
  readonly reason: string;
}

/** A file of lab/results. */
export interface Results {
  readonly columns: readonly Column[];
  readonly skipped: readonly SkippedColumn[];
}

export const noResults: Results = { columns: [], skipped: [] };

/** The values at `experiment/variant/metric`; undefined where it was not measured. */
export function valuesAt(column: Column, path: string): readonly MetricValue[] | undefined {
  const [experiment, variant, metric] = path.split('/');
  const values = column.experiments[experiment]?.[variant]?.metrics[metric];
  return values !== undefined && values.length > 0 ? values : undefined;
}

/** Why nothing was measured there, where a program failed. */
export function failuresAt(column: Column, path: string): readonly string[] {
  const [experiment, variant] = path.split('/');
  return column.experiments[experiment]?.[variant]?.failures ?? [];
}
