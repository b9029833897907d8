import {
  formatBytes,
  formatCount,
  judgeProfile,
  type Language,
  lineText,
  type RemedyContext,
} from '../../../findings/index.ts';
import {
  flameTree,
  type HeapAccount,
  heapAccount,
  heapColumn,
  type HeapSums,
  goLineOf,
  goVersionOf,
  type SourceLine,
} from '../../../profile/index.ts';
import type { EvidenceReport, EvidenceTable, EvidenceValue, EvidenceWording } from '../evidence-report.ts';
import { functionTable } from './function-table.ts';
import { profileFacts, type ProfileSource, reportHead } from './profile-source.ts';
import { growthWords, kindWords, knownByWords, mechanismWords, titleWords } from './profile-words.ts';

/** What a heap or allocs profile says: live and allocated bytes by line, function and purpose, and where maps take them. */
export function heapReport(source: ProfileSource, kind: 'heap' | 'allocs'): EvidenceReport {
  const { profile } = source;
  const version = goVersionOf(profile);
  const account = heapAccount(profile, goLineOf(version));
  const durationMs = Number(profile.durationNanos / 1_000_000n);
  const evidence = {
    heap: account,
    durationMs: durationMs > 0 ? durationMs : undefined,
    ...remedyContext(version, account),
  };
  const { inuse, alloc, inuseObjects, allocObjects } = account;
  return {
    ...reportHead(source),
    flame: () => flameTree(source.profile),
    flameType: kind === 'heap' ? 'inuse_space' : 'alloc_space',
    facts: profileFacts(source, kind, {
      totals: { inuse, inuseObjects, alloc, allocObjects },
    }),
    wordingIn: (language, rowsAsked): EvidenceWording => ({
      headline: headlineOf(account, kind, language),
      ledger: null,
      tables: [
        lineTable(account, language, rowsAsked),
        mechanismTable(account, language),
        mapTable(account, language),
        functionTable(
          profile,
          {
            column: kind === 'heap' ? heapColumn.inuseBytes : heapColumn.allocBytes,
            unit: 'bytes',
            suffix: 'Bytes',
            divisor: 1,
          },
          language,
          rowsAsked,
        ),
      ],
      findings: judgeProfile(evidence, language),
    }),
  };
}

/** For remedies: where the version is not known, the newest, with the maps that were seen. */
function remedyContext(version: string | undefined, { maps }: HeapAccount): RemedyContext {
  const minor = Number(/^go1\.(\d+)/.exec(version ?? '')?.[1] ?? 26);
  const seen = maps.find(({ fit }) => fit !== undefined)?.fit?.growth;
  const usual = minor >= 24 ? 'swiss' : 'classic';
  return {
    goMinor: minor,
    mapKind: seen === 'classic-map' ? 'classic' : seen === 'swiss-map' ? 'swiss' : usual,
  };
}

function headlineOf(
  { inuse, alloc, lines, rate }: HeapAccount,
  kind: 'heap' | 'allocs',
  language: Language,
): string {
  const [largest] = kind === 'heap' ? lines : lines.toSorted((a, b) => b.alloc.bytes - a.alloc.bytes);
  const range = [formatBytes(inuse.lowBytes), formatBytes(inuse.highBytes)];
  const where =
    largest === undefined
      ? ''
      : { en: `; most at ${lineText(largest.place)}`, zh: `；最多的是 ${lineText(largest.place)}` }[language];
  return {
    en: `${kindWords[kind].en}: ${formatBytes(inuse.bytes)} live (95%: ${range[0]} to ${range[1]}), ${formatBytes(alloc.bytes)} allocated in all, from a sample every ${formatBytes(rate)}${where}.`,
    zh: `${kindWords[kind].zh}：存活 ${formatBytes(inuse.bytes)}（95% 区间：${range[0]} 至 ${range[1]}），共分配 ${formatBytes(alloc.bytes)}，每 ${formatBytes(rate)} 取一个样本${where}。`,
  }[language];
}

function sumColumns(language: Language): EvidenceTable['columns'] {
  return [
    { id: 'inuseBytes', title: titleWords.live[language], unit: 'bytes' },
    { id: 'inuseLowBytes', title: titleWords.low[language], unit: 'bytes' },
    { id: 'inuseHighBytes', title: titleWords.high[language], unit: 'bytes' },
    { id: 'inuseSamples', title: titleWords.samples[language], unit: 'count', jsonOnly: true },
    { id: 'inuseObjects', title: '', unit: 'count', jsonOnly: true },
    { id: 'allocBytes', title: titleWords.allocated[language], unit: 'bytes' },
    { id: 'allocSamples', title: '', unit: 'count', jsonOnly: true },
    { id: 'allocObjects', title: '', unit: 'count', jsonOnly: true },
  ];
}

