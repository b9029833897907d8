import type { Text } from '../language.ts';
import { formatCount, formatShare } from '../number-text.ts';
import { type CpuLine, type CpuShare, cpuLinesText, cpuShareText } from './cpu-shares.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs, type RemedyContext } from './entry.ts';

/** More growWork than that is a sign of maps that grow too often, says article 003 (§2.1). */
export const articleGrowthShare = 0.05;
/** From here on, by the lower end, it is medium. */
export const dearGrowthShare = 0.2;

export interface MapGrowthCpuFacts extends CpuShare {
  /** Samples of growth, and of all. */
  readonly sampleCount: number;
  readonly totalSampleCount: number;
  /** The line that the finding is about; undefined where only all lines together pass. */
  readonly where: string | undefined;
  /** The largest lines, where it is about all of them. */
  readonly lines: readonly CpuLine[];
  readonly lineCount: number;
}

export const mapGrowthCpu: CatalogueEntry = {
  id: 'map-growth-cpu',
  title: { en: 'the growth of maps costs CPU', zh: 'map 扩容消耗 CPU' },
  explanation: {
    en:
      'A map that is full gets an array of twice the size, and its entries are moved there: each entry about once for as long as the map doubles. ' +
      'Up to Go 1.23 the moving is spread over later inserts and deletes (growWork, evacuate), of which each moves one or two buckets; from Go 1.24 on (Swiss maps) the insert that finds a table full moves all of that table (grow, rehash, split). ' +
      'Maps that are made without a size and filled again and again pay it each time. Told by these functions on the stacks of a CPU profile, by the line of the program that inserted. ' +
      'An article takes 5% for the sign of frequent growth; here the lower end of the 95% interval has to be above it.',
    zh:
      'map 装满后会得到两倍大小的数组，条目随之迁移：只要 map 还在翻倍，每个条目大约迁移一次。' +
      'Go 1.23 及以前，迁移分摊到之后的写入与删除（growWork、evacuate），每次搬一两个桶；Go 1.24 起（Swiss map），由发现表已满的那次写入迁移整张表（grow、rehash、split）。' +
      '不带容量创建、又反复填充的 map 每次都要付出这笔开销。依据是 CPU profile 的栈中出现这些函数，按程序中写入的那一行统计。' +
      '文章以 5% 作为频繁扩容的征兆；这里要求 95% 区间的下限高于它。',
  },
  severityRule: {
    en: `Low where the lower end of the interval is above ${formatShare(articleGrowthShare, 1)} of all CPU samples, for one line or for all; medium from ${formatShare(dearGrowthShare, 1)} on. No memory comes back by it.`,
    zh: `某一行或所有行合计的区间下限高于全部 CPU 样本的 ${formatShare(articleGrowthShare, 1)} 时为 low；达到 ${formatShare(dearGrowthShare, 1)} 为 medium。修正它不会收回内存。`,
  },
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }),
};

export const describeMapGrowthCpu: Describe<MapGrowthCpuFacts> = (facts, context, language) => {
  const { where, lines, lineCount, sampleCount, totalSampleCount } = facts;
  const share = cpuShareText(facts);
  const counts = [formatCount(sampleCount), formatCount(totalSampleCount)];
  const detail: Text =
    where === undefined
      ? {
          en: `All maps together spend ${share.en} of the CPU time on growth, ${counts[0]} of ${counts[1]} samples. No line does so much alone: ${cpuLinesText(lines, lineCount).en}.`,
          zh: `所有 map 合计有 ${share.zh} 的 CPU 时间用于扩容，即 ${counts[1]} 个样本中的 ${counts[0]} 个。没有单独一行达到阈值：${cpuLinesText(lines, lineCount).zh}。`,
        }
      : {
          en: `${where} spends ${share.en} of the CPU time of the profile on the growth of maps, ${counts[0]} of ${counts[1]} samples.`,
          zh: `${where} 将 profile 中 ${share.zh} 的 CPU 时间用于 map 扩容，即 ${counts[1]} 个样本中的 ${counts[0]} 个。`,
        };
  return { detail: detail[language], remedy: remedyText(context)[language] };
};

function remedyText({ goMinor, mapKind }: RemedyContext): Text {
  const code = codeBlock('m := make(map[K]V, n) // n: the entries that it will have');
  const refill =
    goMinor >= 21
      ? {
          en: 'Where one map is filled again and again, empty it by clear(m) and keep it: it keeps its size. Not after a rare peak, whose memory it would keep as well.',
          zh: '如果同一个 map 反复填充，用 clear(m) 清空后继续使用：它会保持原有大小。偶发的高峰之后不要这样做，否则高峰的内存也会留下。',
        }
      : {
          en: 'Where one map is filled again and again, empty it by `for k := range m { delete(m, k) }`, which the compiler turns into one clear, and keep it: it keeps its size. Not after a rare peak, whose memory it would keep as well.',
          zh: '如果同一个 map 反复填充，用 `for k := range m { delete(m, k) }` 清空（编译器会把它变成一次清空）后继续使用：它会保持原有大小。偶发的高峰之后不要这样做，否则高峰的内存也会留下。',
        };
  const place =
    mapKind === 'classic'
      ? {
          en: 'The line is one that inserts or deletes while the map grows; the size belongs where the map is made. A classic map also grows at the same size where many deletes left chains of overflow buckets: a size does not help there, a new map does.',
          zh: '这一行是在 map 扩容期间写入或删除的行；容量要写在创建 map 的地方。classic map 在大量删除留下溢出桶链时也会做等量扩容：此时给容量没有用，要新建 map。',
        }
      : {
          en: 'The line is the one that inserts; the size belongs where the map is made. A Swiss map also moves its entries at the same size where deleted slots fill it: a size does not help there.',
          zh: '这一行是写入的行；容量要写在创建 map 的地方。Swiss map 在被已删除的槽位占满时也会以相同大小重排：此时给容量没有用。',
        };
  return {
    en: paragraphs(
      'Give make the number of entries, and the map is made at its size at once:',
      code,
      refill.en,
      place.en,
    ),
    zh: paragraphs('在 make 时给出条目数，map 会一次按所需大小创建：', code, refill.zh, place.zh),
  };
}
