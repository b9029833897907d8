import { Diagnostics } from '../base/index.ts';
import { shown } from './read-operations.ts';
import { type Moment, momentFromText } from './time-text.ts';
import type { Step, TimeAxis, Workload } from './workload.ts';
import { WorkloadError } from './workload-error.ts';

interface Row {
  readonly line: number;
  readonly moment: Moment;
  readonly count: number;
  readonly churn: number;
}

/** Whether the line could be a row: fields, the second of which begins like a number. */
export function looksLikeRow(line: string): boolean {
  return /^[^,;\t#]+[,;\t]\s*"?\d/.test(line);
}

/**
 * Live counts over time: rows of `time,count` or `time,count,churn`, with a header or without. What happens between two
 * rows is taken to be as little as they allow: the difference is inserted or deleted, and `churn` entries are replaced.
 */
export function readCounts(lines: readonly string[]): Workload {
  const diagnostics = new Diagnostics();
  const rows = usableRows(lines, diagnostics);
  if (rows.length === 0)
    throw new WorkloadError(
      0,
      'no row can be used; expected lines of time,count, as in 2026-01-31T10:00:00Z,1000',
    );
  return { format: 'counts', axis: axisOf(rows), steps: stepsOf(rows), diagnostics: diagnostics.list() };
}

function usableRows(lines: readonly string[], diagnostics: Diagnostics): Row[] {
  const rows: Row[] = [];
  let isFirst = true;
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '' || text.startsWith('#')) continue;
    const line = index + 1;
    const row = rowOf(text, line);
    const couldBeHeader = isFirst && !/^\s*"?[\d+-]/.test(text);
    isFirst = false;
    if (typeof row === 'string') {
      if (!couldBeHeader) diagnostics.add('row-skipped', `line ${line}: ${row}; the row is left out`);
      continue;
    }
    const last = rows.at(-1);
    const problem = last === undefined ? undefined : orderProblem(last.moment, row.moment);
    if (problem === undefined) rows.push(row);
    else diagnostics.add('row-out-of-order', `line ${line}: ${problem}; the row is left out`);
  }
  return rows;
}

function rowOf(text: string, line: number): Row | string {
  const [time, count, churn, ...more] = text
    .split(/[,;\t]/)
    .map((field) => field.trim().replace(/^"(.*)"$/, '$1'));
  if (count === undefined || more.length > 0) return 'expected time,count or time,count,churn';
  const moment = momentFromText(time);
  if (!moment) return `expected a time (ISO 8601, unix seconds or a number), found '${shown(time)}'`;
  const live = liveCount(count);
  if (live === undefined) return `expected a count of entries, found '${shown(count)}'`;
  const replaced = churn === undefined || churn === '' ? 0 : liveCount(churn);
  if (replaced === undefined) return `expected a count of replaced entries, found '${shown(churn)}'`;
  return { line, moment, count: live, churn: replaced };
}

/** Monitoring writes averages and exponents: 1234.5 and 1.2e+06 are counts too, to the nearest whole one. */
function liveCount(text: string): number | undefined {
  if (!/^\d{1,15}(?:\.\d{1,20})?(?:e\+?\d{1,2})?$/i.test(text)) return undefined;
  const count = Math.round(Number(text));
  return Number.isSafeInteger(count) ? count : undefined;
}

function orderProblem(before: Moment, moment: Moment): string | undefined {
  if (before.isDate !== moment.isDate) return 'its time is of another kind than those before';
  return moment.at < before.at ? 'its time lies before that of the row above' : undefined;
}

function axisOf([{ moment }]: readonly Row[]): TimeAxis {
  return moment.isDate
    ? { kind: 'clock', start: moment.at, zoneMinutes: moment.zoneMinutes }
    : { kind: 'number', start: moment.at };
}

function stepsOf(rows: readonly Row[]): Step[] {
  const steps: Step[] = [];
  let live = 0;
  let at = rows[0].moment.at;
  for (const { line, moment, count, churn } of rows) {
    const duration = moment.at - at;
    const moved = Math.abs(count - live);
    const total = moved + churn;
    if (total === 0) steps.push({ kind: 'wait', line, duration });
    // Replaced while the map is as large as in either row, so that no peak is invented.
    const part = (operations: number): number => (operations * duration) / total;
    const replaced: Step[] =
      churn > 0 ? [{ kind: 'replace', line, count: churn, which: undefined, duration: part(churn) }] : [];
    if (count >= live) {
      if (moved > 0) steps.push({ kind: 'insert', line, count: moved, duration: part(moved) });
      steps.push(...replaced);
    } else {
      steps.push(...replaced, {
        kind: 'delete',
        line,
        count: moved,
        which: undefined,
        duration: part(moved),
      });
    }
    live = count;
    at = moment.at;
  }
  return steps;
}
