import type { Rule } from '../claims/claim.ts';
import type { MetricValue } from '../results/results.ts';
import type { Measured } from './measured.ts';

/** Slack for arithmetic in binary fractions, relative. */
const rounding = 1e-9;

/**
 * Whether a rule holds of what was measured. What does not exist on a version (a value of null) fulfils no rule: a claim
 * about B is not true of a map that has none.
 */
export function holds(rule: Rule, measured: Measured): boolean {
  switch (rule.kind) {
    case 'is':
      return measured.values.every((value) => value === rule.value);
    case 'list':
      return measured.values.every((value) => beginsWith(value, rule.values));
    case 'neverFalls':
      return measured.values.every((value) => neverFalls(value, rule.percent));
    case 'spans':
      return spans(measured, rule.value, rule.percent ?? 0);
    case 'near':
    case 'factor':
    case 'atLeast':
    case 'atMost':
    case 'ratio':
    case 'against':
      return measured.median !== undefined && numberHolds(rule, measured.median);
  }
}

/**
 * Whether each process by itself would have given the same answer. Where not, the spread is wider than the distance to
 * the bound, and the answer is that of the median.
 */
export function isSteady(rule: Rule, measured: Measured): boolean {
  const { min, max } = measured;
  const answer = holds(rule, measured);
  if (rule.kind === 'spans') return true;
  if (rule.kind === 'is' || rule.kind === 'list' || rule.kind === 'neverFalls') {
    return measured.values.every((value) => holds(rule, { ...measured, values: [value] }) === answer);
  }
  if (min === undefined || max === undefined) return true;
  return numberHolds(rule, min) === answer && numberHolds(rule, max) === answer;
}

type NumberRule = Extract<Rule, { kind: 'near' | 'factor' | 'atLeast' | 'atMost' | 'ratio' | 'against' }>;

function numberHolds(rule: NumberRule, value: number): boolean {
  switch (rule.kind) {
    case 'near':
      return Math.abs(value - rule.value) <= slackOf(rule.value, rule.by, rule.percent);
    case 'factor':
      return value > 0 && value <= rule.value * rule.factor && value >= rule.value / rule.factor;
    case 'atLeast':
      return value >= rule.value - slackOf(rule.value);
    case 'atMost':
      return value <= rule.value + slackOf(rule.value);
    case 'ratio':
    case 'against':
      return (
        Number.isFinite(value) &&
        (rule.atLeast === undefined || value >= rule.atLeast) &&
        (rule.atMost === undefined || value <= rule.atMost)
      );
  }
}

function slackOf(value: number, by = 0, percent = 0): number {
  return Math.max(by, (Math.abs(value) * percent) / 100) + Math.abs(value) * rounding;
}

function spans({ min, max }: Measured, value: number, percent: number): boolean {
  if (min === undefined || max === undefined) return false;
  const slack = slackOf(value, 0, percent);
  return value >= min - slack && value <= max + slack;
}

function beginsWith(value: MetricValue, wanted: readonly number[]): boolean {
  return Array.isArray(value) && wanted.every((each, place) => value[place] === each);
}

function neverFalls(value: MetricValue, percent: number): boolean {
  if (!Array.isArray(value)) return false;
  let highest = -Infinity;
  for (const each of value as readonly number[]) {
    if (each < highest * (1 - percent / 100)) return false;
    highest = Math.max(highest, each);
  }
  return true;
}
