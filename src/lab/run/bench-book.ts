import { compareLines } from '../results/go-order.ts';
import type { Column, Measurement, Results, SkippedColumn } from '../results/results.ts';
import type { Toolchain } from './go-command.ts';
import { thisMachine } from './machine.ts';

/** Results while they are being measured: what earlier runs left, and what is added. */
export class BenchBook {
  readonly #columns: Map<string, Column>;
  readonly #skipped = new Map<string, SkippedColumn>();

  constructor(earlier: Results) {
    this.#columns = new Map(earlier.columns.map((column) => [column.line, column]));
    for (const skipped of earlier.skipped) this.#skipped.set(skipped.line, skipped);
  }

  skip(line: string, reason: string): void {
    this.#skipped.set(line, { line, reason });
  }

  /** A column of the toolchain: that of before if it was the same release, else a new one. */
  open({ line, goVersion }: Toolchain): void {
    this.#skipped.delete(line);
    if (this.#columns.get(line)?.goVersion === goVersion) return;
    const date = new Date().toISOString().slice(0, 10);
    this.#columns.set(line, { line, goVersion, machine: thisMachine(), date, experiments: {} });
  }

  /** Whether every variant of the experiment was measured by this state of its program. */
  has(line: string, experiment: string, variants: readonly string[], source: string): boolean {
    const measured = this.#columns.get(line)?.experiments[experiment] ?? {};
    return variants.every(
      (variant) => measured[variant]?.source === source && measured[variant].failures.length === 0,
    );
  }

  add(line: string, experiment: string, measured: Readonly<Record<string, Measurement>>): void {
    const column = this.#columns.get(line);
    if (!column) return;
    const variants = { ...column.experiments[experiment], ...measured };
    const experiments = { ...column.experiments, [experiment]: sortedByName(variants) };
    this.#columns.set(line, { ...column, experiments: sortedByName(experiments) });
  }

  get results(): Results {
    return {
      columns: [...this.#columns.values()].sort((one, other) => compareLines(one.line, other.line)),
      skipped: [...this.#skipped.values()],
    };
  }
}

function sortedByName<Value>(fields: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(fields).sort(([one], [other]) => one.localeCompare(other)));
}
