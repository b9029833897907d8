/** What test/hpa-oracle wrote: clusters over time, and what Kubernetes' controller did. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Cluster, Container, InitContainer, Pod, PodMetrics, Requests } from '../objects/cluster.ts';
import { Fields } from '../objects/fields.ts';
import { readAutoscaler } from '../objects/read-autoscaler.ts';
import { milliValue, type Quantity, quantityFromText } from '../quantity/quantity.ts';

interface Options {
  readonly tolerance: number;
  readonly window: number;
  readonly sync: number;
  readonly cpu: number;
  readonly ready: number;
}

/** The short names are those of test/hpa-oracle/case.go. */
export interface OracleContainer {
  readonly n: string;
  readonly k?: 'i' | 's';
  readonly r?: Record<string, string>;
}

export interface OraclePods {
  readonly n: number;
  readonly p?: string;
  readonly x?: boolean;
  readonly r?: string;
  readonly z?: boolean;
  readonly s?: number;
  readonly t?: number;
  readonly u?: string[];
  readonly m?: number;
  readonly w?: number;
  readonly c?: string;
  readonly q?: boolean;
  readonly g?: boolean;
}

export interface OracleStep {
  readonly n: number;
  readonly r: number;
  readonly s: number;
  readonly p: OraclePods[];
  readonly o?: string;
  readonly e?: string[];
  readonly d?: string;
}

type OracleResult = [ticks: number, replicas: number, reasons: number, ...currents: string[]];

interface Document {
  readonly kubernetes: string;
  readonly common: Options;
  readonly reasons: string[];
  readonly options: (Options | null)[];
  readonly specs: unknown[];
  readonly containers: OracleContainer[][];
  readonly podLevel: (Record<string, string> | null)[];
  readonly overhead: (Record<string, string> | null)[];
  readonly steps: OracleStep[][];
  readonly results: OracleResult[][];
}

/** What the controller did at one reconciliation. */
export interface Expected {
  readonly replicas: number;
  readonly reasons: string;
  readonly currents: readonly string[];
}

export interface Case {
  readonly number: number;
  readonly autoscaler: Autoscaler;
  /** As the oracle wrote them. */
  readonly raw: {
    readonly spec: unknown;
    readonly containers: readonly OracleContainer[];
    readonly podLevel: Record<string, string> | null;
    readonly overhead: Record<string, string> | null;
  };
  readonly flags: ControllerFlags;
  /** One a reconciliation. `replicas` undefined: what the controller left. */
  readonly ticks: readonly { readonly step: OracleStep; readonly isFirst: boolean; readonly nowMs: number }[];
  readonly expected: readonly Expected[];
  clusterAt(step: OracleStep, replicas: number): Cluster;
}

export const startMs: number = Date.UTC(2000, 0, 1);

export function readCases(): Case[] {
  const file = join(import.meta.dirname, 'controller-cases.json.gz');
  const document = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Document;
  return document.specs.map((_, number) => caseOf(document, number));
}

function caseOf(document: Document, number: number): Case {
  const options = document.options[number] ?? document.common;
  const autoscaler = readAutoscaler(new Fields({ spec: document.specs[number] }, 'case'));
  const ticks = document.steps[number]
    .flatMap((step) => Array.from({ length: step.n }, (_, place) => ({ step, isFirst: place === 0 })))
    .map((tick, place) => ({ ...tick, nowMs: startMs + place * options.sync * 1000 }));
  const expected = document.results[number].flatMap(([count, replicas, reasons, ...currents]) =>
    Array.from({ length: count }, () => ({ replicas, reasons: document.reasons[reasons], currents })),
  );
  const makePods = podMaker(document, number, resourceOf(autoscaler));
  return {
    number,
    autoscaler,
    raw: {
      spec: document.specs[number],
      containers: document.containers[number],
      podLevel: document.podLevel[number],
      overhead: document.overhead[number],
    },
    flags: {
      tolerance: options.tolerance,
      downscaleStabilizationMs: options.window * 1000,
      cpuInitializationMs: options.cpu * 1000,
      readinessDelayMs: options.ready * 1000,
      syncMs: options.sync * 1000,
    },
    ticks,
    expected,
    clusterAt: (step, replicas) => clusterOf(step, replicas, autoscaler, makePods),
  };
}

export function resourceOf({ metrics }: Autoscaler): string {
  return metrics.find(({ source }) => source === 'Resource' || source === 'ContainerResource')?.name ?? 'cpu';
}

