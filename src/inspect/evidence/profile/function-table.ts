import type { ProfileColumns } from '../../../formats/index.ts';
import { stackKeys, stackTotals } from '../../../profile/index.ts';
import type { Language } from '../../../findings/index.ts';
import type { EvidenceTable, EvidenceUnit } from '../evidence-report.ts';
import { titleWords } from './profile-words.ts';

/** Column of the values that a table is about, and how it is told. */
export interface ValueColumn {
  readonly column: number;
  readonly unit: EvidenceUnit;
  /** Fields of a row in JSON are `flat` and `cum` and this: `Bytes`, `Count`, `Ms`. */
  readonly suffix: string;
  /** What a value is divided by: 1,000,000 makes milliseconds of nanoseconds. */
  readonly divisor: number;
}

/** Functions by what they have themselves and with what they call, as `go tool pprof -top` counts it. */
export function functionTable(
  profile: ProfileColumns,
  { column, unit, suffix, divisor }: ValueColumn,
  language: Language,
  rowsAsked?: number,
): EvidenceTable {
  const keys = stackKeys(profile, 'functions');
  const { flat, cum, total, width } = stackTotals(profile, keys);
  const flatOf = (key: number): number => flat[key * width + column];
  const cumOf = (key: number): number => cum[key * width + column];
  const rows = [...Array(keys.count).keys()]
    .filter((key) => flatOf(key) !== 0 || cumOf(key) !== 0)
    .sort((a, b) => Math.abs(flatOf(b)) - Math.abs(flatOf(a)) || Math.abs(cumOf(b)) - Math.abs(cumOf(a)));
  return {
    id: 'functions',
    title: titleWords.functions[language],
    columns: [
      { id: 'function', title: titleWords.function[language], unit: 'text' },
      { id: `flat${suffix}`, title: titleWords.flat[language], unit },
      { id: 'share', title: titleWords.share[language], unit: 'share' },
      { id: `cum${suffix}`, title: titleWords.cumulative[language], unit },
    ],
    rows: rows
      .slice(0, rowsAsked)
      .map((key) => [
        keys.name(key),
        flatOf(key) / divisor,
        total[column] > 0 ? Math.max(0, flatOf(key) / total[column]) : null,
        cumOf(key) / divisor,
      ]),
    rowCount: rows.length,
  };
}
