import type { Diagnostics } from '../../base/index.ts';
import { HpaError } from '../hpa-error.ts';
import type { Container, Pod, PodMetrics } from '../objects/cluster.ts';
import { momentFromText, zeroMoment } from '../objects/moments.ts';
import { type Quantity, quantityFromText } from '../quantity/quantity.ts';
import type { SeriesOptions } from './read-series.ts';
import type { SeriesStep } from './series.ts';

const columnNames = [
  'time',
  'pod',
  'container',
  'memory',
  'cpu',
  'memory-request',
  'cpu-request',
  'replicas',
] as const;
type ColumnName = (typeof columnNames)[number];
const resources = ['memory', 'cpu'] as const;

interface Row {
  readonly atMs: number;
  readonly pod: string;
  readonly container: string;
  readonly usage: Map<string, Quantity>;
  readonly requests: Map<string, Quantity>;
  readonly replicas: number | undefined;
}

/** One sample of a pod, or of a container of it, a row; rows of one moment stand together. */
export function readCsvSeries(text: string, options: SeriesOptions, diagnostics: Diagnostics): SeriesStep[] {
  const lines = text.split(/\r?\n/);
  const header = lines[0].split(',').map((name) => name.trim().toLowerCase());
  checkHeader(header, options);
  const steps: SeriesStep[] = [];
  let group: Row[] = [];
  const flush = (): void => {
    if (group.length > 0) steps.push(stepOf(group, options));
    group = [];
  };
  for (let place = 1; place < lines.length; place++) {
    if (lines[place].trim() === '' || lines[place].startsWith('#')) continue;
    const row = rowOf(header, lines[place]);
    if (typeof row === 'string') {
      diagnostics.add('row-unreadable', `line ${place + 1}: ${row}; the row is left out`);
      continue;
    }
    if (group.length > 0 && row.atMs !== group[0].atMs) flush();
    group.push(row);
  }
  flush();
  return steps;
}

function checkHeader(header: readonly string[], { name, needsRequests, pods }: SeriesOptions): void {
  const unknown = header.find((each) => !columnNames.includes(each as ColumnName));
  if (unknown !== undefined)
    throw new HpaError(
      `${name}: its first line has the column '${unknown.slice(0, 40)}', not one of ${columnNames.join(', ')}`,
    );
  for (const needed of ['time', 'pod'])
    if (!header.includes(needed)) throw new HpaError(`${name}: its first line has no column ${needed}`);
  if (!resources.some((each) => header.includes(each)))
    throw new HpaError(`${name}: its first line has neither memory nor cpu`);
  if (needsRequests && pods.length === 0 && !header.some((each) => each.endsWith('-request')))
    throw new HpaError(
      `${name}: the target is a utilization of requests, which nothing says: add the column memory-request (or cpu-request), or give --pods`,
    );
}

/** A word of what is wrong where the row cannot be used. */
function rowOf(header: readonly string[], line: string): Row | string {
  const cells = line.split(',').map((cell) => cell.trim());
  const cell = (name: ColumnName): string => {
    const place = header.indexOf(name);
    return place < 0 ? '' : (cells[place] ?? '');
  };
  const time = cell('time');
  const atMs = /^\d{9,11}$/.test(time) ? Number(time) * 1000 : momentFromText(time);
  if (atMs === undefined) return `'${time.slice(0, 40)}' is no time`;
  if (cell('pod') === '') return 'there is no pod';
  const usage = new Map<string, Quantity>();
  const requests = new Map<string, Quantity>();
  for (const resource of resources) {
    for (const [name, into] of [
      [resource, usage],
      [`${resource}-request` as const, requests],
    ] as const) {
      const text = cell(name);
      if (text === '') continue;
      const quantity = quantityFromText(text);
      if (!quantity) return `'${text.slice(0, 40)}' is no quantity`;
      into.set(resource, quantity);
    }
  }
  const replicas = cell('replicas');
  if (replicas !== '' && !/^\d{1,6}$/.test(replicas))
    return `'${replicas.slice(0, 40)}' is no number of replicas`;
  return {
    atMs,
    pod: cell('pod'),
    container: cell('container') || 'app',
    usage,
    requests,
    replicas: replicas === '' ? undefined : Number(replicas),
  };
}

function stepOf(rows: readonly Row[], options: SeriesOptions): SeriesStep {
  const { atMs } = rows[0];
  const byPod = Map.groupBy(rows, ({ pod }) => pod);
  const podMetrics: PodMetrics[] = [];
  const pods: Pod[] = [];
  for (const [name, own] of byPod) {
    const containers = own
      .filter(({ usage }) => usage.size > 0)
      .map(({ container, usage }) => ({ name: container, usage }));
    // A row without usage is a pod without a sample.
    if (containers.length > 0) podMetrics.push({ name, atMs, windowMs: 0, containers });
    pods.push(podOf(name, own, options));
  }
  return {
    atMs,
    replicas: rows.find(({ replicas }) => replicas !== undefined)?.replicas,
    pods,
    podMetrics,
    customValues: [],
    externalValues: [],
  };
}

function podOf(name: string, rows: readonly Row[], { pods }: SeriesOptions): Pod {
  // Pods of one Deployment ask for the same: any of them says it for one that is gone by now.
  const known = pods.find((pod) => pod.name === name) ?? pods.at(0);
  const own: Container[] = rows.map(({ container, requests }) => ({ name: container, requests }));
  const hasOwn = own.some(({ requests }) => requests.size > 0);
  return {
    name,
    phase: 'Running',
    isDeleted: false,
    ready: 'True',
    readyChangedMs: zeroMoment,
    startMs: zeroMoment,
    containers: hasOwn || !known ? own : known.containers,
    initContainers: hasOwn || !known ? [] : known.initContainers,
    podRequests: hasOwn ? undefined : known?.podRequests,
    overhead: known?.overhead ?? new Map(),
  };
}
