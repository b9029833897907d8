import { readClaims } from '../claims/read-claims.ts';
import { readNumbers } from '../claims/read-numbers.ts';
import { committedResults } from '../results/results-file.ts';
import { judgeClaim } from '../verdict/judge-claim.ts';
import { claimsPage } from './claims-page.ts';
import { numbersPage } from './numbers-page.ts';

/** The pages of docs/ that the lab writes, by file name, from what is committed. */
export function labPages(): ReadonlyMap<string, string> {
  const results = committedResults();
  const judged = readClaims().map((claim) => judgeClaim(claim, results.columns));
  const numbers = readNumbers();
  return new Map([
    ['claims.md', claimsPage(judged, results, 'en')],
    ['claims.zh-CN.md', claimsPage(judged, results, 'zh')],
    ['article-numbers.md', numbersPage(numbers, 'en')],
    ['article-numbers.zh-CN.md', numbersPage(numbers, 'zh')],
  ]);
}
