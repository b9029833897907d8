import { formatBytes, formatShare } from '../number-text.ts';
import type { Text } from '../language.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

/** Advice is given on what has more of the bytes than this. */
const leastShare = 0.1;

export interface MemoryOutsideGoFacts {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly mallocBytes: number;
  readonly threadStackBytes: number;
  readonly anonymousBytes: number;
  /** The largest mappings: their names, as `[heap]` or an address range, and bytes. */
  readonly mappings: readonly { readonly name: string; readonly bytes: number }[];
  readonly memoryLimitBytes: number | undefined;
}

export const memoryOutsideGo: CatalogueEntry = {
  id: 'memory-outside-go',
  title: {
    en: 'memory that Go does not manage',
    zh: '不由 Go 管理的内存',
  },
  explanation: {
    en:
      'C code called through cgo allocates with malloc, libraries and programs map memory by themselves, and threads of C have stacks. Nothing of ' +
      "this is in Go's heap profile, in MemStats, or under GOMEMLIMIT, and no Go collection frees it. highwater counts what no table of " +
      'the runtime claims; files and shared memory are lines of their own in the ledger.',
    zh:
      '通过 cgo 调用的 C 代码用 malloc 分配内存，库和程序会自行映射内存，C 线程有自己的栈。这些都不在 Go 的堆剖析、MemStats 中，也不受 GOMEMLIMIT 约束，' +
      'Go 的 GC 也不会释放它们。highwater 统计的是运行时各个表都没有登记的内存；文件和共享内存在账目中另列。',
  },
  severityRule: {
    en: `By the bytes outside Go. ${severityRule.en}`,
    zh: `按 Go 之外的字节数。${severityRule.zh}`,
  },
  remedy: remedyText({ mallocBytes: 1, threadStackBytes: 1, anonymousBytes: 1, memoryLimitBytes: undefined }),
};

export const describeMemoryOutsideGo: Describe<MemoryOutsideGoFacts> = (facts, _context, language) => {
  const { bytes, totalBytes, mallocBytes, threadStackBytes, anonymousBytes, mappings } = facts;
  const share = formatShare(bytes, totalBytes);
  const parts = { en: partsText('en'), zh: partsText('zh') }[language];
  const largest = mappings
    .map(({ name, bytes: held }) => `${name} ${formatBytes(held)}`)
    .join({ en: ', ', zh: '，' }[language]);
  return {
    detail: {
      en: `${formatBytes(bytes)} (${share}) of RSS are outside Go: ${parts}. Largest mappings: ${largest}.`,
      zh: `RSS 中有 ${formatBytes(bytes)}（${share}）在 Go 之外：${parts}。最大的映射：${largest}。`,
    }[language],
    remedy: remedyText(facts)[language],
  };

  function partsText(tongue: 'en' | 'zh'): string {
    const named: [number, Text][] = [
      [mallocBytes, { en: 'C heap (malloc)', zh: 'C 堆（malloc）' }],
      [anonymousBytes, { en: 'mapped anonymously', zh: '匿名映射' }],
      [threadStackBytes, { en: 'thread stacks', zh: '线程栈' }],
    ];
    return named
      .filter(([held]) => held > 0)
      .map(([held, name]) => `${name[tongue]} ${formatBytes(held)}`)
      .join({ en: ', ', zh: '，' }[tongue]);
  }
};

function remedyText(
  facts: Pick<
    MemoryOutsideGoFacts,
    'mallocBytes' | 'threadStackBytes' | 'anonymousBytes' | 'memoryLimitBytes'
  >,
): Text {
  const { mallocBytes, threadStackBytes, anonymousBytes, memoryLimitBytes } = facts;
  const least = (mallocBytes + threadStackBytes + anonymousBytes) * leastShare;
  return {
    en: paragraphs(
      mallocBytes > least
        ? 'C heap: look for C.malloc and C.CString without C.free, and for caches of the C library (its own statistics say more, for example mallinfo2). glibc keeps freed memory in up to 8 arenas a CPU: try MALLOC_ARENA_MAX=2, malloc_trim(0), or jemalloc; heaptrack and a jemalloc profile name the callers.'
        : undefined,
      anonymousBytes > least
        ? 'Anonymous mappings: large malloc blocks (128 KiB and more have a mapping each), or mmap by a library or by the program (syscall.Mmap, off-heap caches, databases): strace -f -k -e trace=mmap names who maps.'
        : undefined,
      threadStackBytes > least
        ? 'Thread stacks: threads stay after blocking calls into C or the kernel; bound how many such calls run at once.'
        : undefined,
      memoryLimitBytes === undefined
        ? 'A GOMEMLIMIT does not see these bytes: set it lower by as much.'
        : `GOMEMLIMIT (${formatBytes(memoryLimitBytes)}) does not see these bytes: set it so that both fit into the container.`,
    ),
    zh: paragraphs(
      mallocBytes > least
        ? 'C 堆：检查有没有 C.malloc、C.CString 之后缺少 C.free，以及 C 库自身的缓存（其自带统计更详细，例如 mallinfo2）。glibc 会把释放的内存留在每核至多 8 个 arena 中：可尝试 MALLOC_ARENA_MAX=2、malloc_trim(0) 或 jemalloc；heaptrack 或 jemalloc 的剖析可指出调用者。'
        : undefined,
      anonymousBytes > least
        ? '匿名映射：可能是 malloc 的大块（128 KiB 以上各有一个映射），或者库、程序自行 mmap（syscall.Mmap、堆外缓存、数据库）：strace -f -k -e trace=mmap 可指出是谁映射的。'
        : undefined,
      threadStackBytes > least
        ? '线程栈：阻塞在 C 或内核调用中的线程会保留下来；限制这类调用的并发数。'
        : undefined,
      memoryLimitBytes === undefined
        ? 'GOMEMLIMIT 看不到这些字节：应把它相应调低。'
        : `GOMEMLIMIT（${formatBytes(memoryLimitBytes)}）看不到这些字节：应使两者之和能放进容器。`,
    ),
  };
}
