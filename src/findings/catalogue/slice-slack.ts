import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs } from './entry.ts';
import { type ArrayFacts, cloneCode, oneArrayNotes } from './one-array.ts';

export const sliceSlack: CatalogueEntry = {
  id: 'slice-slack',
  title: { en: 'slices have far more capacity than length', zh: 'slice 的容量远大于长度' },
  explanation: {
    en:
      'A slice keeps the whole array behind it, up to its capacity. append doubles it (above 256 elements it grows by a quarter and ' +
      'some more), and s = s[:0] or a shorter reslice never gives anything back. Counted is what lies between the length of the ' +
      'longest slice of an array and the capacity.',
    zh:
      'slice 会保留背后整个数组，直到其容量为止。append 会把容量翻倍（超过 256 个元素后每次增长四分之一多一些），而 s = s[:0] ' +
      '或更短的重新切片不会归还任何内存。这里统计的是数组上最长的 slice 的长度与容量之间的部分。',
  },
  severityRule,
  remedy: { en: remedyText(26).en, zh: remedyText(26).zh },
};

export const describeSliceSlack: Describe<ArrayFacts> = (facts, { goMinor }, language) => {
  const { arrays, bytes, idleBytes, path } = facts;
  const detail = {
    en: `${path}: ${formatCount(arrays)} ${arrays === 1 ? 'array' : 'arrays'} of ${facts.type} behind slices take ${formatBytes(bytes)}; ${formatBytes(idleBytes)} of that is capacity beyond the length.`,
    zh: `${path}：${formatCount(arrays)} 个 slice 背后的 ${facts.type} 数组共占 ${formatBytes(bytes)}，其中 ${formatBytes(idleBytes)} 是长度之外的容量。`,
  }[language];
  return { detail: detail + oneArrayNotes(facts, language), remedy: remedyText(goMinor)[language] };
};

function remedyText(goMinor: number): { en: string; zh: string } {
  const code = codeBlock(cloneCode(goMinor));
  return {
    en: paragraphs(
      'Make it with the length that it will have, or copy it once it is complete:',
      code,
      'slices.Clip only lowers the capacity of the slice: the array stays as large as it is.',
    ),
    zh: paragraphs(
      '按最终长度 make，或者在填充完成后复制一份：',
      code,
      'slices.Clip 只降低 slice 的容量值，数组本身不会变小。',
    ),
  };
}
