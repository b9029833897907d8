import type { SizeOccupancy } from '../../image/index.ts';
import type { Text } from '../language.ts';
import { formatBytes, formatCount, formatShare } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface HeapFragmentedFacts {
  readonly freeBytes: number;
  /** The sizes worst hit, most bytes first. */
  readonly worst: readonly SizeOccupancy[];
  /** What the program can allocate before the next collection; undefined where unknown. */
  readonly headroomBytes: number | undefined;
}

const remedy = {
  en: paragraphs(
    'Go never moves an object, so a span is freed only when its last object is. Free together what was allocated together: keep long-lived values apart from those of a burst (allocate them before or after it, or in slices of structs instead of one by one), and rebuild long-lived containers after a burst by copying what is left into new objects.',
    'New objects of the same size fill these slots first; nothing else can use them.',
  ),
  zh: paragraphs(
    'Go 从不移动对象，因此一个 span 只有在最后一个对象释放后才会释放。让一起分配的对象一起释放：把长期存活的值与一阵高峰中的值分开（在高峰之前或之后分配，或放进结构体的 slice 而不是逐个分配），高峰之后把剩余内容复制到新对象中来重建长期存活的容器。',
    '同样大小的新对象会首先填入这些槽位，其他用途则无法使用它们。',
  ),
};

export const heapFragmented: CatalogueEntry = {
  id: 'heap-fragmented',
  title: {
    en: 'live objects keep spans with free slots',
    zh: '存活对象占着有大量空闲槽位的 span',
  },
  explanation: {
    en:
      'Small objects of one size share a span, mostly one page of 8 KiB. The slots of dead ones are free for objects of that size, but the pages go back ' +
      'only when no object of the span is left. After a burst a few survivors keep many pages. Some free slots are ' +
      'normal: what the program allocates up to the next collection goes there; where that much room takes all of them the finding is low.',
    zh:
      '同一大小的小对象共用一个 span（多为 8 KiB 的一页）。死亡对象的槽位可供同样大小的对象使用，但只有当 span 中没有任何对象时页才会归还。' +
      '一阵高峰之后，少数幸存者就会占住大量的页。有一些空闲槽位是正常的：到下一次 GC 为止分配的对象会放进去；若这部分余量足以填满全部空闲槽位，则为 low。',
  },
  severityRule: {
    en: `By the bytes of the free slots. ${severityRule.en}`,
    zh: `按空闲槽位的字节数。${severityRule.zh}`,
  },
  remedy,
};

export const describeHeapFragmented: Describe<HeapFragmentedFacts> = (facts, _context, language) => {
  const { freeBytes, worst, headroomBytes } = facts;
  const sizes = worst.map((size) => sizeText(size)[language]).join({ en: '; ', zh: '；' }[language]);
  const detail = {
    en: `${formatBytes(freeBytes)} are free slots in spans that live objects keep. Worst hit: ${sizes}.`,
    zh: `${formatBytes(freeBytes)} 是存活对象所占 span 中的空闲槽位。最严重的：${sizes}。`,
  }[language];
  const room =
    headroomBytes === undefined
      ? undefined
      : {
          en: `The program can allocate ${formatBytes(headroomBytes)} before the next collection${headroomBytes >= freeBytes ? ': if these are objects of the same sizes, the slots fill again' : '; at least the rest stays empty'}.`,
          zh: `到下一次 GC 为止程序还可分配 ${formatBytes(headroomBytes)}${headroomBytes >= freeBytes ? '：若是同样大小的对象，这些槽位会重新填满' : '；至少其余部分会一直空着'}。`,
        }[language];
  return { detail: paragraphs(detail, room), remedy: remedy[language] };
};

function sizeText({ slotBytes, spanCount, liveCount, slotCount, freeBytes }: SizeOccupancy): Text {
  const used = formatShare(liveCount, slotCount);
  return {
    en: `${formatCount(slotBytes)} B: ${formatBytes(freeBytes)} free in ${formatCount(spanCount)} spans that are ${used} full`,
    zh: `${formatCount(slotBytes)} B：${formatCount(spanCount)} 个 span 使用了 ${used}，空闲 ${formatBytes(freeBytes)}`,
  };
}
