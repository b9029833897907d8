import { formatBytes, type Language, type Text } from '../../../findings/index.ts';
import type { ByteEstimate, KnownBy, Mechanism } from '../../../profile/index.ts';
import { knownByWords, mechanismWords } from '../profile/profile-words.ts';
import type { EvidenceColumn, EvidenceTable, EvidenceUnit, EvidenceValue } from '../evidence-report.ts';
import type { CollectionTestResult } from './collection-test.ts';
import type { Further } from './endpoint-report.ts';
import { furtherText } from './endpoint-words.ts';
import type { GoroutineTextGroup } from './goroutine-groups.ts';
import type { SlotCounts } from './slot-counts.ts';
import type { AllocationAccount, AllocationLine } from './allocation-lines.ts';

type ColumnWords = readonly [id: string, en: string, zh: string, unit: EvidenceUnit];

function columnsIn(language: Language, words: readonly ColumnWords[]): EvidenceColumn[] {
  return words.map(([id, en, zh, unit]) => ({ id, title: { en, zh }[language], unit }));
}

/** What the two-GC test saw, before and after. */
export function collectionTable({ test }: CollectionTestResult, language: Language): EvidenceTable {
  const rows: readonly (readonly [en: string, zh: string, before: number | null, after: number | null])[] = [
    ['live objects', '存活对象', test.liveBytes, test.liveBytes],
    ['garbage', '垃圾', test.garbageBytes, 0],
    ['idle pages', '空闲页', test.idleBytes, test.idleAfterBytes],
    ['all that Go holds', 'Go 持有的全部', test.heldBytes, test.heldAfterBytes],
    ['RSS', 'RSS', test.residentBytes, test.residentAfterBytes],
  ];
  return {
    id: 'collections',
    title: { en: 'Two collections, one second apart', zh: '相隔一秒的两次 GC' }[language],
    columns: columnsIn(language, [
      ['what', 'what', '项目', 'text'],
      ['beforeBytes', 'before', '之前', 'bytes'],
      ['afterBytes', 'after', '之后', 'bytes'],
    ]),
    rows: rows
      .filter(([, , before, after]) => before !== null || after !== null)
      .map(([en, zh, before, after]) => [{ en, zh }[language], before, after]),
  };
}

const slotColumns: readonly ColumnWords[] = [
  ['slots', 'slots', '槽位', 'count'],
  ['lowSlots', '95% low', '95% 下限', 'count'],
  ['highSlots', 'high', '上限', 'count'],
];

function slotCells(counts: SlotCounts | null): EvidenceValue[] {
  return counts ? [counts.slots, counts.lowSlots, counts.highSlots] : [null, null, null];
}

/** Frames and names are sure; what sizes say is told as such. */
function purposeOf(mechanism: Mechanism, knownBy: KnownBy, language: Language): string | null {
  if (mechanism === 'other' || knownBy === 'nothing') return null;
  const words = mechanismWords[mechanism][language];
  if (knownBy === 'frames' || knownBy === 'names') return words;
  const by = knownByWords[knownBy][language];
  return { en: `${words}? (${by})`, zh: `${words}？（${by}）` }[language];
}

/** Not for people, or not in their words. */
const jsonColumns: readonly EvidenceColumn[] = [
  { id: 'file', title: '', unit: 'text', jsonOnly: true },
  { id: 'lineNumber', title: '', unit: 'count', jsonOnly: true },
  { id: 'mechanism', title: '', unit: 'text', jsonOnly: true },
  { id: 'knownBy', title: '', unit: 'text', jsonOnly: true },
];

