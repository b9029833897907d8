import {
  type Claim,
  claimTable,
  countVerdicts,
  type JudgedClaim,
  placeText,
  type Results,
  type Verdict,
  verdictText,
} from '../../lab/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import { words as allWords } from '../words/words.ts';

/** Each claim with what was measured, the model's figure and the verdict; the counts at the end. */
export function* labReport(
  judged: readonly JudgedClaim[],
  results: Results,
  terminal: Terminal,
): Generator<string> {
  for (const each of judged) {
    for (const line of claimLines(each, terminal)) yield `${line}\n`;
    yield '\n';
  }
  for (const line of endLines(judged, results, terminal)) yield `${line}\n`;
}

/** Ids, each with what the claim says. */
export function* claimList(
  claims: readonly Claim[],
  { paint, language, columns }: Terminal,
): Generator<string> {
  for (const { id, claim } of claims) {
    yield `${paint.bold(id)}\n`;
    for (const line of wrap(claim[language], columns, '  ')) yield `${line}\n`;
  }
}

/** How a verdict is coloured. */
const verdictColours = {
  true: 'info',
  only: 'medium',
  false: 'high',
  unmeasured: 'low',
} as const satisfies Record<Verdict, string>;

function* claimLines(judged: JudgedClaim, terminal: Terminal): Generator<string> {
  const { paint, language, columns } = terminal;
  const { claim, verdict } = judged;
  yield paint.bold(claim.id);
  yield* wrap(placeText(judged, language), columns, '  ').map(paint.dim);
  yield* wrap(claim.claim[language], columns, '  ');
  yield* checkLines(judged, terminal);
  const text = allWords[language].lab.verdict(verdictText(judged, language));
  for (const line of wrap(text, columns, '  ')) yield paint.severity(verdictColours[verdict], line);
  if (claim.why !== undefined) yield* wrap(claim.why[language], columns, '  ');
}

const indent = '    ';

/** The checks one below the other, their rows aligned through all of them. */
function* checkLines(judged: JudgedClaim, { paint, language, columns }: Terminal): Generator<string> {
  const { header, checks } = claimTable(judged, language);
  const layout: Column[] = header.slice(2).map((title, place) => ({
    title,
    align: 'left',
    // Only what was measured may be long: a list, a message of the runtime.
    ...(place === 1 ? { shrinkTo: 16 } : {}),
  }));
  const rows = checks.flatMap((check) => check.rows.map((row) => row.map(printable)));
  const [head, ...lines] = tableLines(layout, rows, columns - indent.length);
  yield paint.dim(indent + head);
  let next = 0;
  for (const check of checks) {
    yield* wrap(allWords[language].lab.check(check.label, check.claimed), columns, '  ');
    for (const line of lines.slice(next, next + check.rows.length)) yield indent + line;
    next += check.rows.length;
  }
}

function* endLines(
  judged: readonly JudgedClaim[],
  { skipped }: Results,
  { language, columns, paint }: Terminal,
): Generator<string> {
  const words = allWords[language].lab;
  const counts = countVerdicts(judged);
  yield* wrap(words.summary(counts.true, counts.only, counts.false, counts.unmeasured), columns).map(
    paint.bold,
  );
  if (skipped.length === 0) return;
  yield* wrap(words.skipped(skipped.length), columns);
  for (const { line, reason } of skipped) yield* wrap(`Go ${line}: ${printable(reason)}`, columns, '  ');
}
