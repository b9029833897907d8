import { entries } from './catalogue/one-map.ts';
import { type Finding, isAtLeast } from './finding.ts';
import type { Language } from './language.ts';
import { formatBytes, formatCount, formatShare } from './number-text.ts';
import type { CensusEvidence } from './rules/evidence.ts';
import { heldBytes } from './survey/totals.ts';

/** The one sentence that answers: what holds the memory, how much, and what comes back. */
export function headline(evidence: CensusEvidence, findings: readonly Finding[], language: Language): string {
  const worst = findings[0];
  if (!worst || !isAtLeast(worst.severity, 'medium')) return mapsAreNotIt(evidence, language);
  const total = formatBytes(evidence.totalBytes);
  const held = formatBytes(worst.bytes);
  const back = formatBytes(worst.reclaimableBytes);
  if (!worst.id.startsWith('map'))
    return {
      en: `${worst.where}: ${worst.title}, ${held} of ${total}; ${back} would come back.`,
      zh: `${worst.where}：${worst.title}，占 ${total} 中的 ${held}，可收回 ${back}。`,
    }[language];
  const type = typeof worst.evidence['type'] === 'string' ? worst.evidence['type'] : undefined;
  const place =
    type !== undefined && !worst.where.startsWith(type) ? `${worst.where} (${type})` : worst.where;
  // Findings that are not about maps say in their title what is the matter.
  if (!('maps' in worst.evidence)) {
    const gives = worst.reclaimableBytes > 0;
    return {
      en: `${worst.where}: ${worst.title}; ${held} of ${total}${gives ? `, ${back} to be had back` : ''}.`,
      zh: `${worst.where}：${worst.title}；占 ${total} 中的 ${held}${gives ? `，可收回 ${back}` : ''}。`,
    }[language];
  }
  const maps = Number(worst.evidence['maps'] ?? 1);
  const len = Number(worst.evidence['len'] ?? 0);
  if (worst.id === 'maps-many-small') {
    const at =
      worst.where === type
        ? { en: `of type ${place}`, zh: `${place} 类型` }
        : { en: `at ${place}`, zh: place };
    return {
      en: `${formatCount(maps)} small maps ${at.en} hold ${held} of ${total}.`,
      zh: `${at.zh} 的 ${formatCount(maps)} 个小 map 占 ${total} 中的 ${held}。`,
    }[language];
  }
  if (worst.id === 'map-dead-entries') {
    return {
      en: `${place} holds ${held} of ${total} for entries that are over; deleting them and a rebuild give it back.`,
      zh: `${place} 中已经结束的条目占 ${total} 中的 ${held}；删除它们并重建可收回。`,
    }[language];
  }
  const several = maps > 1;
  return {
    en: `${place}${several ? `: ${formatCount(maps)} maps hold` : ' holds'} ${held} of ${total} for ${entries(len, 'en')}; a rebuild gives back ${back}.`,
    zh: `${place}${several ? ` 的 ${formatCount(maps)} 个 map` : ''} 以 ${entries(len, 'zh')}占着 ${total} 中的 ${held}；重建可收回 ${back}。`,
  }[language];
}

function mapsAreNotIt(
  { survey, totalBytes, heapBytes, incomplete }: CensusEvidence,
  language: Language,
): string {
  const mapBytes = heldBytes(survey.all);
  const share = formatShare(mapBytes, totalBytes);
  if (incomplete) {
    return {
      en: `Only a part could be read: the maps seen hold ${formatBytes(mapBytes)} of ${formatBytes(totalBytes)}; the rest is not known.`,
      zh: `只读到一部分：所见的 map 占 ${formatBytes(totalBytes)} 中的 ${formatBytes(mapBytes)}，其余未知。`,
    }[language];
  }
  const inHeap = Math.max(0, heapBytes - mapBytes) >= Math.max(0, totalBytes - heapBytes);
  const look: Record<Language, string> = inHeap
    ? { en: 'look at the other heap objects', zh: '请看堆上的其他对象' }
    : { en: 'look outside the live heap', zh: '请看存活堆以外的内存' };
  return {
    en: `Maps are not the problem: they hold ${formatBytes(mapBytes)} (${share}) of ${formatBytes(totalBytes)}; ${look.en}.`,
    zh: `问题不在 map：它们占 ${formatBytes(totalBytes)} 中的 ${formatBytes(mapBytes)}（${share}）；${look.zh}。`,
  }[language];
}
