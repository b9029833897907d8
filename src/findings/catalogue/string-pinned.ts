import { formatBytes, formatCount } from '../number-text.ts';
import { severityRule } from '../severity.ts';
import { type CatalogueEntry, codeBlock, type Describe, paragraphs } from './entry.ts';
import { type ArrayFacts, oneArrayNotes } from './one-array.ts';

const code = codeBlock('key = strings.Clone(key)');

export const stringPinned: CatalogueEntry = {
  id: 'string-pinned',
  title: { en: 'short strings keep long ones', zh: '短字符串保留着长字符串' },
  explanation: {
    en:
      'A substring shares the bytes of the string that it was cut from, and keeps all of them: a field of a log line, a key of a parsed ' +
      'document, the result of strings.Split or a regular expression. Counted is the text less the union of what all strings and ' +
      'slices refer to.',
    zh:
      '子串与原字符串共享字节，并保留其全部：日志行中的一个字段、解析文档得到的键、strings.Split 或正则表达式的结果都是如此。' +
      '这里统计的是文本减去所有字符串和 slice 所引用部分的并集。',
  },
  severityRule,
  remedy: remedyText(),
};

export const describeStringPinned: Describe<ArrayFacts> = (facts, _context, language) => {
  const { arrays, bytes, idleBytes, path } = facts;
  const detail = {
    en: `${path}: ${formatCount(arrays)} ${arrays === 1 ? 'text takes' : 'texts take'} ${formatBytes(bytes)}, and strings refer to ${formatBytes(bytes - idleBytes)} of that.`,
    zh: `${path}：${formatCount(arrays)} 段文本共占 ${formatBytes(bytes)}，字符串只引用其中 ${formatBytes(bytes - idleBytes)}。`,
  }[language];
  return { detail: detail + oneArrayNotes(facts, language), remedy: remedyText()[language] };
};

function remedyText(): { en: string; zh: string } {
  return {
    en: paragraphs('Copy what is kept longer than the text that it comes from:', code),
    zh: paragraphs('对于比原文本存活更久的子串，复制一份：', code),
  };
}
