import { givingBack } from '../giving-back.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';
import { type MapFacts, numbersSentence, rebuildAdvice } from './one-map.ts';

export const mapGrowingIdle: CatalogueEntry = {
  id: 'map-growing-idle',
  title: {
    en: 'a half-done growth holds the old bucket array too',
    zh: '未完成的扩容仍占着旧的 bucket 数组',
  },
  explanation: {
    en:
      'A classic map (Go 1.18 to 1.23, or GOEXPERIMENT=noswissmap) grows in steps: each insert or delete moves one or two ' +
      'old buckets, reads move none. A map that is no longer written stays between the two, and holds the old array for ' +
      'ever. One look cannot tell an idle map from one that is growing at this moment: look again after a minute. ' +
      'Swiss maps (Go 1.24 and later) grow a table in one step and are never in this state.',
    zh:
      'classic map（Go 1.18 至 1.23，或 GOEXPERIMENT=noswissmap）分步扩容：每次插入或删除搬迁一两个旧 bucket，读取不会搬迁。' +
      '不再写入的 map 会停在中间，永远占着旧数组。单次观察无法区分已停滞的 map 与此刻正在扩容的 map：请一分钟后再看一次。' +
      'Swiss map（Go 1.24 及以后）一步完成一个 table 的扩容，不会处于这种状态。',
  },
  severityRule,
  remedy: {
    en: paragraphs(
      'Writes finish the evacuation: delete or insert once per two old buckets. Or rebuild the map, or make it with the size it needs.',
      givingBack.en,
    ),
    zh: paragraphs(
      '写操作会完成搬迁：每次删除或插入搬迁一两个旧 bucket。也可以重建 map，或在 make 时给出所需的容量。',
      givingBack.zh,
    ),
  },
};

export const describeGrowing: Describe<MapFacts> = (facts, context, language) => ({
  detail: `${numbersSentence(facts, language)} ${
    {
      en: 'A growth has begun and is not finished, so the old bucket array is still held beside the new one.',
      zh: '一次扩容已开始但尚未完成，因此新数组之外还占着旧的 bucket 数组。',
    }[language]
  }`,
  remedy: paragraphs(
    {
      en: 'If the map is written, each insert or delete moves one or two old buckets and the old array goes by itself; delete of an absent key counts too, unless the map is empty. If it is only read, it stays so.',
      zh: '如果还有写入，每次插入或删除都会搬迁一两个旧 bucket，旧数组随后自行释放；删除不存在的键同样有效（空 map 除外）。如果只有读取，它会一直如此。',
    }[language],
    rebuildAdvice(facts, context, language),
    givingBack[language],
  ),
});
