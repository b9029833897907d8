import { formatBytes, formatShare } from '../number-text.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export interface NotTheProblemFacts {
  readonly mapBytes: number;
  readonly reclaimableBytes: number;
  readonly totalBytes: number;
  /** Bytes of the heap spans in use. */
  readonly heapBytes: number;
}

export const mapsNotTheProblem: CatalogueEntry = {
  id: 'maps-not-the-problem',
  title: {
    en: 'maps are not the problem',
    zh: '问题不在 map',
  },
  explanation: {
    en:
      'Maps hold too little of the process to explain its memory, or nothing of what they hold would come back. Where to ' +
      'look next depends on whether the rest lies in heap spans in use (objects other than maps) or outside them (idle ' +
      'pages not yet returned, goroutine stacks, runtime structures, the binary, memory of C libraries).',
    zh:
      'map 占进程内存的比例太小，不足以解释其占用；或者它们所占的内存无法收回。下一步看哪里，取决于其余部分是在使用中的堆 span 内' +
      '（map 以外的对象），还是在其外（尚未归还的空闲页、goroutine 栈、运行时结构、二进制文件、C 库的内存）。',
  },
  severityRule: {
    en: 'Always info: it says where not to look.',
    zh: '始终为 info：它说明不必看哪里。',
  },
  remedy: {
    en: 'Look at the live objects with go tool pprof (inuse_space), at goroutine counts, and at HeapIdle - HeapReleased of runtime.MemStats.',
    zh: '用 go tool pprof（inuse_space）查看存活对象，查看 goroutine 数量，以及 runtime.MemStats 中的 HeapIdle - HeapReleased。',
  },
};

export const describeNotTheProblem: Describe<NotTheProblemFacts> = (facts, _context, language) => {
  const { mapBytes, reclaimableBytes, totalBytes, heapBytes } = facts;
  const detail = {
    en: `All maps together hold ${formatBytes(mapBytes)}, ${formatShare(mapBytes, totalBytes)} of ${formatBytes(totalBytes)}; rebuilding them would give back ${formatBytes(reclaimableBytes)}. Heap spans in use are ${formatBytes(heapBytes)}.`,
    zh: `所有 map 共占 ${formatBytes(mapBytes)}，即 ${formatBytes(totalBytes)} 的 ${formatShare(mapBytes, totalBytes)}；全部重建可收回 ${formatBytes(reclaimableBytes)}。使用中的堆 span 为 ${formatBytes(heapBytes)}。`,
  }[language];
  return { detail, remedy: paragraphs(next(facts)[language]) };
};

/** Other objects of the heap, or memory outside it: whichever is the larger part of the rest. */
function next({ mapBytes, totalBytes, heapBytes }: NotTheProblemFacts): { en: string; zh: string } {
  const otherHeap = Math.max(0, heapBytes - mapBytes);
  const outside = Math.max(0, totalBytes - heapBytes);
  if (otherHeap >= outside) {
    return {
      en: `Most of the rest, ${formatBytes(otherHeap)}, lies in heap spans of other objects: see which code allocated what is live with \`go tool pprof -sample_index=inuse_space http://HOST/debug/pprof/heap\`.`,
      zh: `其余大部分（${formatBytes(otherHeap)}）是堆 span 中的其他对象：用 \`go tool pprof -sample_index=inuse_space http://HOST/debug/pprof/heap\` 查看存活内存由哪些代码分配。`,
    };
  }
  return {
    en: `Most of the rest, ${formatBytes(outside)}, lies outside the heap spans in use: pages that are free but not yet returned (debug.FreeOSMemory() or GOMEMLIMIT returns them), goroutine stacks (/debug/pprof/goroutine), runtime structures, the binary and C libraries.`,
    zh: `其余大部分（${formatBytes(outside)}）在使用中的堆 span 之外：已空闲但尚未归还的页（debug.FreeOSMemory() 或 GOMEMLIMIT 可归还）、goroutine 栈（/debug/pprof/goroutine）、运行时结构、二进制文件和 C 库。`,
  };
}
