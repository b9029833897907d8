import { type CatalogueEntry, type Describe, paragraphs } from './entry.ts';

export const memprofileOff: CatalogueEntry = {
  id: 'memprofile-off',
  title: {
    en: 'the heap profile is switched off',
    zh: '堆剖析已关闭',
  },
  explanation: {
    en:
      'runtime.MemProfileRate is 0, so that no allocation is sampled: the heap profile is empty, and no evidence of this program can say which line ' +
      'its memory comes from. Some programs set it to 0 to save a little CPU; the usual 512 KiB cost less than 1%.',
    zh:
      'runtime.MemProfileRate 为 0，不对任何分配采样：堆剖析是空的，这个程序的任何证据都无法说明内存来自哪一行。有些程序为节省少量 CPU 而设为 0；' +
      '通常的 512 KiB 开销不到 1%。',
  },
  severityRule: {
    en: 'Always low: nothing is wrong with the memory; it cannot be looked into.',
    zh: '总是 low：内存本身没有问题，只是无法查看。',
  },
  remedy: {
    en: paragraphs(
      'Remove the line that sets runtime.MemProfileRate = 0, or set it to 512 * 1024 as the first statement of main, before anything is allocated. Only what is allocated afterwards is counted.',
    ),
    zh: paragraphs(
      '删除设置 runtime.MemProfileRate = 0 的那一行，或在 main 的第一条语句、任何分配之前把它设为 512 * 1024。只统计此后的分配。',
    ),
  },
};

export const describeMemprofileOff: Describe<undefined> = (_facts, _context, language) => ({
  detail: {
    en: 'runtime.MemProfileRate is 0: no line can be named for any of this memory.',
    zh: 'runtime.MemProfileRate 为 0：无法为这些内存指出任何一行代码。',
  }[language],
  remedy: memprofileOff.remedy[language],
});
