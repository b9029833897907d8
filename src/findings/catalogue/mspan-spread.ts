import { formatBytes, formatCount } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

/** Fewer sparse spans are no finding … */
export const manySparseSpans = 1024;
/** … nor is a smaller share of all. */
export const sparseSpanShare = 0.25;

export interface MspanSpreadFacts {
  readonly spanCount: number;
  readonly neededSpanCount: number;
  readonly sparseSpanCount: number;
  readonly spansPerMebibyte: number;
  readonly bytes: number;
}

const remedy = {
  en: paragraphs(
    'The structs themselves are small; what counts are the pages, see heap-fragmented. Do not alarm on the number of mspans: it grows with every healthy heap (128 spans of 8 KiB a MiB).',
  ),
  zh: paragraphs(
    '这些结构本身很小，要紧的是它们占住的页，见 heap-fragmented。不要对 mspan 的数量设告警：健康的堆变大时它同样增长（每 MiB 有 128 个 8 KiB 的 span）。',
  ),
};

export const mspanSpread: CatalogueEntry = {
  id: 'mspan-spread',
  title: {
    en: 'few objects are spread over many spans',
    zh: '少量对象散布在大量 span 中',
  },
  explanation: {
    en:
      `Reported where at least ${formatCount(manySparseSpans)} spans, and a quarter of all spans of small objects, are less than a quarter full. Sweeping and marking walk every span, ` +
      'and each costs an mspan struct. The number of spans alone says nothing: "mspan > 5000" is true of any heap over 80 MB.',
    zh:
      `当至少 ${formatCount(manySparseSpans)} 个、且占小对象 span 四分之一以上的 span 使用不足四分之一时报告。清扫和标记要遍历每个 span，每个 span 还要一个 mspan 结构。` +
      'span 的数量本身不说明问题：任何超过 80 MB 的堆都满足“mspan > 5000”。',
  },
  severityRule: { en: 'Always low.', zh: '始终为 low。' },
  remedy,
};

export const describeMspanSpread: Describe<MspanSpreadFacts> = (facts, _context, language) => {
  const { spanCount, neededSpanCount, sparseSpanCount, spansPerMebibyte, bytes } = facts;
  const rate = spansPerMebibyte.toFixed(0);
  return {
    detail: {
      en: `${formatCount(sparseSpanCount)} of ${formatCount(spanCount)} spans of small objects are less than a quarter full (${rate} spans for each MiB of live small objects); the same objects, packed, fill ${formatCount(neededSpanCount)}. The mspan structs of the others take ${formatBytes(bytes)}.`,
      zh: `${formatCount(spanCount)} 个小对象 span 中有 ${formatCount(sparseSpanCount)} 个使用不足四分之一（每 MiB 存活小对象有 ${rate} 个 span）；同样的对象若紧密排列只需 ${formatCount(neededSpanCount)} 个。多出来的 mspan 结构占 ${formatBytes(bytes)}。`,
    }[language],
    remedy: remedy[language],
  };
};
