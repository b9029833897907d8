import { givingBack } from '../giving-back.ts';
import type { Text } from '../language.ts';
import { formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';
import { type MapFacts, numbersSentence, rebuildAdvice } from './one-map.ts';

export const mapTombstones: CatalogueEntry = {
  id: 'map-tombstones',
  title: {
    en: 'deleted entries left tombstones in a map twice as large as needed',
    zh: '删除留下墓碑，map 比所需大一倍以上',
  },
  explanation: {
    en:
      'In a Swiss map (Go 1.24 and later) a delete from a full group leaves a tombstone, which uses up room for inserts. ' +
      'In Go 1.24 nothing but growth removes tombstones, so a map of constant len doubles again and again: 100,000 live ' +
      'entries with 7.5 million replaced ones reached 524,288 slots (golang/go#70886). Go 1.25 and later prune ' +
      'tombstones before they grow a table, and stopped at 262,144 in the same test. Reported where a map has many tombstones and ' +
      'many entries, and takes about twice what the entries need or more.',
    zh:
      '在 Swiss map（Go 1.24 及以后）中，从已满的 group 删除会留下墓碑（tombstone），占用插入的余量。Go 1.24 只有扩容才能清除墓碑，' +
      '因此条目数不变的 map 也会一再翻倍：保持 10 万个条目、替换 750 万次之后达到 524,288 个槽位（golang/go#70886）。' +
      'Go 1.25 及以后在扩容 table 之前先清理墓碑，同样的测试停在 262,144 个。当 map 的墓碑和条目都很多，且占用至少为条目所需的近两倍时报告。',
  },
  severityRule,
  remedy: {
    en: paragraphs(
      'On Go 1.24, upgrade: 1.25 prunes tombstones. Rebuild the map to get back what it holds now.',
      givingBack.en,
    ),
    zh: paragraphs('如果是 Go 1.24，请升级：1.25 会清理墓碑。重建 map 可收回现在占用的内存。', givingBack.zh),
  },
};

export const describeTombstones: Describe<MapFacts> = (facts, context, language) => ({
  detail: `${numbersSentence(facts, language)} ${
    {
      en: `${formatCount(facts.tombstones)} slots are tombstones of deleted entries: unless it once held far more, deletes and inserts made it this large, not growth.`,
      zh: `其中 ${formatCount(facts.tombstones)} 个槽位是已删除条目的墓碑：除非它曾经有多得多的条目，否则是反复删除和插入（而非增长）使它变得这么大。`,
    }[language]
  }`,
  remedy: paragraphs(
    upgrade(context.goMinor)[language],
    rebuildAdvice(facts, context, language),
    givingBack[language],
  ),
});

function upgrade(goMinor: number): Text {
  if (goMinor <= 24) {
    return {
      en: 'Upgrade to Go 1.25 or later, which prunes tombstones before it grows a table; 1.24 never does, and the map will double again.',
      zh: '升级到 Go 1.25 或更高版本：它在扩容 table 之前先清理墓碑；1.24 从不清理，map 还会再次翻倍。',
    };
  }
  return {
    en: 'This Go prunes tombstones before it grows a table: under steady deletes and inserts the map may double once more, not again and again.',
    zh: '这个 Go 版本在扩容 table 之前会清理墓碑：在持续的删除和插入下，map 可能再翻倍一次，但不会一再翻倍。',
  };
}
