/**
 * lab: puts what articles claim of Go's memory to the test: claims as data, real Go programs that measure, toolchains
 * found or fetched, verdicts, docs/claims.md. Node. It prints nothing, and never fills a gap: what was not measured is
 * said to be missing.
 */
export type { Claim } from './claims/claim.ts';
export { readClaims } from './claims/read-claims.ts';
export { claimTable, verdictText } from './render/claim-table.ts';
export { countVerdicts, placeText } from './render/claims-page.ts';
export { labPages } from './render/pages.ts';
export { readResults, writeResults } from './results/results-file.ts';
export type { Results } from './results/results.ts';
export { measureClaims } from './run/measure-claims.ts';
export { type JudgedClaim, judgeClaim, type Outcome, type Row, type Verdict } from './verdict/judge-claim.ts';