interface Made {
  readonly name: string;
  readonly pod: Pod;
  readonly metrics: PodMetrics | undefined;
  readonly from: OraclePods;
}

function podMaker(document: Document, number: number, resource: string): (step: OracleStep) => Made[] {
  const containers = document.containers[number];
  const podLevel = document.podLevel[number];
  const overhead = quantities(document.overhead[number] ?? {});
  const known = new Map<OracleStep, Made[]>();
  return (step) => {
    let count = 0;
    const made =
      known.get(step) ??
      step.p.flatMap((from) =>
        Array.from({ length: from.n }, () => {
          const name = `web-${count++}`;
          const pod = {
            ...podOf(name, from, containers),
            podRequests: podLevel ? quantities(podLevel) : undefined,
            overhead,
          };
          return { name, pod, metrics: metricsOf(name, from, containers, resource), from };
        }),
      );
    known.set(step, made);
    return made;
  };
}

function podOf(
  name: string,
  from: OraclePods,
  containers: readonly OracleContainer[],
): Omit<Pod, 'podRequests' | 'overhead'> {
  const first = containers.find(({ k }) => k === undefined);
  const made = (container: OracleContainer): Container => ({
    name: container.n,
    requests: from.q && container === first ? new Map() : quantities(container.r ?? {}),
  });
  const initContainers: InitContainer[] = containers
    .filter(({ k }) => k !== undefined)
    .map((container) => ({ ...made(container), isRestartable: container.k === 's' }));
  const ready = { '': 'True', F: 'False', U: 'Unknown' }[from.r ?? ''];
  return {
    name,
    phase: from.p ?? 'Running',
    isDeleted: from.x === true,
    ready,
    readyChangedMs: startMs + (from.t ?? 0) * 1000,
    startMs: from.z ? undefined : startMs + (from.s ?? 0) * 1000,
    containers: [
      ...containers.filter(({ k }) => k === undefined).map(made),
      ...initContainers.filter(({ isRestartable }) => isRestartable),
    ],
    initContainers,
  };
}

function metricsOf(
  name: string,
  from: OraclePods,
  containers: readonly OracleContainer[],
  resource: string,
): PodMetrics | undefined {
  if (!from.u) return undefined;
  const measured = containers.filter(({ k }) => k !== 'i');
  return {
    name,
    atMs: startMs + (from.m ?? 0) * 1000,
    windowMs: (from.w ?? 0) * 1000,
    containers: from.u.flatMap((text, place) =>
      text === '-'
        ? []
        : [{ name: measured[place].n, usage: quantities(text === '' ? {} : { [resource]: text }) }],
    ),
  };
}

function clusterOf(
  step: OracleStep,
  replicas: number,
  { metrics }: Autoscaler,
  makePods: (step: OracleStep) => Made[],
): Cluster {
  const isDown = (letter: string): boolean => step.d?.includes(letter) === true;
  const made = makePods(step);
  const nameOf = (source: string): string => metrics.find((each) => each.source === source)?.name ?? '';
  return {
    specReplicas: replicas,
    statusReplicas: replicas + step.s,
    pods: made.filter(({ from }) => !from.g).map(({ pod }) => pod),
    podMetrics: isDown('r') ? undefined : made.flatMap((each) => each.metrics ?? []),
    customValues: isDown('c')
      ? undefined
      : [
          ...made.flatMap(({ name, from }) =>
            from.c ? [{ ...custom(nameOf('Pods'), from.c), kind: 'Pod', name }] : [],
          ),
          ...(step.o ? [{ ...custom(nameOf('Object'), step.o), kind: 'Service', name: 'front' }] : []),
        ],
    externalValues: isDown('e')
      ? undefined
      : (step.e ?? []).map((text) => ({
          metric: nameOf('External'),
          labels: {},
          milli: milliValue(quantity(text)),
        })),
  };
}

function custom(
  metric: string,
  text: string,
): { metric: string; milli: bigint; atMs: number; windowMs: number } {
  return { metric, milli: milliValue(quantity(text)), atMs: 0, windowMs: 60_000 };
}

function quantities(texts: Record<string, string>): Requests {
  return new Map(Object.entries(texts).map(([name, text]) => [name, quantity(text)]));
}

function quantity(text: string): Quantity {
  const read = quantityFromText(text);
  if (!read) throw new Error(`the oracle wrote the quantity ${text}`);
  return read;
}
