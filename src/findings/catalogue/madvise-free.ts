import type { Text } from '../language.ts';
import { formatBytes } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, type Describe, paragraphs, type RemedyContext } from './entry.ts';

export interface MadviseFreeFacts {
  readonly bytes: number;
  /** Free in the same way, but in memory that is not of the Go heap. */
  readonly elsewhereBytes: number;
}

export const madviseFree: CatalogueEntry = {
  id: 'madvise-free',
  title: {
    en: 'released pages still count in RSS',
    zh: '已释放的页仍计入 RSS',
  },
  explanation: {
    en:
      'With MADV_FREE the runtime tells the kernel that it may take pages, and the kernel takes them only when memory gets short: until then they ' +
      'count in RSS, though HeapReleased has them. It was the default from Go 1.12 to 1.15; since 1.16 the runtime uses MADV_DONTNEED, ' +
      'and such pages mean that GODEBUG=madvdontneed=0 was asked for. The bytes are LazyFree of /proc/PID/smaps.',
    zh:
      '使用 MADV_FREE 时，运行时只是告诉内核可以取走这些页，内核要到内存紧张时才真正取走：在此之前它们计入 RSS，虽然 HeapReleased 已包含它们。' +
      'Go 1.12 至 1.15 默认如此；自 1.16 起运行时使用 MADV_DONTNEED，出现这样的页说明设置了 GODEBUG=madvdontneed=0。字节数取自 /proc/PID/smaps 的 LazyFree。',
  },
  severityRule,
  remedy: remedyText({ goMinor: 26, mapKind: 'swiss' }),
};

export const describeMadviseFree: Describe<MadviseFreeFacts> = (
  { bytes, elsewhereBytes },
  context,
  language,
) => {
  const elsewhere = {
    en: ` Another ${formatBytes(elsewhereBytes)} outside the Go heap are free in the same way.`,
    zh: `Go 堆之外另有 ${formatBytes(elsewhereBytes)} 也是如此。`,
  };
  return {
    detail: {
      en: `${formatBytes(bytes)} of the Go heap were given to the kernel by MADV_FREE. It has not taken them, so RSS has them still; they are no sign of need, and go when memory gets short.${elsewhereBytes > 0 ? elsewhere.en : ''}`,
      zh: `Go 堆中有 ${formatBytes(bytes)} 已用 MADV_FREE 交给内核，但内核还没有取走，因此仍计入 RSS；这并不表示需要这些内存，内存紧张时它们就会消失。${elsewhereBytes > 0 ? elsewhere.zh : ''}`,
    }[language],
    remedy: remedyText(context)[language],
  };
};

function remedyText({ goMinor }: RemedyContext): Text {
  const places = {
    en: [
      'the environment variable GODEBUG',
      ...(goMinor >= 21 ? ['a //go:debug line of package main'] : []),
      ...(goMinor >= 23 ? ['a godebug line of go.mod or go.work'] : []),
    ].join(', or '),
    zh: [
      '环境变量 GODEBUG',
      ...(goMinor >= 21 ? ['main 包的 //go:debug 行'] : []),
      ...(goMinor >= 23 ? ['go.mod 或 go.work 的 godebug 行'] : []),
    ].join('、'),
  };
  return {
    en: paragraphs(
      `Remove madvdontneed=0 from wherever it is set (${places.en}): then RSS falls as soon as the scavenger releases a page.`,
    ),
    zh: paragraphs(`去掉 madvdontneed=0（可能在：${places.zh}）：之后 scavenger 一释放页，RSS 就会下降。`),
  };
}
