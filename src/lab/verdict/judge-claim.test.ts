import { describe, expect, test } from 'vitest';
import type { Column } from '../results/results.ts';
import { madeClaim, madeColumn } from '../testdata/made-columns.ts';
import { judgeClaim } from './judge-claim.ts';

const claim = madeClaim(
  { measured: 'e/v/m', unit: '', rule: { kind: 'atLeast', value: 10 } },
  { measured: 'e/v/n', unit: '', rule: { kind: 'is', value: true } },
);

function columnWith(line: string, m: number, n: boolean): Column {
  return madeColumn(line, { 'e/v/m': [m], 'e/v/n': [n] });
}

describe('a verdict over several lines', () => {
  test('true where every check holds on every line', () => {
    const judged = judgeClaim(claim, [columnWith('1.22', 10, true), columnWith('1.23', 11, true)]);
    expect(judged).toMatchObject({ verdict: 'true', trueOn: ['1.22', '1.23'], falseOn: [] });
  });

  test('true only on the lines where it is', () => {
    const judged = judgeClaim(claim, [columnWith('1.22', 10, true), columnWith('1.23', 10, false)]);
    expect(judged).toMatchObject({ verdict: 'only', trueOn: ['1.22'], falseOn: ['1.23'] });
  });

  test('false where no line has it', () => {
    expect(judgeClaim(claim, [columnWith('1.22', 9, true)]).verdict).toBe('false');
  });

  test('a line that was not measured decides nothing, unless another check has failed there', () => {
    const half = madeColumn('1.21', { 'e/v/m': [10] });
    const judged = judgeClaim(claim, [half, columnWith('1.22', 10, true)]);
    expect(judged).toMatchObject({ verdict: 'true', trueOn: ['1.22'] });
    expect(judged.rows[0].holds).toBeUndefined();
    expect(judgeClaim(claim, [half]).verdict).toBe('unmeasured');
    expect(judgeClaim(claim, [madeColumn('1.21', { 'e/v/m': [1] })]).verdict).toBe('false');
  });

  test('a claim about some lines is not held against the others', () => {
    const about = { ...claim, about: ['1.23'] };
    const judged = judgeClaim(about, [columnWith('1.22', 1, false), columnWith('1.23', 10, true)]);
    expect(judged).toMatchObject({ verdict: 'true', trueOn: ['1.23'], falseOn: [] });
  });
});
