import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs } from './entry.ts';
import { type ArrayFacts, cloneCode, oneArrayNotes } from './one-array.ts';

export const slicePinned: CatalogueEntry = {
  id: 'slice-pinned',
  title: { en: 'small slices keep large arrays', zh: '小 slice 保留着大数组' },
  explanation: {
    en:
      'A slice of a part of an array keeps all of it: the collector frees arrays whole. header := body[10:20] holds the body, and a ' +
      'queue that is taken from by q = q[1:] holds everything that was ever taken until the next append moves it. Counted is the array ' +
      'less the union of what all slices, strings and pointers refer to.',
    zh:
      '指向数组一部分的 slice 会保留整个数组：GC 只能整体释放数组。header := body[10:20] 会保留整个 body；用 q = q[1:] 出队的队列，' +
      '在下一次 append 搬迁之前会保留所有已取出的元素。这里统计的是数组减去所有 slice、字符串和指针所引用部分的并集。',
  },
  severityRule,
  remedy: { en: remedyText(26).en, zh: remedyText(26).zh },
};

export const describeSlicePinned: Describe<ArrayFacts> = (facts, { goMinor }, language) => {
  const { arrays, bytes, idleBytes, path } = facts;
  const detail = {
    en: `${path}: ${formatCount(arrays)} ${arrays === 1 ? 'array' : 'arrays'} of ${facts.type} ${arrays === 1 ? 'takes' : 'take'} ${formatBytes(bytes)}, and slices refer to ${formatBytes(bytes - idleBytes)} of that.`,
    zh: `${path}：${formatCount(arrays)} 个 ${facts.type} 数组共占 ${formatBytes(bytes)}，slice 只引用其中 ${formatBytes(bytes - idleBytes)}。`,
  }[language];
  return { detail: detail + oneArrayNotes(facts, language), remedy: remedyText(goMinor)[language] };
};

function remedyText(goMinor: number): { en: string; zh: string } {
  const code = codeBlock(cloneCode(goMinor));
  return {
    en: paragraphs('Copy the part that is kept, so that the array can go:', code),
    zh: paragraphs('复制需要保留的部分，让原数组得以释放：', code),
  };
}
