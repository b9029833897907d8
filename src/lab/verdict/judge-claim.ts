import type { Check, Claim } from '../claims/claim.ts';
import type { Figure } from '../model/figure.ts';
import { predict } from '../model/predict.ts';
import { type Column, failuresAt } from '../results/results.ts';
import { type Measured, measuredIn } from './measured.ts';
import { holds, isSteady } from './rules.ts';

/** One check of a claim on one line of Go. */
export interface Outcome {
  readonly check: Check;
  /** Undefined where it was not measured. */
  readonly measured: Measured | undefined;
  /** In bytes, or a plain number: not yet in the unit of the check. */
  readonly predicted: Figure | undefined;
  readonly holds: boolean | undefined;
  /** False where single processes would have given another answer than their median. */
  readonly steady: boolean;
  /** Why it was not measured, where a program failed. */
  readonly failures: readonly string[];
}

/** A claim on one line of Go. */
export interface Row {
  readonly column: Column;
  readonly outcomes: readonly Outcome[];
  /** Undefined where a check was not measured, unless another one failed already. */
  readonly holds: boolean | undefined;
}

/** `only`: true on some of the lines that were measured, false on others. */
export type Verdict = 'true' | 'only' | 'false' | 'unmeasured';

export interface JudgedClaim {
  readonly claim: Claim;
  readonly verdict: Verdict;
  readonly trueOn: readonly string[];
  readonly falseOn: readonly string[];
  readonly rows: readonly Row[];
}

/** Holds a claim against every column that it speaks of. */
export function judgeClaim(claim: Claim, columns: readonly Column[]): JudgedClaim {
  const rows = columns
    .filter(({ line }) => claim.about === undefined || claim.about.includes(line))
    .map((column) => rowOf(claim, column, columns));
  const linesOf = (answer: boolean): string[] =>
    rows.filter((row) => row.holds === answer).map(({ column }) => column.line);
  const [trueOn, falseOn] = [linesOf(true), linesOf(false)];
  return { claim, verdict: verdictOf(trueOn.length, falseOn.length), trueOn, falseOn, rows };
}

function verdictOf(trueCount: number, falseCount: number): Verdict {
  if (trueCount > 0) return falseCount > 0 ? 'only' : 'true';
  return falseCount > 0 ? 'false' : 'unmeasured';
}

function rowOf(claim: Claim, column: Column, columns: readonly Column[]): Row {
  const outcomes = claim.checks.map((check) => outcomeOf(check, column, columns));
  if (outcomes.some((outcome) => outcome.holds === false)) return { column, outcomes, holds: false };
  const complete = outcomes.every((outcome) => outcome.holds === true);
  return { column, outcomes, holds: complete ? true : undefined };
}

function outcomeOf(check: Check, column: Column, columns: readonly Column[]): Outcome {
  const measured = measuredIn(check, column, columns);
  return {
    check,
    measured,
    predicted: check.model && predict(check.model, column.line),
    holds: measured && holds(check.rule, measured),
    steady: measured === undefined || isSteady(check.rule, measured),
    failures: measured === undefined ? failuresAt(column, check.measured) : [],
  };
}
