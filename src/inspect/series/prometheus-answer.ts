import { Diagnostics, type Diagnostic, printable, UnreadableError } from '../../base/index.ts';

/** One series of a range query: labels, and points in milliseconds since 1970. */
export interface RangeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** Series of one answer that are looked at. */
const seriesMax = 50;
const pointsMax = 20_000;
const labelsMax = 60;

/**
 * Reads what Prometheus' HTTP API answers to query_range (prometheus.io, HTTP API, "matrix"). Throws UnreadableError where it
 * is no such answer, with the server's own word where it gives one.
 */
export function readRange(body: string): { series: RangeSeries[]; diagnostics: readonly Diagnostic[] } {
  const answer = parsed(body);
  if (isRecord(answer) && answer['status'] === 'error')
    throw new UnreadableError(
      'prometheus-refused',
      `Prometheus refuses the query: ${printable(typeof answer['error'] === 'string' ? answer['error'] : 'no reason given').slice(0, 300)}`,
    );
  const data = isRecord(answer) ? answer['data'] : undefined;
  const result = isRecord(data) && data['resultType'] === 'matrix' ? data['result'] : undefined;
  if (!Array.isArray(result))
    throw new UnreadableError(
      'not-prometheus',
      'the answer is not that of a Prometheus server to query_range',
    );
  const diagnostics = new Diagnostics();
  if (result.length > seriesMax)
    diagnostics.add(
      'series-many',
      `only the first ${seriesMax} of ${result.length} series are looked at; narrow --selector`,
    );
  return {
    series: result.slice(0, seriesMax).flatMap((each) => seriesOf(each, diagnostics)),
    diagnostics: diagnostics.list(),
  };
}

function seriesOf(each: unknown, diagnostics: Diagnostics): RangeSeries[] {
  const points: unknown = isRecord(each) ? each['values'] : undefined;
  const metric: unknown = isRecord(each) ? each['metric'] : undefined;
  if (!Array.isArray(points) || !isRecord(metric)) {
    diagnostics.add('series-damaged', 'a series of the answer has no points; it is left out');
    return [];
  }
  const timesMs: number[] = [];
  const values: number[] = [];
  for (const point of points.slice(0, pointsMax) as unknown[]) {
    if (!Array.isArray(point) || typeof point[0] !== 'number' || typeof point[1] !== 'string') {
      diagnostics.add('series-damaged', 'a point of the answer is not a time and a value; it is left out');
      continue;
    }
    timesMs.push(Math.round(point[0] * 1000));
    values.push(point[1].trim() === '' ? Number.NaN : Number(point[1]));
  }
  const labels = Object.entries(metric)
    .slice(0, labelsMax)
    .flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  return [{ labels: Object.fromEntries(labels), timesMs, values }];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
