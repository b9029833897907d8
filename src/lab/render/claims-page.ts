import { formatBytes, type Language } from '../../findings/index.ts';
import { type ArticleId, articleIds } from '../claims/claim.ts';
import type { Column, Results } from '../results/results.ts';
import type { JudgedClaim, Verdict } from '../verdict/judge-claim.ts';
import { articleTitles } from './article-titles.ts';
import { claimTable, releaseText, verdictText } from './claim-table.ts';
import { markdownTable } from './markdown.ts';
import { pageWords } from './page-words.ts';
import { labWords } from './words.ts';

/** docs/claims.md: every claim with what was measured, the model's figure and the verdict. */
export function claimsPage(judged: readonly JudgedClaim[], results: Results, language: Language): string {
  const words = pageWords[language];
  const parts = [
    `# ${words.claimsTitle}`,
    words.otherClaims,
    words.generated,
    ...words.intro,
    words.numbersLink,
    `## ${words.measuredOn}`,
    markdownTable(
      words.machineHeader,
      results.columns.map((column) => machineRow(column, language)),
    ),
    ...results.skipped.map(({ line, reason }) => words.skipped(line, reason)),
    words.summary(countVerdicts(judged), judged.length),
    ...articleIds.flatMap((article) => chapter(article, judged, language)),
  ];
  return `${parts.join('\n\n')}\n`;
}

export function countVerdicts(judged: readonly JudgedClaim[]): Record<Verdict, number> {
  const counts = { true: 0, only: 0, false: 0, unmeasured: 0 };
  for (const { verdict } of judged) counts[verdict]++;
  return counts;
}

function machineRow(column: Column, language: Language): string[] {
  const { cpu, cores, memoryBytes, kernel, arch, loadAverage } = column.machine;
  return [
    releaseText(column),
    pageWords[language].machine(cpu, cores, formatBytes(memoryBytes)),
    `${kernel} ${arch}`,
    column.date,
    String(loadAverage),
  ];
}

function chapter(article: ArticleId, judged: readonly JudgedClaim[], language: Language): string[] {
  const own = judged.filter(({ claim }) => claim.article === article);
  if (own.length === 0) return [];
  const rows = own.map((each) => [
    `[${each.claim.id}](#${each.claim.id})`,
    each.claim.claim[language],
    verdictText(each, language),
  ]);
  return [
    `## ${articleTitles[article][language]}`,
    markdownTable(pageWords[language].listHeader, rows),
    ...own.flatMap((each) => section(each, language)),
  ];
}

function section(judged: JudgedClaim, language: Language): string[] {
  const { claim } = judged;
  const { header, checks } = claimTable(judged, language);
  const rows = checks.flatMap((check) =>
    check.rows.map((row, place) => (place === 0 ? [check.label, check.claimed, ...row] : ['', '', ...row])),
  );
  const why = claim.why?.[language];
  return [
    `### ${claim.id}`,
    placeText(judged, language),
    `> ${claim.claim[language]}`,
    markdownTable(header, rows),
    `**${pageWords[language].verdict(verdictText(judged, language))}**${why === undefined ? '' : ` ${why}`}`,
  ];
}

/** `article 002, lines 83–86: main2.go`. */
export function placeText({ claim }: JudgedClaim, language: Language): string {
  const words = labWords[language];
  if (claim.article === 'own') return `${words.own}: ${claim.section}`;
  const [first, last] = claim.lines ?? [0, 0];
  return words.place(claim.article, first === last ? String(first) : `${first}–${last}`, claim.section);
}
