import type { Language } from '../../findings/index.ts';

/** The wording of the pages around the tables. */
export interface PageWords {
  readonly claimsTitle: string;
  /** A link to the page in the other language. */
  readonly otherClaims: string;
  readonly generated: string;
  readonly intro: readonly string[];
  readonly measuredOn: string;
  readonly machineHeader: readonly string[];
  machine(cpu: string, cores: number, memory: string): string;
  skipped(line: string, reason: string): string;
  summary(counts: Readonly<Record<'true' | 'only' | 'false' | 'unmeasured', number>>, all: number): string;
  readonly listHeader: readonly string[];
  verdict(verdict: string): string;
  readonly numbersLink: string;
  readonly numbersTitle: string;
  readonly otherNumbers: string;
  numbersIntro(tested: number, all: number): readonly string[];
  readonly numbersHeader: readonly string[];
}

const english: PageWords = {
  claimsTitle: 'What five articles say of Go’s memory, put to the test',
  otherClaims: '*[中文](claims.zh-CN.md)*',
  generated:
    'Written by `npm run lab:docs` from lab/claims and lab/results. `npm run lab` measures; `highwater lab` does on your machine.',
  intro: [
    'Each claim is a file of lab/claims: what an article says, what is measured to find out, and within which bounds the claim counts as true. The programs are in lab/experiments. A row is a line of Go, or neighbours that gave the same; figures are medians over processes, with the least and the greatest in brackets where they differ.',
    '“Model” is what highwater computes for that version without running anything. Times depend on the machine: what is judged of them are ratios and orders of magnitude, within the bounds that stand beside the figure claimed; “not in every run” says that the spread reaches across the bound.',
  ],
  measuredOn: 'Measured on',
  machineHeader: ['Go', 'Machine', 'Kernel', 'Date', 'Load at the start'],
  machine: (cpu, cores, memory) => `${cpu}, ${cores} cores, ${memory}`,
  skipped: (line, reason) => `Go ${line} was not measured: ${reason}.`,
  summary: (counts, all) =>
    `${all} claims: ${counts.true} true, ${counts.only} true on some versions only, ${counts.false} false, ${counts.unmeasured} not measured.`,
  listHeader: ['Claim', 'In short', 'Verdict'],
  verdict: (verdict) => `Verdict: ${verdict}.`,
  numbersLink:
    'Every number of the articles, with the claim that tests it or the reason why none can: [article-numbers.md](article-numbers.md).',
  numbersTitle: 'Every number in the five articles',
  otherNumbers: '*[中文](article-numbers.zh-CN.md)*',
  numbersIntro: (tested, all) => [
    `${all} numbers, found line by line in the texts of the articles; ${tested} of them are tested by a claim of [claims.md](claims.md). The others cannot be put to the test, for the reason that is given. Written by \`npm run lab:docs\` from lab/numbers.json.`,
  ],
  numbersHeader: ['Line', 'Number', 'In the article', 'Tested by, or why not'],
};

const chinese: PageWords = {
  claimsTitle: '五篇文章关于 Go 内存的说法，逐条检验',
  otherClaims: '*[English](claims.md)*',
  generated:
    '由 `npm run lab:docs` 根据 lab/claims 与 lab/results 生成。`npm run lab` 负责测量；`highwater lab` 可在您的机器上运行。',
  intro: [
    '每条说法对应 lab/claims 中的一个文件：文章说了什么，测量什么来判断，在什么范围内算属实。程序在 lab/experiments 中。每一行是一个 Go 版本线，结果相同的相邻版本合为一行；数字是多个进程的中位数，有差异时括号内为最小与最大值。',
    '“模型”是 highwater 不运行任何程序、仅凭计算给出的该版本的值。耗时取决于机器：判断的是比值与数量级，范围写在所称数字之旁；“并非每次运行如此”表示波动跨过了界限。',
  ],
  measuredOn: '测量环境',
  machineHeader: ['Go', '机器', '内核', '日期', '开始时负载'],
  machine: (cpu, cores, memory) => `${cpu}，${cores} 核，${memory}`,
  skipped: (line, reason) => `Go ${line} 未测量：${reason}。`,
  summary: (counts, all) =>
    `共 ${all} 条：${counts.true} 条属实，${counts.only} 条仅在部分版本上属实，${counts.false} 条不属实，${counts.unmeasured} 条未测量。`,
  listHeader: ['编号', '说法', '结论'],
  verdict: (verdict) => `结论：${verdict}。`,
  numbersLink:
    '文章中的每个数字，及检验它的条目或无法检验的理由：[article-numbers.zh-CN.md](article-numbers.zh-CN.md)。',
  numbersTitle: '五篇文章中的每个数字',
  otherNumbers: '*[English](article-numbers.md)*',
  numbersIntro: (tested, all) => [
    `逐行从文章原文中找出的 ${all} 个数字，其中 ${tested} 个由 [claims.zh-CN.md](claims.zh-CN.md) 中的条目检验；其余无法检验，理由如下。由 \`npm run lab:docs\` 根据 lab/numbers.json 生成。`,
  ],
  numbersHeader: ['行', '数字', '文章原文', '由何条目检验，或为何不能'],
};

export const pageWords: Readonly<Record<Language, PageWords>> = { en: english, zh: chinese };
