import type { JudgedClaim, Outcome, Results, Row } from '../../lab/index.ts';

/** Everything: claims with their checks, values of every process, predictions, verdicts; claim by claim. */
export function* labJson(judged: readonly JudgedClaim[], { columns, skipped }: Results): Generator<string> {
  const heads = columns.map(({ line, goVersion, machine, date }) => ({ line, goVersion, machine, date }));
  yield `{"columns":${JSON.stringify(heads)},\n"skipped":${JSON.stringify(skipped)},\n"claims":[\n`;
  for (const [place, each] of judged.entries()) {
    yield `${place === 0 ? '' : ',\n'}${JSON.stringify(plainClaim(each))}`;
  }
  yield '\n]}\n';
}

function plainClaim({ claim, verdict, trueOn, falseOn, rows }: JudgedClaim): object {
  const { checks: _, ...rest } = claim;
  return { ...rest, verdict, trueOn, falseOn, rows: rows.map(plainRow) };
}

function plainRow({ column, holds, outcomes }: Row): object {
  return { line: column.line, goVersion: column.goVersion, holds, checks: outcomes.map(plainOutcome) };
}

function plainOutcome({ check, measured, predicted, holds, steady, failures }: Outcome): object {
  const { measured: path, unit, rule, label } = check;
  return {
    label,
    measured: path,
    unit: measured?.unit ?? unit,
    rule,
    values: measured?.values,
    median: measured?.median,
    min: measured?.min,
    max: measured?.max,
    predicted,
    holds,
    steady,
    ...(failures.length > 0 ? { failures } : {}),
  };
}
