import { type Diagnostic, UnreadableError, utf8 } from '../../base/index.ts';
import { httpAddress, HttpEndpoint, patientBounds } from '../../adapters/index.ts';
import type { GrowthLimit } from '../../findings/index.ts';
import { type ArticleSettings, askArticles, type LineSeries, type RuleAnswer } from '../../profile/index.ts';
import { type RangeSeries, readRange } from './prometheus-answer.ts';
import { judgedLine, ranked, type SeriesReport } from './series-report.ts';

export interface PrometheusOptions {
  /** Label matchers: `job="api",pod=~"api-.*"`, with or without braces. */
  readonly selector: string;
  readonly rangeMs: number;
  readonly headers?: readonly string[];
  readonly settings?: ArticleSettings;
  /** The end of the range. Default: now. */
  readonly nowMs?: number;
}

type Sum = 'min' | 'max' | 'avg';

/** What client_golang's collectors tell of every Go process; the goal of the collector moves with what is alive, without its saw-tooth. */
const metrics: readonly { name: string; unit: LineSeries['unit']; sum: Sum }[] = [
  { name: 'go_memstats_next_gc_bytes', unit: 'bytes', sum: 'avg' },
  { name: 'go_memstats_heap_alloc_bytes', unit: 'bytes', sum: 'min' },
  { name: 'go_memstats_heap_inuse_bytes', unit: 'bytes', sum: 'min' },
  { name: 'process_resident_memory_bytes', unit: 'bytes', sum: 'min' },
  { name: 'go_memstats_heap_objects', unit: 'count', sum: 'min' },
  { name: 'go_goroutines', unit: 'count', sum: 'min' },
];
const startMetric = 'process_start_time_seconds';
/** What GOMEMLIMIT is, and what counts against it (runtime/mgcpacer.go, mappedReady): Sys less what was given back. */
const limitMetric = 'go_gc_gomemlimit_bytes';
const sysMetric = 'go_memstats_sys_bytes';
const releasedMetric = 'go_memstats_heap_released_bytes';
/** Without a limit the runtime tells math.MaxInt64. */
const noLimitBytes = 2 ** 48;
/** Prometheus refuses more than 11,000 points a series. */
const pointsWanted = 2000;
const stepMinSeconds = 15;
/** From this step on, points are the troughs of what was scraped within it. */
const summedFromSeconds = 60;
/** Shorter ranges have no other day to be held against. */
const cycleFromMs = 36 * 3_600_000;
/** A start time that moves by less is the same start: it is worked out from ticks and the boot time. */
const sameStartSeconds = 3;

/** What Go processes that a Prometheus server scrapes did over a range. */
export async function readPrometheus(url: string, options: PrometheusOptions): Promise<SeriesReport> {
  const address = httpAddress(url, options.headers);
  using endpoint = new HttpEndpoint(address);
  const matchers = matchersOf(options.selector);
  const endMs = options.nowMs ?? Date.now();
  const step = Math.max(stepMinSeconds, Math.ceil(options.rangeMs / 1000 / pointsWanted / 15) * 15);
  const diagnostics: Diagnostic[] = [];
  const ask = async (name: string, sum: Sum): Promise<RangeSeries[]> => {
    const plain = `${name}{${matchers}}`;
    const query = step < summedFromSeconds ? plain : `${sum}_over_time(${plain}[${step}s])`;
    const answer = await endpoint.get(
      `${address.url.pathname.replace(/\/+$/, '')}/api/v1/query_range`,
      new URLSearchParams({
        query,
        start: ((endMs - options.rangeMs) / 1000).toFixed(3),
        end: (endMs / 1000).toFixed(3),
        step: String(step),
      }).toString(),
      patientBounds,
    );
    // A refused query has a JSON body with the reason, and status 400 or 422.
    if (answer.isPage || (answer.status !== 200 && !answer.contentType.includes('json')))
      throw new UnreadableError(
        'not-prometheus',
        `${address.text} answers ${answer.status}${answer.isPage ? ' with a page for people' : ''}, not as a Prometheus server does`,
      );
    const read = readRange(utf8(answer.body));
    diagnostics.push(...read.diagnostics);
    return read.series;
  };
  const starts = await ask(startMetric, 'max');
  const limits = await ask(limitMetric, 'max');
  const [sys, released] =
    limits.length > 0 ? [await ask(sysMetric, 'max'), await ask(releasedMetric, 'min')] : [[], []];
  const limitOf = (key: string): GrowthLimit[] => memoryLimit(key, limits, sys, released);
  const found: LineSeries[] = [];
  const keys: string[] = [];
  for (const { name, unit, sum } of metrics) {
    const lows = await ask(name, sum);
    const highs = step < summedFromSeconds || lows.length === 0 ? [] : await ask(name, 'max');
    for (const series of lows) {
      const key = keyOf(series);
      keys.push(key);
      found.push(
        lineOf(
          name,
          unit,
          series,
          highs.find((each) => keyOf(each) === key),
          starts.find((each) => keyOf(each) === key),
        ),
      );
    }
  }
  if (found.length === 0)
    throw new UnreadableError(
      'no-series',
      `${address.text} has no series of Go processes for {${matchers}} in this range; see --selector and --range`,
    );
  return reportOf(address.text, found, keys, limitOf, options, diagnostics);
}

