import type { Language } from '../../findings/index.ts';
import type { VersionChange } from '../../predict/index.ts';

/** The wording of `predict --compare`. Bytes come formatted. */
export interface CompareWords {
  /** Title of the column of stages, and of the one of differences. */
  readonly stage: string;
  readonly difference: string;
  readonly more: Readonly<Record<'peak' | 'garbage' | 'entry' | 'unused' | 'one' | 'all', string>>;
  headline(
    type: string,
    entries: string,
    first: string,
    firstBytes: string,
    last: string,
    lastBytes: string,
  ): string;
  readonly changes: string;
  step(
    from: string,
    to: string,
    filledBefore: string,
    filled: string,
    peakBefore: string,
    peak: string,
  ): string;
  readonly change: Readonly<Record<VersionChange, string>>;
  readonly noChange: string;
}

const english: CompareWords = {
  stage: 'STAGE',
  difference: 'DIFFERENCE',
  more: {
    peak: 'peak',
    garbage: 'garbage of growing',
    entry: 'an entry',
    unused: 'unused',
    one: 'one',
    all: 'all',
  },
  headline: (type, entries, first, firstBytes, last, lastBytes) =>
    `${type} with ${entries} entries takes ${firstBytes} on Go ${first} and ${lastBytes} on Go ${last}.`,
  changes: 'What changed',
  step: (from, to, filledBefore, filled, peakBefore, peak) =>
    `${from} → ${to} (filled ${filledBefore} → ${filled}, peak ${peakBefore} → ${peak}):`,
  change: {
    'load-factor-6':
      'A bucket takes 6 entries in the mean before the map doubles, not 6.5, so it doubles earlier.',
    'load-factor-6.5': 'A bucket takes 6.5 entries again before the map doubles.',
    'malloc-header':
      'An object over 512 bytes with pointers has a word in front of it, which moves some into the next size class.',
    swiss:
      'Swiss tables replace buckets: 7 of 8 slots fill before a table grows, tables of at most 1,024 slots split one by one, and no old array is held while growing. Key and value lie side by side, so that alignment may cost padding.',
    'larger-header': 'The header of a map takes 64 bytes instead of 48.',
    pruning:
      'Deleted slots are cleared away before a table grows, for keys of 4 or 8 bytes without pointers and strings, with values up to 128 bytes: a map whose keys come and go no longer doubles for them.',
  },
  noChange: 'Nothing that maps cost changed between these versions.',
};

const chinese: CompareWords = {
  stage: '阶段',
  difference: '差别',
  more: {
    peak: '峰值',
    garbage: '增长的垃圾',
    entry: '每个条目',
    unused: '未使用',
    one: '单个',
    all: '全部',
  },
  headline: (type, entries, first, firstBytes, last, lastBytes) =>
    `${type} 装 ${entries} 个条目时，在 Go ${first} 上占用 ${firstBytes}，在 Go ${last} 上占用 ${lastBytes}。`,
  changes: '变化',
  step: (from, to, filledBefore, filled, peakBefore, peak) =>
    `${from} → ${to}（填满 ${filledBefore} → ${filled}，峰值 ${peakBefore} → ${peak}）：`,
  change: {
    'load-factor-6': '平均每桶 6 个条目（而不是 6.5 个）时 map 就翻倍，因此更早翻倍。',
    'load-factor-6.5': '恢复为每桶 6.5 个条目时翻倍。',
    'malloc-header': '超过 512 字节且含指针的对象前面多了一个字，有些因此进入下一个大小级别。',
    swiss:
      'Swiss 表取代了桶：8 个槽位中填满 7 个后表才增长；表最多 1,024 个槽位，逐个分裂；增长时不再保留旧数组。键和值相邻存放，对齐可能产生填充。',
    'larger-header': 'map 的头部从 48 字节变为 64 字节。',
    pruning:
      '表增长之前先清理被删除的槽位（键为 4 或 8 字节且不含指针，或为字符串，值不超过 128 字节）：键来来去去的 map 不再因此翻倍。',
  },
  noChange: '这些版本之间，map 的开销没有变化。',
};

export const compareWords: Readonly<Record<Language, CompareWords>> = { en: english, zh: chinese };
