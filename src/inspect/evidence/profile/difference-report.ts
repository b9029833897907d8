import { UnreadableError } from '../../../base/index.ts';
import { formatBytes, formatCount, type Language, lineText } from '../../../findings/index.ts';
import type { ProfileColumns } from '../../../formats/index.ts';
import {
  flameTree,
  goLineOf,
  goVersionOf,
  type HeapChange,
  heapChange,
  heapColumn,
  type ProfileKind,
  profileDifference,
  profileKindOf,
} from '../../../profile/index.ts';
import type { EvidenceFile } from '../evidence-file.ts';
import type { EvidenceReport, EvidenceTable, EvidenceWording } from '../evidence-report.ts';
import { chosenSamples, filterOf, type SampleChoice, withoutFindings } from './chosen-samples.ts';
import { functionTable } from './function-table.ts';
import { profileFacts, type ProfileSource, reportHead } from './profile-source.ts';
import { kindWords, mechanismWords, titleWords } from './profile-words.ts';
import { decodeProfile } from './read-profile.ts';
import { byOwnLine, totalOf, valueColumn } from './wait-report.ts';

/** What changed from the first of two profiles to the second, or in the samples of both that are asked for. */
export async function compareProfiles(
  base: EvidenceFile,
  later: EvidenceFile,
  choice?: SampleChoice,
): Promise<EvidenceReport> {
  if (choice === undefined) return differenceReport(await decodeProfile(base), await decodeProfile(later));
  const filter = filterOf(choice);
  const chosen = chosenSamples([await decodeProfile(base), await decodeProfile(later)], choice, filter);
  return withoutFindings(differenceReport(chosen[0], chosen[1]));
}

/** Throws UnreadableError where they count different things. */
function differenceReport(base: ProfileSource, later: ProfileSource): EvidenceReport {
  const kind = profileKindOf(later.profile);
  const difference = profileDifference(base.profile, later.profile);
  if (difference === undefined) {
    throw new UnreadableError(
      'profiles-differ',
      `${base.name} and ${later.name} count different things (${kindWords[profileKindOf(base.profile)].en}, ${kindWords[kind].en}): compare two of one kind`,
    );
  }
  const { diagnostics } = later;
  diagnostics.addAll(base.diagnostics.list());
  if (buildOf(base.profile) !== buildOf(later.profile))
    diagnostics.add('profiles-of-two-builds', 'the profiles are of two builds: lines may have moved');
  const source: ProfileSource = {
    name: `${base.name} ${later.name}`,
    profile: difference,
    diagnostics,
    bytesRead: base.bytesRead + later.bytesRead,
    base: { name: base.name, timeNanos: base.profile.timeNanos },
    ...(later.choice === undefined ? {} : { choice: later.choice }),
  };
  const isHeap = kind === 'heap' || kind === 'allocs';
  const version = goVersionOf(later.profile);
  const change = isHeap ? heapChange(base.profile, later.profile, difference, goLineOf(version)) : undefined;
  if (change?.isSameProcess === false)
    diagnostics.add(
      'profiles-of-two-processes',
      'the second profile has fewer allocations than the first: it is of another process, or of a program started again',
    );
  const column = isHeap ? heapColumn.inuseBytes : difference.sampleTypes.length - 1;
  return {
    ...reportHead(source),
    flame: () => flameTree(later.profile, base.profile),
    flameType: difference.sampleTypes[column]?.type ?? '',
    facts: profileFacts(source, kind, { isSameProcess: change?.isSameProcess ?? null }),
    wordingIn: (language): EvidenceWording => ({
      headline: headlineOf(kind, base.profile, later.profile, column, language),
      ledger: null,
      tables: [
        change ? heapTable(change, language) : lineTable(base.profile, later.profile, column, language),
        functionTable(difference, valueColumn(difference, column), language),
      ],
      findings: [],
    }),
  };
}

function buildOf({ mappings }: ProfileColumns): string {
  const [program] = mappings;
  return program === undefined ? '' : program.buildId || program.fileName;
}

