import { type Check, type Unit, unitScales } from '../claims/claim.ts';
import { type Column, type MetricValue, valuesAt } from '../results/results.ts';

/** The values of one check in one column, in the unit in which it is told. */
export interface Measured {
  readonly unit: Unit;
  /** One a process; where the check is a ratio, the ratios. */
  readonly values: readonly MetricValue[];
  /** Undefined where the values are no numbers. */
  readonly median: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** What a check measures in a column; undefined where something of it was not measured. */
export function measuredIn(check: Check, column: Column, columns: readonly Column[]): Measured | undefined {
  const { rule, unit, measured: path } = check;
  const values = valuesAt(column, path);
  if (values === undefined) return undefined;
  if (rule.kind === 'ratio') {
    const below = valuesAt(column, rule.to);
    return below && ratioOf(values, below, variantOf(path) === variantOf(rule.to));
  }
  if (rule.kind === 'against') {
    const other = columns.find(({ line }) => line === rule.line);
    const below = other && valuesAt(other, path);
    return below && ratioOf(values, below, false);
  }
  return summed(
    values.map((value) => inUnit(value, unit)),
    unit,
  );
}

function variantOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

function inUnit(value: MetricValue, unit: Unit): MetricValue {
  if (typeof value === 'number') return value / unitScales[unit];
  if (Array.isArray(value)) return value.map((each: number) => each / unitScales[unit]);
  return value;
}

/** Of two metrics of the same processes the ratio is taken process by process; else of the medians, with the widest spread. */
function ratioOf(
  above: readonly MetricValue[],
  below: readonly MetricValue[],
  sameProcesses: boolean,
): Measured {
  const numbers = above.filter((value) => typeof value === 'number');
  const divisors = below.filter((value) => typeof value === 'number');
  if (numbers.length === 0 || divisors.length === 0) return summed([null], '×');
  if (sameProcesses && numbers.length === divisors.length) {
    return summed(
      numbers.map((value, place) => value / divisors[place]),
      '×',
    );
  }
  const median = medianOf(numbers) / medianOf(divisors);
  const low = Math.min(...numbers) / Math.max(...divisors);
  const high = Math.max(...numbers) / Math.min(...divisors);
  return { unit: '×', values: [median], median, min: low, max: high };
}

function summed(values: readonly MetricValue[], unit: Unit): Measured {
  const numbers = values.filter((value) => typeof value === 'number');
  const complete = numbers.length === values.length;
  return {
    unit,
    values,
    median: complete ? medianOf(numbers) : undefined,
    min: complete ? Math.min(...numbers) : undefined,
    max: complete ? Math.max(...numbers) : undefined,
  };
}

/** The middle one, of an even number the mean of the middle two. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
