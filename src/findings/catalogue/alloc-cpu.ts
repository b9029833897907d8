import type { Text } from '../language.ts';
import { formatCount, formatShare } from '../number-text.ts';
import { type CpuLine, type CpuShare, cpuLinesText, cpuShareText } from './cpu-shares.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

/** More of mallocgc in `top -cum` than that takes article 001 (§3.2) for the sign of a leak; it is one of allocation alone. */
export const articleAllocationShare = 0.3;
/** From here on, by the lower end, it is medium. */
export const dearAllocationShare = 0.5;

export interface AllocCpuFacts extends CpuShare {
  /** Samples of allocation, and of all. */
  readonly sampleCount: number;
  readonly totalSampleCount: number;
  /** The largest lines, and how many there are. */
  readonly lines: readonly CpuLine[];
  readonly lineCount: number;
}

export const allocCpu: CatalogueEntry = {
  id: 'alloc-cpu',
  title: { en: 'allocation takes much of the CPU', zh: '内存分配占用大量 CPU' },
  explanation: {
    en:
      'Each object on the heap is made by mallocgc: it finds a slot, clears it, and helps the collector where that is behind (assist). ' +
      'Told by mallocgc on the stacks of a CPU profile; what maps allocate when they grow is told by map-growth-cpu and left out here. ' +
      'An article takes more than 30% in top -cum, with a growing heap, for a leak: by itself it says that much is allocated, not that anything is kept. ' +
      'Here the lower end of the 95% interval has to be above it.',
    zh:
      '堆上的每个对象都由 mallocgc 创建：寻找槽位、清零，并在 GC 落后时协助标记（assist）。' +
      '依据是 CPU profile 的栈中出现 mallocgc；map 扩容时的分配由 map-growth-cpu 说明，这里不计。' +
      '文章认为 top -cum 中超过 30% 且堆在增长即为泄漏：单看这一项，它只说明分配很多，并不说明有东西被留住。' +
      '这里要求 95% 区间的下限高于它。',
  },
  severityRule: {
    en: `Low where the lower end of the interval is above ${formatShare(articleAllocationShare, 1)} of all CPU samples; medium from ${formatShare(dearAllocationShare, 1)} on. A heap profile says whether anything of it is kept.`,
    zh: `区间下限高于全部 CPU 样本的 ${formatShare(articleAllocationShare, 1)} 时为 low；达到 ${formatShare(dearAllocationShare, 1)} 为 medium。是否有内存被留住，要看 heap profile。`,
  },
  remedy: remedyText(),
};

export const describeAllocCpu: Describe<AllocCpuFacts> = (facts, _context, language) => {
  const { lines, lineCount, sampleCount, totalSampleCount } = facts;
  const share = cpuShareText(facts);
  const detail: Text = {
    en: `${share.en} of the CPU time of the profile goes into allocation, ${formatCount(sampleCount)} of ${formatCount(totalSampleCount)} samples. Most of it for ${cpuLinesText(lines, lineCount).en}.`,
    zh: `profile 中 ${share.zh} 的 CPU 时间用于内存分配，即 ${formatCount(totalSampleCount)} 个样本中的 ${formatCount(sampleCount)} 个。主要来自 ${cpuLinesText(lines, lineCount).zh}。`,
  };
  return { detail: detail[language], remedy: remedyText()[language] };
};

function remedyText(): Text {
  return {
    en: paragraphs(
      'Allocate less at these lines: give slices and maps their size when they are made, use buffers again, keep values instead of pointers to them; go build -gcflags=-m says why an object is put on the heap.',
      'Whether memory is kept as well, a heap profile says: highwater inspect on /debug/pprof/heap.',
    ),
    zh: paragraphs(
      '在这些行减少分配：创建 slice 与 map 时给定大小，复用缓冲区，存放值而不是指针；go build -gcflags=-m 会说明对象为何分配到堆上。',
      '是否还有内存被留住，由 heap profile 说明：对 /debug/pprof/heap 运行 highwater inspect。',
    ),
  };
}
