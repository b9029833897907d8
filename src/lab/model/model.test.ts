/* The model's figures against what real Go programs gave: the results that are committed. */
import { expect, test } from 'vitest';
import { readClaims } from '../claims/read-claims.ts';
import { unitScales } from '../claims/claim.ts';
import { committedResults } from '../results/results-file.ts';
import { judgeClaim } from '../verdict/judge-claim.ts';

/** What a Go program has on its heap besides the map. */
const programBytes = 200_000;
const slack = 0.01;

const { columns } = committedResults();
const outcomes = readClaims().flatMap((claim) =>
  judgeClaim(claim, columns).rows.flatMap(({ column, outcomes: each }) =>
    each.map((outcome) => ({ name: `${claim.id} on ${column.line}: ${outcome.check.measured}`, outcome })),
  ),
);

test('there is something to hold it against', () => {
  expect(columns.length).toBeGreaterThan(1);
  expect(outcomes.filter(({ outcome }) => outcome.predicted).length).toBeGreaterThan(50);
});

test('every prediction is within a hundredth of what was measured, or its bounds hold it', () => {
  const wrong = outcomes.flatMap(({ name, outcome: { check, measured, predicted } }) => {
    if (measured?.min === undefined || measured.max === undefined || predicted === undefined) return [];
    const scale = unitScales[check.unit];
    const room = check.unit === 'MiB' ? programBytes : 0;
    const [low, high] = [predicted.low * (1 - slack), predicted.high * (1 + slack) + room];
    const isWithin = measured.min * scale >= low && measured.max * scale <= high;
    return isWithin ? [] : [`${name}: ${measured.min}–${measured.max}, model ${low / scale}–${high / scale}`];
  });
  expect(wrong).toEqual([]);
});
