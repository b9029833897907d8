import type { Text } from '../language.ts';
import { formatBytes, formatShare } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

/** What a Go program's file and its libraries take of RSS at most, usually: less is no sign of anything. */
export const usualFileBytes: number = 48 * 2 ** 20;

export interface NonGoMemoryFacts {
  readonly bytes: number;
  readonly residentBytes: number;
  readonly heldBytes: number;
  readonly releasedBytes: number;
}

export const nonGoMemory: CatalogueEntry = {
  id: 'non-go-memory',
  title: {
    en: 'RSS is larger than all that Go holds',
    zh: 'RSS 大于 Go 持有的全部内存',
  },
  explanation: {
    en:
      "Sys - HeapReleased is all that Go has from the system, and an upper bound of its part of RSS. What RSS has beyond that is not Go's: the file of the program, libraries, C heap (cgo), " +
      'mappings (databases, syscall.Mmap), or pages that were released with MADV_FREE (GODEBUG=madvdontneed=0), which the kernel has not taken yet. The heap profile, ' +
      'MemStats and GOMEMLIMIT know nothing of it. It is a lower bound: Go memory that was never touched is in Sys and not in RSS. ' +
      `Reported from what is beyond ${formatBytes(usualFileBytes)}, which a program's file may take.`,
    zh:
      'Sys - HeapReleased 是 Go 从系统取得的全部内存，也是 Go 在 RSS 中所占部分的上限。RSS 超出的部分不属于 Go：程序文件、库、C 堆（cgo）、映射（数据库、syscall.Mmap），' +
      '或以 MADV_FREE 释放（GODEBUG=madvdontneed=0）但内核尚未取走的页。堆剖析、MemStats 与 GOMEMLIMIT 都不知道它。这是下限：从未触碰的 Go 内存在 Sys 中而不在 RSS 中。' +
      `超出程序文件可能占用的 ${formatBytes(usualFileBytes)} 之后才报告。`,
  },
  severityRule: {
    en: `By the bytes beyond ${formatBytes(usualFileBytes)}. ${severityRule.en}`,
    zh: `按超出 ${formatBytes(usualFileBytes)} 的字节数。${severityRule.zh}`,
  },
  remedy: remedyText(),
};

export const describeNonGoMemory: Describe<NonGoMemoryFacts> = (facts, _context, language) => {
  const { bytes, residentBytes, heldBytes, releasedBytes } = facts;
  const share = formatShare(bytes, residentBytes);
  const released: Text =
    releasedBytes >= bytes / 2
      ? {
          en: ` Go has released ${formatBytes(releasedBytes)}; with GODEBUG=madvdontneed=0 these would still count.`,
          zh: `Go 已释放 ${formatBytes(releasedBytes)}；若设置了 GODEBUG=madvdontneed=0，它们仍计入 RSS。`,
        }
      : { en: '', zh: '' };
  return {
    detail: {
      en: `RSS is ${formatBytes(residentBytes)}, all that Go holds ${formatBytes(heldBytes)}: at least ${formatBytes(bytes)} (${share}) are not Go's, the file of the program included.${released.en}`,
      zh: `RSS 为 ${formatBytes(residentBytes)}，Go 持有的全部为 ${formatBytes(heldBytes)}：至少 ${formatBytes(bytes)}（${share}）不属于 Go，其中包括程序文件。${released.zh}`,
    }[language],
    remedy: remedyText()[language],
  };
};

function remedyText(): Text {
  return {
    en: paragraphs(
      'What it is, the process itself tells: run highwater inspect with its pid on its machine, which names C heap, mappings, thread stacks and lazily freed pages one by one.',
      'Set GOMEMLIMIT lower by as much: it does not see these bytes.',
    ),
    zh: paragraphs(
      '具体是什么要看进程本身：在它所在的机器上用 pid 运行 highwater inspect，可逐一列出 C 堆、映射、线程栈与惰性释放的页。',
      'GOMEMLIMIT 看不到这些字节：应把它相应调低。',
    ),
  };
}
