import { givingBack } from '../giving-back.ts';
import type { Text } from '../language.ts';
import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';

/** Groups of at least so many maps … */
export const manyMaps = 1000;
/** … that take no more than this each on average are many small maps. */
export const smallMapBytes: number = 16 * 1024;

export interface ManySmallFacts {
  readonly where: string;
  readonly type: string;
  readonly maps: number;
  readonly len: number;
  readonly slots: number;
  /** With boxes. */
  readonly bytes: number;
  /** Beyond the keys and values themselves. */
  readonly overheadBytes: number;
  /** The overhead is at least that: the type is not known. */
  readonly isLeast: boolean;
  readonly reclaimableBytes: number;
}

export const mapsManySmall: CatalogueEntry = {
  id: 'maps-many-small',
  title: {
    en: 'very many small maps',
    zh: '数量极多的小 map',
  },
  explanation: {
    en:
      'Each map costs a header of 48 bytes, and with its first entry a bucket or group of 8 slots, whether they are used or not: a ' +
      'map[string]string with one entry takes 336 bytes. No one of them is worth a look, all of them together are. ' +
      `Reported for ${formatCount(manyMaps)} or more maps of one type and holder that take ${formatBytes(smallMapBytes)} or less on average.`,
    zh:
      '每个 map 有 48 字节的头部，写入第一个条目后还有 8 个槽位的 bucket 或 group，无论是否用到：只有一个条目的 map[string]string 占 336 字节。' +
      '单个不值得关注，加在一起就可观了。' +
      `同一类型、同一持有者的 map 达到 ${formatCount(manyMaps)} 个且平均不超过 ${formatBytes(smallMapBytes)} 时报告。`,
  },
  severityRule: {
    en: `By the bytes beyond the keys and values themselves. ${severityRule.en}`,
    zh: `按键和值本身以外的字节数。${severityRule.zh}`,
  },
  remedy: {
    en: paragraphs(remedyText({ goMinor: 24, mapKind: 'swiss' }, true).en, givingBack.en),
    zh: paragraphs(remedyText({ goMinor: 24, mapKind: 'swiss' }, true).zh, givingBack.zh),
  },
};

export const describeManySmall: Describe<ManySmallFacts> = (facts, context, language) => {
  const each = formatBytes(Math.round(facts.bytes / facts.maps));
  const entriesEach = (facts.len / facts.maps).toFixed(1);
  const slotsEach = (facts.slots / facts.maps).toFixed(1);
  const rebuild =
    facts.reclaimableBytes > 0
      ? {
          en: ` Rebuilding each gives back ${formatBytes(facts.reclaimableBytes)}.`,
          zh: ` 逐个重建可收回 ${formatBytes(facts.reclaimableBytes)}。`,
        }[language]
      : '';
  const detail = {
    en: `${formatCount(facts.maps)} maps of type ${facts.type} take ${formatBytes(facts.bytes)}: ${each} each on average, with ${entriesEach} entries in ${slotsEach} slots. ${facts.isLeast ? 'At least ' : ''}${formatBytes(facts.overheadBytes)} of it is not keys and values.`,
    zh: `${formatCount(facts.maps)} 个 ${facts.type} 类型的 map 共占 ${formatBytes(facts.bytes)}：平均每个 ${each}，${slotsEach} 个槽位中有 ${entriesEach} 个条目。其中${facts.isLeast ? '至少' : ''} ${formatBytes(facts.overheadBytes)} 不是键和值。`,
  }[language];
  return {
    detail: detail + rebuild,
    remedy: paragraphs(remedyText(context, isSet(facts.type))[language], givingBack[language]),
  };
};

/** `map[int64]struct {}`, as reflect spells it. */
function isSet(type: string): boolean {
  return /\]struct ?\{\}$/.test(type);
}

function remedyText({ goMinor, mapKind }: RemedyContext, forSets: boolean): Text {
  const set: Text =
    forSets && mapKind === 'swiss' && goMinor >= 24
      ? {
          en: ' Since Go 1.24 a map[K]struct{} pads every slot (map[int64]struct{} takes 16 bytes a slot): for sets a sorted slice saves most.',
          zh: ' 自 Go 1.24 起，map[K]struct{} 的每个槽位都有填充（map[int64]struct{} 每槽 16 字节），集合改用有序 slice 节省最多。',
        }
      : { en: '', zh: '' };
  return {
    en:
      'Keep a handful of entries in a slice of pairs and search it in order. Make the map ' +
      'at the first write (reading a nil map is fine). Or put all of them into one map with a composite key: ' +
      `map[struct{ owner, key K }]V.${set.en}`,
    zh:
      '条目很少时用键值对的 slice 存放并顺序查找。首次写入时才 make（读取 nil map 没有问题）。' +
      `或者合并为一个使用复合键的 map：map[struct{ owner, key K }]V。${set.zh}`,
  };
}
