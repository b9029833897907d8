import { givingBack } from '../giving-back.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import type { Language } from '../language.ts';
import { severityRule } from '../severity.ts';
import { retainedRatio } from '../survey/map-kinds.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';
import { type MapFacts, nextPeak, numbersSentence, rebuildAdvice } from './one-map.ts';

export const mapRetained: CatalogueEntry = {
  id: 'map-retained',
  title: {
    en: 'a map keeps the memory of its peak',
    zh: 'map 仍占着高峰时的内存',
  },
  explanation: {
    en:
      'No Go version shrinks a map. delete() and clear() empty slots but keep every bucket array or table, so a map ' +
      'costs what its largest moment cost until the map itself is dropped. A map made with too large a size hint looks ' +
      `the same. Reported where a map takes at least ${retainedRatio} times what a new map with the same entries takes; growth alone ` +
      'never leads there. Keys and values over 128 bytes lie outside the map and do come back on delete.',
    zh:
      '任何 Go 版本都不会收缩 map。delete() 和 clear() 只清空槽位，所有 bucket 数组或 table 都会保留，因此在 map 本身被丢弃之前，' +
      '它的开销始终等于其最大时刻的开销。make 时给出过大的容量提示也会呈现同样的现象。当一个 map 的占用至少是容纳相同条目的新 map 的 ' +
      `${retainedRatio} 倍时报告；仅靠增长不会达到这个比例。超过 128 字节的键和值存放在 map 之外，delete 后可以收回。`,
  },
  severityRule,
  remedy: {
    en: paragraphs(
      'Rebuild the map after a large delete, under the lock that guards it:',
      '    fresh := make(map[K]V, len(m))',
      '    for k, v := range m {',
      '        fresh[k] = v',
      '    }',
      '    m = fresh',
      'maps.Clone is no substitute: since Go 1.25 it copies the tables at their present size.',
      givingBack.en,
    ),
    zh: paragraphs(
      '大量删除之后，在保护它的锁内重建 map：',
      '    fresh := make(map[K]V, len(m))',
      '    for k, v := range m {',
      '        fresh[k] = v',
      '    }',
      '    m = fresh',
      'maps.Clone 不能代替：自 Go 1.25 起，它按现有大小原样复制各个 table。',
      givingBack.zh,
    ),
  },
};

export const describeRetained: Describe<MapFacts> = (facts, context, language) => ({
  detail: numbersSentence(facts, language),
  remedy: paragraphs(
    rebuildAdvice(facts, context, language),
    nextPeak(facts, language),
    givingBack[language],
  ),
});

/** What a heap profile with raw addresses tells of the maps that one line fills. */
export interface ProfiledMapFacts {
  readonly where: string;
  readonly bucketBytes: number;
  readonly lowBytes: number;
  readonly highBytes: number;
  readonly sampleCount: number;
  readonly mostEntries: number;
  readonly reclaimableBytes: number;
  readonly history?: MapLineHistory | undefined;
}

/** What an earlier look saw of the same maps. */
export interface MapLineHistory {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Keys and values beside the maps' arrays that were alive, at least, and what the arrays took. */
  readonly leastBoxes: number;
  readonly bucketBytes: number;
}

function historySentence(
  { atMs, leastBoxes, bucketBytes }: MapLineHistory,
  now: number,
  language: Language,
): string {
  const [then, later] = [bucketBytes, now].map(formatBytes);
  const time = new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
  return {
    en: ` At ${time} UTC at least ${formatCount(leastBoxes)} of these keys or values were alive and the arrays took ${then}: they were freed since, and the arrays take ${later}.`,
    zh: `在 ${time}（UTC）至少有 ${formatCount(leastBoxes)} 个这样的键或值存活，数组占 ${then}：此后它们已被释放，而数组仍占 ${later}。`,
  }[language];
}

export const describeRetainedInProfile: Describe<ProfiledMapFacts> = (facts, _context, language) => {
  const { where, bucketBytes, lowBytes, highBytes, sampleCount, mostEntries, reclaimableBytes, history } =
    facts;
  const before = history ? historySentence(history, bucketBytes, language) : '';
  const [bytes, low, high] = [bucketBytes, lowBytes, highBytes].map(formatBytes);
  return {
    detail: {
      en: `The arrays of the maps that ${where} fills take ${bytes} (95%: ${low} to ${high}, ${formatCount(sampleCount)} samples). Keys or values of these maps lie beside them, and only so many are alive that the maps have at most ${formatCount(mostEntries)} entries; made anew they give back at least ${formatBytes(reclaimableBytes)}.${before}`,
      zh: `${where} 所填充的 map 的数组占 ${bytes}（95%：${low} 至 ${high}，${formatCount(sampleCount)} 个样本）。这些 map 的键或值另行存放，由存活的数量可知至多有 ${formatCount(mostEntries)} 个条目；重建至少可收回 ${formatBytes(reclaimableBytes)}。${before}`,
    }[language],
    remedy: mapRetained.remedy[language],
  };
};
