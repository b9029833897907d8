import type { Diagnostic, Diagnostics } from '../../base/index.ts';
import { HpaError } from '../hpa-error.ts';
import type { Pod } from '../objects/cluster.ts';
import { type ClusterObjects, type PodChoice, readObjects } from '../objects/evidence.ts';
import { Fields } from '../objects/fields.ts';
import { readCsvSeries } from './read-csv-series.ts';
import type { SeriesStep } from './series.ts';

export interface SeriesOptions {
  /** How errors name the file. */
  readonly name: string;
  readonly choice: PodChoice;
  /** Pods of another file: their requests, and they themselves where a step has none. */
  readonly pods: readonly Pod[];
  /** Requests of the metric are needed: it is one of utilization. */
  readonly needsRequests: boolean;
}

/** Reads a series: CSV, or JSON with an object a line. Steps that go back in time are left out with a diagnostic. */
export function readSeries(text: string, options: SeriesOptions, diagnostics: Diagnostics): SeriesStep[] {
  const steps = /^\s*[{[]/.test(text)
    ? jsonSteps(text, options, diagnostics)
    : readCsvSeries(text, options, diagnostics);
  if (steps.length === 0) throw new HpaError(`${options.name} has no sample in it`);
  const forward: SeriesStep[] = [];
  for (const step of steps) {
    const last = forward.at(-1);
    if (last && step.atMs <= last.atMs)
      diagnostics.add(
        'clock-goes-back',
        `the series goes back in time, first from ${moment(last.atMs)} to ${moment(step.atMs)}: these samples are left out`,
      );
    else forward.push(step);
  }
  return forward;
}

function moment(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

function jsonSteps(text: string, options: SeriesOptions, diagnostics: Diagnostics): SeriesStep[] {
  const values = jsonValues(text, options.name);
  return values.map(({ value, where }) => {
    const fields = new Fields(value, where);
    const atMs = fields.optionalMoment('time');
    if (atMs === undefined) throw new HpaError(`${where}.time is missing`);
    const objects = objectsOf(fields, where, options);
    for (const each of objects.diagnostics) note(diagnostics, each);
    return {
      atMs,
      replicas: fields.optionalCount('replicas', 0),
      pods: objects.pods.length > 0 || fields.has('pods') ? objects.pods : options.pods,
      podMetrics: objects.podMetrics,
      customValues: objects.customValues,
      externalValues: objects.externalValues,
    };
  });
}

function objectsOf(fields: Fields, where: string, { choice }: SeriesOptions): ClusterObjects {
  const documents = ['pods', 'metrics'].flatMap((name) => {
    const value = fields.raw(name);
    if (value === undefined) return [];
    // A list without its kind is taken for what its name says.
    const kind = name === 'pods' ? 'PodList' : 'PodMetricsList';
    return [{ name: `${where}.${name}`, value: Array.isArray(value) ? { kind, items: value } : value }];
  });
  return readObjects(documents, choice);
}

function note(diagnostics: Diagnostics, { code, message }: Diagnostic): void {
  diagnostics.add(code, message);
}

function jsonValues(text: string, name: string): { value: unknown; where: string }[] {
  if (text.trimStart().startsWith('[')) {
    const all = parsed(text, name);
    return (all as unknown[]).map((value, place) => ({ value, where: `${name}[${place}]` }));
  }
  return text.split('\n').flatMap((line, place) => {
    const where = `${name}:${place + 1}`;
    return line.trim() === '' ? [] : [{ value: parsed(line, where), where }];
  });
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new HpaError(`${where} is not JSON: a series is CSV, or JSON with one object a line`);
  }
}