/** Live bytes by source line and by what they are for, each with its interval. */
export function lineTable(
  account: AllocationAccount,
  language: Language,
  slotsOf?: (line: AllocationLine) => SlotCounts | null,
): EvidenceTable {
  const every = formatBytes(account.sampledEveryBytes);
  const maps = mapSentence(account.mapBytes);
  return {
    id: 'lines',
    title: { en: 'Live bytes by the line that allocated them', zh: '按分配的源码行统计的存活字节' }[language],
    columns: [
      ...columnsIn(language, [
        ['line', 'line', '源码行', 'text'],
        ['function', 'function', '函数', 'text'],
        ['purpose', 'for', '用途', 'text'],
        ['bytes', 'bytes', '字节', 'bytes'],
        ['lowBytes', '95% low', '95% 下限', 'bytes'],
        ['highBytes', 'high', '上限', 'bytes'],
        ['samples', 'samples', '样本', 'count'],
        ...(slotsOf ? slotColumns : []),
      ]),
      ...jsonColumns,
    ],
    rows: account.lines.map((each): EvidenceValue[] => {
      const { functionName, file, line, mechanism, knownBy, live } = each;
      return [
        `${shortFile(file)}:${line}`,
        functionName,
        purposeOf(mechanism, knownBy, language),
        live.bytes,
        live.lowBytes,
        live.highBytes,
        live.sampleCount,
        ...(slotsOf ? slotCells(slotsOf(each)) : []),
        file,
        line,
        mechanism,
        knownBy,
      ];
    }),
    note: {
      en: `By the samples of the heap profile (one in ${every}) as of the last collection.${maps.en}`,
      zh: `依据堆剖析的样本（每 ${every} 一个），截至上次 GC。${maps.zh}`,
    }[language],
  };
}

/** What maps take in all, and what that does not say. */
function mapSentence(mapBytes: ByteEstimate | null): Text {
  if (!mapBytes)
    return {
      en: ' What of it is map memory cannot be told: the addresses of the runtime have no names here.',
      zh: '其中哪些属于 map 无法判断：这里没有运行时地址对应的名字。',
    };
  const [all, low, high] = [mapBytes.bytes, mapBytes.lowBytes, mapBytes.highBytes].map(formatBytes);
  return {
    en: ` Maps take ${all} in all (95%: ${low} to ${high}), used slots and empty ones: how many entries they have no profile tells; the process, a core or a heap dump does.`,
    zh: `map 共占 ${all}（95%：${low} 至 ${high}），包括已用与空闲的槽位：剖析不会给出条目数；进程、core 或堆转储可以。`,
  };
}

/** The directory and the name: whole paths leave no room for anything else, and stand in the findings. */
function shortFile(file: string): string {
  return file.split('/').slice(-2).join('/');
}

/** Groups of fewer are of no interest to people. */
const fewGoroutines = 10;

export function goroutineTable(groups: readonly GoroutineTextGroup[], language: Language): EvidenceTable {
  return {
    id: 'goroutines',
    title: { en: 'Goroutines by where they began and wait', zh: '按起点与等待位置统计的 goroutine' }[
      language
    ],
    columns: columnsIn(language, [
      ['count', 'count', '数量', 'count'],
      ['startName', 'began as', '起始函数', 'text'],
      ['standsIn', 'stands in', '所在函数', 'text'],
      ['standsAt', 'at', '位置', 'text'],
      ['state', 'waits for', '等待', 'text'],
    ]),
    shown: Math.min(5, groups.filter(({ count }) => count >= fewGoroutines).length),
    rows: groups.map(({ count, startName, standsIn, standsAt, state }) => [
      count,
      startName,
      standsIn,
      shortFile(standsAt),
      state === '' ? null : state,
    ]),
  };
}

/** What was left out: the line that says what it would add. */
export function furtherTable(further: readonly Further[], language: Language): EvidenceTable {
  return {
    id: 'further',
    title: { en: 'Left out, because it costs the process more', zh: '未做的（会给进程增加负担）' }[language],
    columns: columnsIn(language, [
      ['option', 'option', '选项', 'text'],
      ['adds', 'what it adds', '可得到什么', 'text'],
    ]),
    rows: further.map((each) => [each.option, furtherText(each, language)]),
  };
}
