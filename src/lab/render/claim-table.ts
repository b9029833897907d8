import type { Language } from '../../findings/index.ts';
import { type Check, unitScales } from '../claims/claim.ts';
import type { Figure } from '../model/figure.ts';
import type { Column, MetricValue } from '../results/results.ts';
import type { JudgedClaim, Outcome } from '../verdict/judge-claim.ts';
import { lineRanges } from './line-ranges.ts';
import { numberText, spreadText } from './number-text.ts';
import { expectedText, plainText, withUnit } from './rule-text.ts';
import { type LabWords, labWords } from './words.ts';

/** A claim's measurements as cells of text. */
export interface ClaimTable {
  /** Titles of label, what is claimed, and the cells of a row. */
  readonly header: readonly string[];
  readonly checks: readonly CheckRows[];
}

export interface CheckRows {
  readonly label: string;
  /** What the claim expects, with its bounds. */
  readonly claimed: string;
  /** A row for each line of Go, or for neighbours that gave the same: Go, measured, model (where any has one), holds. */
  readonly rows: readonly (readonly string[])[];
}

/** One check on one line of Go. */
interface Place {
  readonly column: Column;
  readonly outcome: Outcome;
}

export function claimTable({ claim, rows }: JudgedClaim, language: Language): ClaimTable {
  const words = labWords[language];
  const withModel = claim.checks.some(({ model }) => model !== undefined);
  const rowOf = (group: readonly Place[]): string[] => [
    goText(group, words),
    measuredText(group, words),
    ...(withModel ? [modelText(group)] : []),
    holdsText(group[0].outcome, words),
  ];
  return {
    header: [
      words.what,
      words.claimed,
      words.go,
      words.measured,
      ...(withModel ? [words.model] : []),
      words.holds,
    ],
    checks: claim.checks.map((check, place) => ({
      label: check.label[language],
      claimed: expectedText(check, words),
      rows: grouped(rows.map(({ column, outcomes }) => ({ column, outcome: outcomes[place] }))).map(rowOf),
    })),
  };
}

/** `true only on 1.18 to 1.23`. */
export function verdictText({ verdict, trueOn, rows }: JudgedClaim, language: Language): string {
  const words = labWords[language];
  const all = rows.map(({ column }) => column.line);
  return words.verdict(verdict, lineRanges(trueOn, all, words));
}

/** Medians within a hundredth of the first one's are told in one row. */
const sameMedian = 0.01;

function grouped(places: readonly Place[]): Place[][] {
  const groups: Place[][] = [];
  for (const place of places) {
    const last = groups.at(-1);
    if (last && isSame(last[0].outcome, place.outcome)) last.push(place);
    else groups.push([place]);
  }
  return groups;
}

function isSame(one: Outcome, other: Outcome): boolean {
  if (one.holds !== other.holds || one.steady !== other.steady) return false;
  if (one.measured === undefined || other.measured === undefined) {
    return one.measured === other.measured && one.failures[0] === other.failures[0];
  }
  if (!isClose(one.predicted?.mean, other.predicted?.mean)) return false;
  if (one.measured.median === undefined || other.measured.median === undefined) {
    return JSON.stringify(one.measured.values) === JSON.stringify(other.measured.values);
  }
  return isClose(one.measured.median, other.measured.median);
}

function isClose(one: number | undefined, other: number | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one - other) <= sameMedian * Math.max(Math.abs(one), Math.abs(other));
}

/** `1.23.12`, `1.24.12+noswissmap`, or `1.18 to 1.23`. */
function goText(group: readonly Place[], words: LabWords): string {
  if (group.length > 1) return words.to(group[0].column.line, group[group.length - 1].column.line);
  return releaseText(group[0].column);
}

export function releaseText({ line, goVersion }: Column): string {
  const plus = line.indexOf('+');
  return goVersion.replace(/^go/, '') + (plus < 0 ? '' : line.slice(plus));
}

function measuredText(group: readonly Place[], words: LabWords): string {
  const [{ outcome }] = group;
  const { measured, failures } = outcome;
  if (measured === undefined) {
    return failures.length === 0 ? words.notMeasured : `${words.notMeasured}: ${failures[0]}`;
  }
  const all = group.flatMap((each) => each.outcome.measured ?? []);
  const middle = all[all.length >> 1].median;
  if (middle === undefined)
    return withUnit(valuesText(measured.values, words), listUnit(measured.values, outcome.check));
  const min = Math.min(...all.map((each) => each.min ?? middle));
  const max = Math.max(...all.map((each) => each.max ?? middle));
  return spreadText(middle, min, max);
}

/** The unit stands with what is expected, save where that is a word. */
function listUnit(values: readonly MetricValue[], { unit, rule }: Check): Check['unit'] {
  return rule.kind === 'neverFalls' && values.every(Array.isArray) ? unit : '';
}

function modelText(group: readonly Place[]): string {
  const [{ outcome }] = group;
  return outcome.predicted === undefined ? '' : figureText(outcome.predicted, unitScales[outcome.check.unit]);
}

function figureText({ mean, low, high }: Figure, scale: number): string {
  const isNarrow = high - low <= 0.02 * Math.abs(mean);
  return isNarrow ? numberText(mean / scale) : `${numberText(low / scale)}–${numberText(high / scale)}`;
}

function holdsText({ holds, steady }: Outcome, words: LabWords): string {
  if (holds === undefined) return '';
  const answer = holds ? words.yes : words.no;
  return steady ? answer : words.unsteady(answer);
}

function valuesText(values: readonly MetricValue[], words: LabWords): string {
  return [...new Set(values.map((value) => oneText(value, words)))].join(words.listComma);
}

/** Long lists lose their end: the results have it. */
const listLength = 18;

function oneText(value: MetricValue, words: LabWords): string {
  if (value === null) return words.absent;
  if (typeof value === 'number') return numberText(value);
  if (typeof value !== 'object') return plainText(value, words);
  const shown = value.slice(0, listLength).map(numberText).join(' ');
  return value.length > listLength ? `${shown} …` : shown;
}