function reportOf(
  source: string,
  found: readonly LineSeries[],
  keys: readonly string[],
  limitOf: (key: string) => GrowthLimit[],
  { rangeMs, settings }: PrometheusOptions,
  diagnostics: readonly Diagnostic[],
): SeriesReport {
  const dailyCycle = rangeMs < cycleFromMs ? 'ignored' : 'expected';
  const targets = [...new Set(keys)];
  const suffix = (key: string): string => (targets.length > 1 && key !== '' ? ` {${key}}` : '');
  const rules = targets.flatMap((key): RuleAnswer[] => {
    const own = found.filter((_, i) => keys[i] === key);
    const named = (name: string): LineSeries | undefined => own.find((line) => line.name === name);
    const live = named('go_memstats_heap_alloc_bytes');
    const objects = named('go_memstats_heap_objects');
    const goroutines = named('go_goroutines');
    const lines = { ...(live && { live }), ...(objects && { objects }), ...(goroutines && { goroutines }) };
    return askArticles(lines, settings).map((answer) => ({
      ...answer,
      line: answer.line === null ? null : answer.line + suffix(key),
    }));
  });
  const judged = found.map((line, i) =>
    judgedLine({ ...line, name: line.name + suffix(keys[i]) }, { dailyCycle }),
  );
  const times = found.flatMap(({ timesMs }) =>
    timesMs.length > 0 ? [timesMs[0], timesMs[timesMs.length - 1]] : [],
  );
  return {
    target: { kind: 'prometheus', source, goVersion: null },
    fromMs: Math.min(...times),
    toMs: Math.max(...times),
    looks: Math.max(...found.map(({ timesMs }) => timesMs.length)),
    lines: ranked(judged),
    rules,
    processes: targets.map((key) => ({
      kind: 'prometheus',
      target: instanceOf(key),
      lines: judged.filter((_, i) => keys[i] === key),
      limits: limitOf(key),
    })),
    diagnostics,
  };
}

function lineOf(
  name: string,
  unit: LineSeries['unit'],
  { timesMs, values }: RangeSeries,
  highs: RangeSeries | undefined,
  starts: RangeSeries | undefined,
): LineSeries {
  const highAt = new Map(highs?.timesMs.map((time, i) => [time, highs.values[i]]));
  return {
    name,
    unit,
    timesMs,
    values,
    ...(highs ? { highs: timesMs.map((time, i) => highAt.get(time) ?? values[i]) } : {}),
    ...(starts ? { startsMs: startsOf(starts) } : {}),
  };
}

/** When the process began anew: each start time that the gauge came to show, in milliseconds. */
function startsOf({ values }: RangeSeries): number[] {
  const starts: number[] = [];
  let last = Number.NaN;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (!(Math.abs(value - last) < sameStartSeconds)) starts.push(value * 1000);
    last = value;
  }
  return starts;
}

/** GOMEMLIMIT of one process, and how far what Go holds was from it last; nothing where it has none. */
function memoryLimit(
  key: string,
  limits: readonly RangeSeries[],
  sys: readonly RangeSeries[],
  released: readonly RangeSeries[],
): GrowthLimit[] {
  const lastOf = (series: readonly RangeSeries[]): number =>
    series.find((each) => keyOf(each) === key)?.values.findLast(Number.isFinite) ?? Number.NaN;
  const limitBytes = lastOf(limits);
  const held = lastOf(sys) - lastOf(released);
  if (!(limitBytes > 0 && limitBytes < noLimitBytes) || Number.isNaN(held)) return [];
  return [{ kind: 'gomemlimit', limitBytes, leftBytes: Math.max(0, limitBytes - held) }];
}

/** The address that is scraped, where it can stand in a command. */
function instanceOf(key: string): string | undefined {
  return /(?:^|,)instance="([\w.\-[\]:]+)"/.exec(key)?.[1];
}

/** The labels that tell one process from another. */
function keyOf({ labels }: RangeSeries): string {
  return Object.entries(labels)
    .filter(([name]) => name !== '__name__')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
}

const matcher = /^\s*[a-zA-Z_]\w*\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"\s*$/;

/** Matchers without braces; nothing but matchers, so that the query stays ours. */
function matchersOf(selector: string): string {
  const inner = selector.trim().replace(/^\{([\s\S]*)\}$/, '$1');
  const parts = inner.match(/(?:[^,"]|"(?:[^"\\]|\\.)*")+/g) ?? [];
  if (parts.join(',') !== inner.trim().replace(/,$/, '') && parts.join(',') !== inner)
    throw new UnreadableError('bad-selector', selectorHelp);
  if (!parts.every((part) => matcher.test(part))) throw new UnreadableError('bad-selector', selectorHelp);
  return parts.map((part) => part.trim()).join(',');
}

const selectorHelp = `--selector cannot be understood; write label matchers: 'job="api",pod=~"api-.*"'`;