function headlineOf(
  kind: ProfileKind,
  base: ProfileColumns,
  later: ProfileColumns,
  column: number,
  language: Language,
): string {
  const { unit, divisor } = valueColumn(later, column);
  const text = (value: number): string =>
    unit === 'bytes'
      ? formatBytes(value)
      : `${formatCount(Math.round(value / divisor))}${unit === 'ms' ? ' ms' : ''}`;
  const [before, after] = [totalOf(base, column), totalOf(later, column)];
  const sign = after >= before ? '+' : '';
  const { type } = later.sampleTypes[column];
  return {
    en: `Two ${kindWords[kind].en}s: ${type} from ${text(before)} to ${text(after)} (${sign}${text(after - before)}).`,
    zh: `两个 ${kindWords[kind].zh}：${type} 从 ${text(before)} 变为 ${text(after)}（${sign}${text(after - before)}）。`,
  }[language];
}

function heapTable({ lines, isSameProcess }: HeapChange, language: Language): EvidenceTable {
  const shared = {
    en: 'Objects that are in both profiles were sampled once: only what was allocated or freed between them makes the interval.',
    zh: '两个 profile 中都有的对象只取样一次：区间只取决于其间分配和释放的对象。',
  }[language];
  return {
    id: 'lines',
    title: titleWords.lines[language],
    columns: [
      { id: 'line', title: titleWords.line[language], unit: 'text' },
      { id: 'function', title: '', unit: 'text', jsonOnly: true },
      { id: 'file', title: '', unit: 'text', jsonOnly: true },
      { id: 'lineNumber', title: '', unit: 'count', jsonOnly: true },
      { id: 'changeBytes', title: titleWords.change[language], unit: 'bytes' },
      { id: 'changeLowBytes', title: titleWords.low[language], unit: 'bytes' },
      { id: 'changeHighBytes', title: titleWords.high[language], unit: 'bytes' },
      { id: 'beforeBytes', title: titleWords.before[language], unit: 'bytes' },
      { id: 'afterBytes', title: titleWords.after[language], unit: 'bytes' },
      { id: 'allocBytes', title: titleWords.allocated[language], unit: 'bytes', jsonOnly: true },
      { id: 'purpose', title: titleWords.mechanism[language], unit: 'text' },
      { id: 'mechanism', title: '', unit: 'text', jsonOnly: true },
      { id: 'knownBy', title: '', unit: 'text', jsonOnly: true },
    ],
    rows: lines.map((row) => [
      lineText(row.place),
      row.place.functionName,
      row.place.file,
      row.place.line,
      row.change.bytes,
      row.change.lowBytes,
      row.change.highBytes,
      row.beforeBytes,
      row.afterBytes,
      row.allocatedBytes,
      row.knownBy === 'nothing' ? null : mechanismWords[row.mechanism][language],
      row.mechanism,
      row.knownBy,
    ]),
    ...(isSameProcess ? { note: shared } : {}),
  };
}

function lineTable(
  base: ProfileColumns,
  later: ProfileColumns,
  column: number,
  language: Language,
): EvidenceTable {
  const { unit, suffix, divisor } = valueColumn(later, column);
  const rows = new Map<string, { before: number; after: number }>();
  for (const [profile, side] of [
    [base, 'before'],
    [later, 'after'],
  ] as const)
    for (const { place, values } of byOwnLine(profile)) {
      const key = lineText(place);
      const row = rows.get(key) ?? { before: 0, after: 0 };
      rows.set(key, row);
      row[side] += values[column] / divisor;
    }
  const change = ({ before, after }: { before: number; after: number }): number => after - before;
  return {
    id: 'lines',
    title: titleWords.lines[language],
    columns: [
      { id: 'line', title: titleWords.line[language], unit: 'text' },
      { id: `change${suffix}`, title: titleWords.change[language], unit },
      { id: `before${suffix}`, title: titleWords.before[language], unit },
      { id: `after${suffix}`, title: titleWords.after[language], unit },
    ],
    rows: [...rows]
      .toSorted(([, a], [, b]) => Math.abs(change(b)) - Math.abs(change(a)))
      .map(([key, row]) => [key, change(row), row.before, row.after]),
  };
}
