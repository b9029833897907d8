import { formatBytes, formatCount } from '../number-text.ts';
import { goNames } from '../go-name.ts';
import { cloneNote, rebuildCode } from '../rebuild-code.ts';
import type { Language, Text } from '../language.ts';
import { codeBlock, paragraphs, type RemedyContext } from './entry.ts';

/** Facts of a finding about one map, or about several of one type held by way of one path. */
export interface MapFacts {
  readonly where: string;
  readonly type: string | undefined;
  /** Of the map; of several none. */
  readonly holders: readonly string[];
  readonly holderCount: number;
  readonly maps: number;
  readonly len: number;
  readonly slots: number;
  readonly tombstones: number;
  readonly bytes: number;
  readonly reclaimableBytes: number;
  /** Bytes of an element inside the map's arrays; 0 where the type is not known. */
  readonly inlineElemBytes: number;
}

/** Elements above this are better kept by pointer where a map empties again and again. */
const heavyElemBytes = 64;

/** `main.sessions (map[int]main.Session)` with its numbers, for one map or many. */
export function numbersSentence(facts: MapFacts, language: Language): string {
  const { where, maps, len, slots, bytes, reclaimableBytes } = facts;
  const type = facts.type !== undefined && !where.startsWith(facts.type) ? ` (${facts.type})` : '';
  const rebuilt = formatBytes(bytes - reclaimableBytes);
  if (maps > 1) {
    return {
      en: `${formatCount(maps)} maps at ${where}${type} take ${formatBytes(bytes)} for ${entries(len, 'en')}: ${formatCount(slots)} slots in all. Made anew they take ${rebuilt}.`,
      zh: `${where}${type} 下的 ${formatCount(maps)} 个 map 共有 ${formatCount(slots)} 个槽位，占 ${formatBytes(bytes)}，却只有 ${formatCount(len)} 个条目；重建后只需 ${rebuilt}。`,
    }[language];
  }
  return {
    en: `${where}${type} takes ${formatBytes(bytes)} for ${entries(len, 'en')}: it has ${formatCount(slots)} slots. Made anew it takes ${rebuilt}.`,
    zh: `${where}${type} 有 ${formatCount(slots)} 个槽位，占 ${formatBytes(bytes)}，却只有 ${formatCount(len)} 个条目；重建后只需 ${rebuilt}。`,
  }[language];
}

/** `0 entries`, `1 entry`, `12 个条目`. */
export function entries(len: number, language: Language): string {
  if (language === 'zh') return `${formatCount(len)} 个条目`;
  return len === 1 ? '1 entry' : `${formatCount(len)} entries`;
}

/** The rebuild in Go, with the map's own name and type where they are known. */
export function rebuildAdvice(facts: MapFacts, context: RemedyContext, language: Language): string {
  const names = goNames(facts.maps === 1 ? facts.holders[0] : undefined, facts.type);
  const intro: Text =
    facts.maps === 1
      ? {
          en: names.packageName
            ? `Rebuild it, in package ${names.packageName}:`
            : 'Rebuild it where it is held:',
          zh: names.packageName ? `在包 ${names.packageName} 中重建它：` : '在持有它的地方重建：',
        }
      : { en: 'Rebuild each of them after a large delete:', zh: '大量删除之后，逐个重建：' };
  const len = facts.maps === 1 ? facts.len : undefined;
  return paragraphs(
    intro[language],
    codeBlock(rebuildCode(names, len, language)),
    len === 0 ? undefined : cloneNote(context.goMinor)[language],
    severalHolders(facts, language),
  );
}

/** A map is a reference: replacing it in one place leaves the old one alive in the others. */
function severalHolders({ holders, holderCount, maps }: MapFacts, language: Language): string | undefined {
  if (maps > 1 || holderCount < 2) return undefined;
  const listed = holders.join(', ');
  return {
    en: `${formatCount(holderCount)} references hold this map (${listed}${holderCount > holders.length ? ', …' : ''}): the old memory is freed only when every one of them is set to the new map.`,
    zh: `有 ${formatCount(holderCount)} 处引用持有这个 map（${listed}${holderCount > holders.length ? '，…' : ''}）：只有全部改为指向新 map，旧内存才会释放。`,
  }[language];
}

/** How to keep the next peak cheap. */
export function nextPeak({ inlineElemBytes }: MapFacts, language: Language): string {
  const byPointer =
    inlineElemBytes > heavyElemBytes
      ? {
          en: ` Or store pointers: an empty slot then costs 8 bytes instead of ${inlineElemBytes}, and a deleted value is freed by the GC.`,
          zh: `或者改存指针：空槽位只占 8 字节而不是 ${inlineElemBytes} 字节，删除的值可由 GC 释放。`,
        }[language]
      : '';
  return (
    {
      en: 'If it fills and empties again and again, rebuild it when len falls below a quarter of its peak, or shard it by key so that each rebuild, and its lock, is short.',
      zh: '如果它反复填满又清空，可在 len 低于高峰的四分之一时重建，或按键分片，使每次重建（及持锁时间）都很短。',
    }[language] + byPointer
  );
}