const placeColumns: EvidenceTable['columns'] = [
  { id: 'function', title: '', unit: 'text', jsonOnly: true },
  { id: 'file', title: '', unit: 'text', jsonOnly: true },
  { id: 'lineNumber', title: '', unit: 'count', jsonOnly: true },
];

function placeCells({ functionName, file, line }: SourceLine): EvidenceValue[] {
  return [functionName, file, line];
}

/** The words of the catalogue of mechanisms, the same in every language. */
const mechanismColumns: EvidenceTable['columns'] = [
  { id: 'mechanism', title: '', unit: 'text', jsonOnly: true },
  { id: 'knownBy', title: '', unit: 'text', jsonOnly: true },
];

function sumCells({ inuse, inuseObjects, alloc, allocObjects }: HeapSums): EvidenceValue[] {
  return [
    inuse.bytes,
    inuse.lowBytes,
    inuse.highBytes,
    inuse.sampleCount,
    inuseObjects,
    alloc.bytes,
    alloc.sampleCount,
    allocObjects,
  ];
}

function lineTable({ lines }: HeapAccount, language: Language, rowsAsked: number | undefined): EvidenceTable {
  return {
    id: 'lines',
    title: titleWords.lines[language],
    columns: [
      { id: 'line', title: titleWords.line[language], unit: 'text' },
      ...placeColumns,
      ...sumColumns(language),
      { id: 'purpose', title: titleWords.mechanism[language], unit: 'text' },
      ...mechanismColumns,
    ],
    rowCount: lines.length,
    rows: lines
      .slice(0, rowsAsked)
      .map((row) => [
        lineText(row.place),
        ...placeCells(row.place),
        ...sumCells(row),
        row.knownBy === 'nothing' ? null : mechanismWords[row.mechanism][language],
        row.mechanism,
        row.knownBy,
      ]),
  };
}

function mechanismTable({ mechanisms }: HeapAccount, language: Language): EvidenceTable {
  return {
    id: 'mechanisms',
    title: titleWords.mechanisms[language],
    columns: [
      { id: 'purpose', title: titleWords.mechanism[language], unit: 'text' },
      { id: 'known', title: titleWords.knownBy[language], unit: 'text' },
      ...sumColumns(language),
      ...mechanismColumns,
    ],
    rows: mechanisms.map((row) => [
      mechanismWords[row.mechanism][language],
      knownByWords[row.knownBy][language],
      ...sumCells(row),
      row.mechanism,
      row.knownBy,
    ]),
    note: {
      en: 'A saved profile has no runtime frames: what no name and no ladder of sizes tells stays open (-). debug=1 of a live URL has them.',
      zh: '保存的 profile 不含运行时栈帧：函数名与尺寸序列都无法说明的，用途留空（-）。在线 URL 的 debug=1 带有这些栈帧。',
    }[language],
  };
}

function mapTable({ maps }: HeapAccount, language: Language): EvidenceTable {
  return {
    id: 'mapLines',
    title: titleWords.mapLines[language],
    columns: [
      { id: 'line', title: titleWords.line[language], unit: 'text' },
      ...placeColumns,
      ...sumColumns(language),
      { id: 'growth', title: titleWords.growth[language], unit: 'text' },
      { id: 'known', title: titleWords.knownBy[language], unit: 'text' },
      { id: 'knownBy', title: '', unit: 'text', jsonOnly: true },
    ],
    rows: maps.map((row) => [
      lineText(row.place),
      ...placeCells(row.place),
      ...sumCells(row),
      growthWords[row.fit === undefined || row.fit.growth === 'slice' ? 'unknown' : row.fit.growth][language],
      reasonText(row, language),
      row.knownBy,
    ]),
  };
}

function reasonText({ fit, knownBy }: HeapAccount['maps'][number], language: Language): string {
  if (knownBy !== 'sizes' || fit === undefined) return knownByWords[knownBy][language];
  if (fit.because === 'splits')
    return {
      en: `possible: ${formatBytes(fit.sizes[0])} each, half of them freed`,
      zh: `可能：每个 ${formatBytes(fit.sizes[0])}，半数已释放`,
    }[language];
  const range = `${formatBytes(fit.sizes[0])} … ${formatBytes(fit.sizes[fit.sizes.length - 1])}`;
  return {
    en: `${formatCount(fit.sizes.length)} sizes of its ladder, ${range}`,
    zh: `尺寸序列中的 ${formatCount(fit.sizes.length)} 级，${range}`,
  }[language];
}
