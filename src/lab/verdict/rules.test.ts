import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check, Rule } from '../claims/claim.ts';
import type { MetricValue } from '../results/results.ts';
import { madeColumn } from '../testdata/made-columns.ts';
import { measuredIn } from './measured.ts';
import { holds, isSteady } from './rules.ts';

function checkOf(rule: Rule, unit: Check['unit'] = ''): Check {
  return { label: { en: 'l', zh: 'l' }, measured: 'e/v/m', unit, rule };
}

/** Answer and steadiness of a rule over the values of some processes. */
function answer(rule: Rule, values: readonly MetricValue[], unit: Check['unit'] = ''): [boolean, boolean] {
  const column = madeColumn('1.23', { 'e/v/m': values, 'e/v/other': values.map(() => 10) });
  const measured = measuredIn(checkOf(rule, unit), column, [column]);
  if (measured === undefined) throw new Error('not measured');
  return [holds(rule, measured), isSteady(rule, measured)];
}

describe('each rule', () => {
  test.each<[string, Rule, MetricValue[], boolean, boolean]>([
    ['near by', { kind: 'near', value: 461, by: 1 }, [460, 461.9, 462], true, true],
    ['near by, one run off', { kind: 'near', value: 461, by: 1 }, [461, 461, 470], true, false],
    ['near percent', { kind: 'near', value: 200, percent: 5 }, [210], true, true],
    ['near percent, beyond', { kind: 'near', value: 200, percent: 5 }, [210.1], false, true],
    ['spans', { kind: 'spans', value: 301 }, [289, 382, 330], true, true],
    ['spans, beyond', { kind: 'spans', value: 280 }, [289, 382], false, true],
    ['spans with slack', { kind: 'spans', value: 280, percent: 4 }, [289, 382], true, true],
    ['factor above', { kind: 'factor', value: 100, factor: 4 }, [400], true, true],
    ['factor below', { kind: 'factor', value: 100, factor: 4 }, [24.9], false, true],
    ['at least', { kind: 'atLeast', value: 3 }, [3, 3, 3], true, true],
    ['at most', { kind: 'atMost', value: 3 }, [1, 4, 5], false, false],
    ['is, a text', { kind: 'is', value: 'well' }, ['well', 'well'], true, true],
    ['is, not always', { kind: 'is', value: true }, [true, false], false, false],
    ['is, a number', { kind: 'is', value: 18 }, [18], true, true],
    ['list', { kind: 'list', values: [1, 2, 4] }, [[1, 2, 4, 8]], true, true],
    ['list, other', { kind: 'list', values: [1, 2, 4] }, [[1, 2, 3, 4]], false, true],
    ['list, too short', { kind: 'list', values: [1, 2, 4] }, [[1, 2]], false, true],
    ['never falls', { kind: 'neverFalls', percent: 1 }, [[100, 99.5, 120, 119]], true, true],
    ['falls', { kind: 'neverFalls', percent: 1 }, [[100, 120, 118]], false, true],
    ['ratio', { kind: 'ratio', to: 'e/v/other', atLeast: 2 }, [20, 21], true, true],
    ['ratio within', { kind: 'ratio', to: 'e/v/other', atLeast: 1, atMost: 2 }, [21], false, true],
  ])('%s', (_name, rule, values, holdsWanted, steadyWanted) => {
    expect(answer(rule, values)).toEqual([holdsWanted, steadyWanted]);
  });

  test.each<Rule>([
    { kind: 'near', value: 0, by: 1 },
    { kind: 'spans', value: 0 },
    { kind: 'factor', value: 1, factor: 100 },
    { kind: 'atLeast', value: 0 },
    { kind: 'atMost', value: 0 },
    { kind: 'is', value: false },
    { kind: 'list', values: [] },
    { kind: 'neverFalls', percent: 100 },
    { kind: 'ratio', to: 'e/v/other', atMost: 100 },
  ])('$kind is not fulfilled by what does not exist', (rule) => {
    expect(answer(rule, [null, null])[0]).toBe(false);
  });

  test('a value is held in the unit of the check', () => {
    expect(answer({ kind: 'is', value: 512 }, [524_288], 'KiB')[0]).toBe(true);
    expect(answer({ kind: 'near', value: 40, by: 0.1 }, [0.4], '%')[0]).toBe(true);
    expect(answer({ kind: 'atMost', value: 2 }, [2_000_000], 'ms')[0]).toBe(true);
  });
});

describe('ratios', () => {
  const rule: Rule = { kind: 'ratio', to: 'e/w/n', atLeast: 1 };

  test('of other processes: medians, with the widest spread', () => {
    const column = madeColumn('1.23', { 'e/v/m': [10, 20, 30], 'e/w/n': [5, 10, 20] });
    expect(measuredIn(checkOf(rule), column, [column])).toMatchObject({
      median: 2,
      min: 0.5,
      max: 6,
      unit: '×',
    });
  });

  test('of the same processes: one by one', () => {
    const column = madeColumn('1.23', { 'e/v/m': [10, 40], 'e/v/n': [5, 10] });
    const same: Rule = { kind: 'ratio', to: 'e/v/n', atLeast: 1 };
    expect(measuredIn(checkOf(same), column, [column])?.values).toEqual([2, 4]);
  });

  test('against another line; not measured where that line is not', () => {
    const against: Rule = { kind: 'against', line: '1.22', atMost: 0.9 };
    const before = madeColumn('1.22', { 'e/v/m': [100] });
    const column = madeColumn('1.23', { 'e/v/m': [80] });
    expect(measuredIn(checkOf(against), column, [before, column])?.median).toBe(0.8);
    expect(measuredIn(checkOf(against), column, [column])).toBeUndefined();
  });
});

const numbers = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 7 });

test('what holds of the least and the greatest alike is steady, whatever the order of the processes', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 1e-3, max: 1e9, noNaN: true }), (values, bound) => {
      const rule: Rule = { kind: 'atLeast', value: bound };
      const alone = values.map((value) => answer(rule, [value])[0]);
      const [holdsWhole, steady] = answer(rule, values);
      expect(steady).toBe(new Set(alone).size === 1);
      if (steady) expect(holdsWhole).toBe(alone[0]);
      expect(answer(rule, values.toReversed())).toEqual([holdsWhole, steady]);
    }),
  );
});

test('wider bounds never turn a true answer false', () => {
  fc.assert(
    fc.property(
      numbers,
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 0, max: 50 }),
      (values, value, percent) => {
        const narrow = answer({ kind: 'near', value, percent }, values)[0];
        const wide = answer({ kind: 'near', value, percent: percent * 2 + 1 }, values)[0];
        expect(!narrow || wide).toBe(true);
      },
    ),
  );
});
