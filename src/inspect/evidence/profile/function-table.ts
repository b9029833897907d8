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
): EvidenceTable {
  const keys = stackKeys(profile, 'functions');
  const { flat, cum, total, width } = stackTotals(profile, keys);
  const rows = Array.from({ length: keys.count }, (_, key) => ({
    name: keys.name(key),
    flat: flat[key * width + column],
    cum: cum[key * width + column],
  }))
    .filter((row) => row.flat !== 0 || row.cum !== 0)
    .toSorted((a, b) => Math.abs(b.flat) - Math.abs(a.flat) || Math.abs(b.cum) - Math.abs(a.cum));
  return {
    id: 'functions',
    title: titleWords.functions[language],
    columns: [
      { id: 'function', title: titleWords.function[language], unit: 'text' },
      { id: `flat${suffix}`, title: titleWords.flat[language], unit },
      { id: 'share', title: titleWords.share[language], unit: 'share' },
      { id: `cum${suffix}`, title: titleWords.cumulative[language], unit },
    ],
    rows: rows.map((row) => [
      row.name,
      row.flat / divisor,
      total[column] > 0 ? Math.max(0, row.flat / total[column]) : null,
      row.cum / divisor,
    ]),
  };
}
