import type { Language } from '../../findings/index.ts';
import type { Verdict } from '../verdict/judge-claim.ts';

/** The wording of claims and verdicts, in reports and in docs/claims.md. */
export interface LabWords {
  readonly what: string;
  readonly claimed: string;
  readonly go: string;
  readonly measured: string;
  readonly holds: string;
  readonly yes: string;
  readonly no: string;
  readonly notMeasured: string;
  readonly absent: string;
  readonly model: string;
  readonly neverFalls: string;
  /** The answer, where the processes did not all agree. */
  unsteady(answer: string): string;
  verdict(verdict: Verdict, trueOn: string): string;
  place(article: string, lines: string, section: string): string;
  readonly own: string;
  readonly listComma: string;
  to(first: string, last: string): string;
  ofLine(line: string): string;
}

const english: LabWords = {
  what: 'What',
  claimed: 'Claimed',
  go: 'Go',
  measured: 'Measured',
  holds: 'Holds',
  yes: 'yes',
  no: 'no',
  notMeasured: 'not measured',
  absent: 'no such thing',
  model: 'Model',
  neverFalls: 'never falls',
  unsteady: (answer) => `${answer}, not in every run`,
  verdict: (verdict, trueOn) =>
    ({
      true: 'true',
      only: `true only on ${trueOn}`,
      false: 'false',
      unmeasured: 'not measured',
    })[verdict],
  place: (article, lines, section) =>
    `article ${article}, ${lines.includes('–') ? 'lines' : 'line'} ${lines}: ${section}`,
  own: 'no claim of an article',
  listComma: ', ',
  to: (first, last) => `${first} to ${last}`,
  ofLine: (line) => `of Go ${line}`,
};

const chinese: LabWords = {
  what: '项目',
  claimed: '所称',
  go: 'Go',
  measured: '实测',
  holds: '成立',
  yes: '是',
  no: '否',
  notMeasured: '未测量',
  absent: '不存在',
  model: '模型',
  neverFalls: '从不下降',
  unsteady: (answer) => `${answer}，并非每次运行如此`,
  verdict: (verdict, trueOn) =>
    ({
      true: '属实',
      only: `仅在 ${trueOn} 上属实`,
      false: '不属实',
      unmeasured: '未测量',
    })[verdict],
  place: (article, lines, section) => `文章 ${article}，第 ${lines} 行：${section}`,
  own: '非文章所言',
  listComma: '、',
  to: (first, last) => `${first} 至 ${last}`,
  ofLine: (line) => `相对于 Go ${line}`,
};

export const labWords: Readonly<Record<Language, LabWords>> = { en: english, zh: chinese };
