import type { Check, Rule, Unit } from '../claims/claim.ts';
import { numberText } from './number-text.ts';
import type { LabWords } from './words.ts';

/** What a check expects, with its bounds: `461 ± 1 MiB`, `≥ 2 ×`, `82,400 ns (÷5 to ×5)`. */
export function expectedText({ rule, unit }: Check, words: LabWords): string {
  switch (rule.kind) {
    case 'near':
      return withUnit(`${numberText(rule.value)}${slackText(rule)}`, unit);
    case 'spans':
      return withUnit(numberText(rule.value), unit);
    case 'factor':
      return `${withUnit(numberText(rule.value), unit)} (÷${rule.factor}…×${rule.factor})`;
    case 'atLeast':
      return withUnit(`≥ ${numberText(rule.value)}`, unit);
    case 'atMost':
      return withUnit(`≤ ${numberText(rule.value)}`, unit);
    case 'is':
      return typeof rule.value === 'number'
        ? withUnit(numberText(rule.value), unit)
        : plainText(rule.value, words);
    case 'list':
      return `${rule.values.map(numberText).join(', ')} …`;
    case 'neverFalls':
      return words.neverFalls;
    case 'ratio':
      return boundsText(rule);
    case 'against':
      return `${boundsText(rule)} ${words.ofLine(rule.line)}`;
  }
}

function slackText({ by, percent }: Extract<Rule, { kind: 'near' }>): string {
  if (by !== undefined && by > 0) return ` ± ${numberText(by)}`;
  return percent === undefined ? '' : ` ± ${percent}%`;
}

function boundsText({ atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number }): string {
  if (atLeast === undefined) return `≤ ${numberText(atMost ?? 0)} ×`;
  return atMost === undefined
    ? `≥ ${numberText(atLeast)} ×`
    : `${numberText(atLeast)}…${numberText(atMost)} ×`;
}

export function withUnit(text: string, unit: Unit): string {
  return unit === '' ? text : `${text} ${unit}`;
}

export function plainText(value: string | boolean, words: LabWords): string {
  if (typeof value === 'string') return value;
  return value ? words.yes : words.no;
}
