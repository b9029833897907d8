import type { Text } from '../language.ts';
import { formatBytes } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

/** The runtime keeps below 95 % of the limit (runtime/mgcscavenge.go, reduceExtraPercent); with this it has room. */
export const limitMarginPercent = 10;

export interface GomemlimitMissingFacts {
  readonly heldBytes: number;
  readonly suggestedBytes: number;
  /** The largest heap so far: HeapSys, which never falls. */
  readonly peakHeapBytes: number;
  /** RSS beyond what Go holds; 0 where not known. */
  readonly notGoBytes: number;
}

export const gomemlimitMissing: CatalogueEntry = {
  id: 'gomemlimit-missing',
  title: {
    en: 'no GOMEMLIMIT, and Go keeps the memory of its peak',
    zh: '没有设置 GOMEMLIMIT，Go 留着高峰时的内存',
  },
  explanation: {
    en:
      'Without a limit the collector and the scavenger look at the live heap only: they let the heap double and give pages back slowly, whatever the ' +
      'container has. With GOMEMLIMIT (Go 1.19+) pages beyond it are given back at once, and collections come earlier when it is near. ' +
      'The number is the larger of the present heap goal and the live heap of the peak (the largest heap divided by 1 + GOGC / 100), plus what Go needs beside the heap, ' +
      `plus ${limitMarginPercent}%. Reported where Go holds clearly more than that. The limit is soft: a live heap above it costs up to half of the CPU for collections.`,
    zh:
      '没有上限时，GC 与 scavenger 只看存活堆：无论容器有多大，堆都可以翻倍，页的归还也很慢。设置 GOMEMLIMIT（Go 1.19+）后，超出的页会立即归还，接近上限时 GC 会提前。' +
      '建议值为当前堆目标与高峰时存活堆（最大的堆除以 1 + GOGC / 100）中较大者，加上 Go 在堆之外的需要，' +
      `再加 ${limitMarginPercent}%。当 Go 持有的内存明显多于此值时报告。该上限是软性的：存活堆超过它时，GC 最多占用一半 CPU。`,
  },
  severityRule: {
    en: `By the bytes above that number, never more than medium. ${severityRule.en}`,
    zh: `按超出该值的字节数，至多为 medium。${severityRule.zh}`,
  },
  remedy: {
    en: 'Set GOMEMLIMIT to about 90% of the limit of the container, less what is not Go (C, mappings); lower to have pages back sooner, but above the live heap of a peak.',
    zh: '把 GOMEMLIMIT 设为容器上限的约 90%，并减去不属于 Go 的部分（C、映射）；设得更低可更早归还页，但要高于高峰时的存活堆。',
  },
};

export const describeGomemlimitMissing: Describe<GomemlimitMissingFacts> = (facts, _context, language) => {
  const { heldBytes, suggestedBytes, peakHeapBytes, notGoBytes } = facts;
  const held = formatBytes(heldBytes);
  const back = formatBytes(heldBytes - suggestedBytes);
  const value = `GOMEMLIMIT=${Math.round(suggestedBytes / 2 ** 20)}MiB`;
  const beside = formatBytes(notGoBytes);
  const detail: Text = {
    en: `Go holds ${held} and no limit bounds it. ${value} has room for what it does now and for the live heap of the peak (the heap was once ${formatBytes(peakHeapBytes)}); about ${back} would be given back at once.`,
    zh: `Go 持有 ${held}，没有上限约束。${value} 足以容纳当前的工作与高峰时的存活堆（堆曾达到 ${formatBytes(peakHeapBytes)}）；约 ${back} 会立即归还。`,
  };
  const remedy: Text = {
    en: paragraphs(
      `Set ${value} in the environment (or debug.SetMemoryLimit), and no more than 90% of the limit of the container${notGoBytes > 0 ? ` less the ${beside} that are not Go's` : ''}: this evidence does not tell that limit.`,
      'Watch the first peak: if collections take much CPU then, its live heap is larger than this; raise the number.',
    ),
    zh: paragraphs(
      `在环境变量中设置 ${value}（或 debug.SetMemoryLimit），且不超过容器上限的 90%${notGoBytes > 0 ? `减去不属于 Go 的 ${beside}` : ''}：这份证据没有给出容器上限。`,
      '观察第一次高峰：若 GC 占用大量 CPU，说明存活堆大于此值，应调高。',
    ),
  };
  return { detail: detail[language], remedy: remedy[language] };
};
