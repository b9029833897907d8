/** The cases of the oracle as kubectl would print them. */
import {
  type Case,
  type OracleContainer,
  type OraclePods,
  type OracleStep,
  resourceOf,
  startMs,
} from './cases.ts';

/** An autoscaler, its Scale, pods, and the lists of the three metrics APIs. */
export function kubectlObjects({ raw, autoscaler }: Case, step: OracleStep, replicas: number): unknown[] {
  const isDown = (letter: string): boolean => step.d?.includes(letter) === true;
  const nameOf = (source: string): string | undefined =>
    autoscaler.metrics.find((each) => each.source === source)?.name;
  const named: { name: string; from: OraclePods }[] = [];
  for (const from of step.p)
    for (let each = 0; each < from.n; each++) named.push({ name: `web-${named.length}`, from });
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const custom = [
    ...named.flatMap(({ name, from }) => (from.c ? [customValue('Pod', name, nameOf('Pods'), from.c)] : [])),
    ...(step.o ? [customValue('Service', 'front', nameOf('Object'), step.o)] : []),
  ];
  const external = (step.e ?? []).map((value) => ({
    metricName: nameOf('External'),
    metricLabels: { q: 'a' },
    value,
  }));
  return [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web', namespace: 'default' },
      spec: { ...(raw.spec as object), scaleTargetRef: target },
    },
    {
      kind: 'Scale',
      metadata: { name: 'web' },
      spec: { replicas },
      status: { replicas: replicas + step.s, selector: 'app=web' },
    },
    {
      kind: 'List',
      items: named.filter(({ from }) => !from.g).map(({ name, from }) => podObject(name, from, raw)),
    },
    {
      kind: 'PodMetricsList',
      items: isDown('r')
        ? []
        : named.flatMap(({ name, from }) => metricsObject(name, from, raw, resourceOf(autoscaler))),
    },
    { kind: 'MetricValueList', items: isDown('c') ? [] : custom },
    { kind: 'ExternalMetricValueList', items: isDown('e') ? [] : external },
  ];
}

function at(seconds: number): string {
  return new Date(startMs + seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function customValue(kind: string, name: string, metric: string | undefined, value: string): unknown {
  return {
    describedObject: { kind, name, namespace: 'default' },
    metric: { name: metric },
    timestamp: at(0),
    value,
  };
}

function podObject(name: string, from: OraclePods, { containers, podLevel, overhead }: Case['raw']): unknown {
  const ordinary = containers.filter(({ k }) => k === undefined);
  const made = (container: OracleContainer): unknown => ({
    name: container.n,
    resources: from.q && container === ordinary[0] ? {} : { requests: container.r },
    ...(container.k === 's' && { restartPolicy: 'Always' }),
  });
  const status = { '': 'True', F: 'False', U: 'Unknown' }[from.r ?? ''];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      labels: { app: 'web' },
      ...(from.x && { deletionTimestamp: at(0) }),
    },
    spec: {
      containers: ordinary.map(made),
      initContainers: containers.filter(({ k }) => k !== undefined).map(made),
      ...(podLevel && { resources: { requests: podLevel } }),
      ...(overhead && { overhead }),
    },
    status: {
      phase: from.p ?? 'Running',
      ...(!from.z && { startTime: at(from.s ?? 0) }),
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: at(0) },
        ...(status ? [{ type: 'Ready', status, lastTransitionTime: at(from.t ?? 0) }] : []),
      ],
    },
  };
}

function metricsObject(
  name: string,
  from: OraclePods,
  { containers }: Case['raw'],
  resource: string,
): unknown[] {
  if (!from.u) return [];
  const measured = containers.filter(({ k }) => k !== 'i');
  return [
    {
      metadata: { name, namespace: 'default', labels: { app: 'web' } },
      timestamp: at(from.m ?? 0),
      window: `${from.w ?? 0}s`,
      containers: from.u.flatMap((text, place) =>
        text === '-' ? [] : [{ name: measured[place].n, usage: text === '' ? {} : { [resource]: text } }],
      ),
    },
  ];
}
