import type { Language } from '../../findings/index.ts';
import type { ArticleNumber, ArticleNumbers } from '../claims/article-number.ts';
import { articleIds } from '../claims/claim.ts';
import { articleTitles } from './article-titles.ts';
import { codeSpan, markdownTable } from './markdown.ts';
import { pageWords } from './page-words.ts';

/** docs/article-numbers.md: every number of the articles with its claim, or why it cannot be tested. */
export function numbersPage({ numbers, reasons }: ArticleNumbers, language: Language): string {
  const words = pageWords[language];
  const claims = language === 'en' ? 'claims.md' : 'claims.zh-CN.md';
  const answer = ({ claim, reason = '' }: ArticleNumber): string =>
    claim === undefined ? reasons[reason][language] : `[${claim}](${claims}#${claim})`;
  const tested = numbers.filter(({ claim }) => claim !== undefined).length;
  const chapters = articleIds.flatMap((article) => {
    const rows = numbers
      .filter((each) => each.article === article)
      .map((each) => [String(each.line), each.number, codeSpan(each.text), answer(each)]);
    if (rows.length === 0) return [];
    return [`## ${articleTitles[article][language]}`, markdownTable(words.numbersHeader, rows)];
  });
  const parts = [
    `# ${words.numbersTitle}`,
    words.otherNumbers,
    ...words.numbersIntro(tested, numbers.length),
    ...chapters,
  ];
  return `${parts.join('\n\n')}\n`;
}
