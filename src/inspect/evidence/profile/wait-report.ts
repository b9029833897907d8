import { formatCount, type Language, lineText } from '../../../findings/index.ts';
import { flameTree, type ProfileKind, type SourceLine, StackView } from '../../../profile/index.ts';
import type { ProfileColumns } from '../../../formats/index.ts';
import type { EvidenceReport, EvidenceTable, EvidenceUnit, EvidenceWording } from '../evidence-report.ts';
import { functionTable, type ValueColumn } from './function-table.ts';
import { profileFacts, type ProfileSource, reportHead } from './profile-source.ts';
import { kindWords, titleWords } from './profile-words.ts';

/** What goroutine, block, mutex, thread creation and other profiles say: every value by line of the program. */
export function waitReport(source: ProfileSource, kind: ProfileKind): EvidenceReport {
  const { profile } = source;
  const columns = profile.sampleTypes.map((_, column) => valueColumn(profile, column));
  const rows = byOwnLine(profile);
  const main = Math.max(0, columns.length - 1);
  const total = profile.sampleTypes.map((_, column) => totalOf(profile, column));
  return {
    ...reportHead(source),
    flame: () => flameTree(source.profile),
    facts: profileFacts(source, kind, {
      totals: Object.fromEntries(profile.sampleTypes.map(({ type }, column) => [type, total[column]])),
    }),
    wordingIn: (language): EvidenceWording => ({
      headline: headlineOf(kind, profile, total, rows[0]?.place, language),
      ledger: null,
      tables:
        columns.length === 0
          ? []
          : [lineTable(profile, rows, columns, language), functionTable(profile, columns[main], language)],
      findings: [],
    }),
  };
}

/** Of all samples, those without a stack too. */
export function totalOf({ samples }: ProfileColumns, column: number): number {
  let total = 0;
  for (let sample = 0; sample < samples.count; sample++)
    total += samples.values[sample * samples.width + column];
  return total;
}

interface LineRow {
  readonly place: SourceLine;
  readonly values: Float64Array;
}

/** Values charged to the innermost line of the program itself, the largest of the last kind of value first. */
export function byOwnLine(profile: ProfileColumns): LineRow[] {
  const view = new StackView(profile);
  const { samples } = profile;
  const sums = new Map<number, Float64Array>();
  for (let sample = 0; sample < samples.count; sample++) {
    const line = view.ownLineOf(sample);
    if (line === undefined) continue;
    const values = sums.get(line) ?? new Float64Array(samples.width);
    sums.set(line, values);
    for (let value = 0; value < samples.width; value++)
      values[value] += samples.values[sample * samples.width + value];
  }
  const last = samples.width - 1;
  return [...sums]
    .map(([key, values]) => ({ place: view.place(key), values }))
    .toSorted((a, b) => Math.abs(b.values[last]) - Math.abs(a.values[last]));
}

/** How values of this kind are told: nanoseconds as milliseconds, bytes as bytes, all else as numbers. */
export function valueColumn({ sampleTypes }: ProfileColumns, column: number): ValueColumn {
  const unit: EvidenceUnit =
    { bytes: 'bytes' as const, nanoseconds: 'ms' as const }[sampleTypes[column].unit] ?? 'count';
  const suffix = { bytes: 'Bytes', ms: 'Ms', count: 'Count' }[unit];
  return { column, unit, suffix, divisor: unit === 'ms' ? 1e6 : 1 };
}

function lineTable(
  { sampleTypes }: ProfileColumns,
  rows: readonly LineRow[],
  columns: readonly ValueColumn[],
  language: Language,
): EvidenceTable {
  return {
    id: 'lines',
    title: titleWords.lines[language],
    columns: [
      { id: 'line', title: titleWords.line[language], unit: 'text' },
      ...columns.map(({ unit, suffix, column }) => ({
        id: `${sampleTypes[column].type}${suffix}`,
        title: sampleTypes[column].type,
        unit,
      })),
    ],
    rows: rows.map(({ place, values }) => [
      lineText(place),
      ...columns.map(({ column, divisor }) => values[column] / divisor),
    ]),
  };
}

function headlineOf(
  kind: ProfileKind,
  { sampleTypes }: ProfileColumns,
  total: readonly number[],
  most: SourceLine | undefined,
  language: Language,
): string {
  const sums = sampleTypes
    .map(({ type, unit }, column) =>
      unit === 'nanoseconds'
        ? `${Math.round(total[column] / 1e6)} ms ${type}`
        : `${formatCount(total[column])} ${type}`,
    )
    .join(', ');
  const where =
    most === undefined
      ? ''
      : { en: `; most at ${lineText(most)}`, zh: `；最多的是 ${lineText(most)}` }[language];
  return { en: `${kindWords[kind].en}: ${sums}${where}.`, zh: `${kindWords[kind].zh}：${sums}${where}。` }[
    language
  ];
}
