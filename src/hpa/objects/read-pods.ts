import { type Quantity } from '../quantity/quantity.ts';
import type { CustomValue, ExternalValue, InitContainer, Pod, PodMetrics, Requests } from './cluster.ts';
import type { Fields } from './fields.ts';
import { zeroMoment } from './moments.ts';

/** A Pod of v1. */
export function readPod(fields: Fields): Pod {
  const metadata = fields.object('metadata');
  const spec = fields.object('spec');
  const status = fields.optionalObject('status');
  const condition = status?.list('conditions').find((each) => each.optionalText('type') === 'Ready');
  const initContainers = spec.list('initContainers').map(readInitContainer);
  const resources = spec.optionalObject('resources');
  const own = resources && readQuantities(resources, 'requests');
  return {
    name: metadata.text('name'),
    phase: status?.optionalText('phase') ?? '',
    isDeleted: metadata.has('deletionTimestamp'),
    ready: condition && (condition.optionalText('status') ?? 'Unknown'),
    readyChangedMs: condition?.optionalMoment('lastTransitionTime') ?? zeroMoment,
    startMs: status?.optionalMoment('startTime'),
    containers: [
      ...spec.list('containers').map(readContainer),
      ...initContainers.filter(({ isRestartable }) => isRestartable),
    ],
    initContainers,
    podRequests: own && own.size > 0 ? own : undefined,
    overhead: readQuantities(spec, 'overhead'),
  };
}

function readContainer(fields: Fields): { readonly name: string; readonly requests: Requests } {
  const resources = fields.optionalObject('resources');
  return {
    name: fields.text('name'),
    requests: resources ? readQuantities(resources, 'requests') : new Map(),
  };
}

function readInitContainer(fields: Fields): InitContainer {
  return { ...readContainer(fields), isRestartable: fields.optionalText('restartPolicy') === 'Always' };
}

function readQuantities(fields: Fields, name: string): Map<string, Quantity> {
  const quantities = new Map<string, Quantity>();
  const all = fields.optionalObject(name);
  for (const each of all?.names() ?? []) {
    const quantity = all?.optionalQuantity(each);
    if (quantity) quantities.set(each, quantity);
  }
  return quantities;
}

/** PodMetrics of metrics.k8s.io/v1beta1. */
export function readPodMetrics(fields: Fields): PodMetrics {
  return {
    name: fields.object('metadata').text('name'),
    atMs: fields.optionalMoment('timestamp') ?? zeroMoment,
    windowMs: fields.optionalDurationMs('window') ?? 0,
    containers: fields.list('containers').map((container) => ({
      name: container.text('name'),
      usage: readQuantities(container, 'usage'),
    })),
  };
}

/** GetRawMetric takes this where the API names no window. */
const defaultWindowMs = 60_000;

/** A MetricValue of custom.metrics.k8s.io, v1beta1 or v1beta2. */
export function readCustomValue(fields: Fields): CustomValue {
  const described = fields.object('describedObject');
  const window = fields.optionalCount('windowSeconds', 0);
  return {
    kind: described.text('kind'),
    name: described.text('name'),
    metric: fields.optionalObject('metric')?.text('name') ?? fields.text('metricName'),
    atMs: fields.optionalMoment('timestamp') ?? zeroMoment,
    windowMs: window === undefined ? defaultWindowMs : window * 1000,
    milli: fields.optionalMilli('value') ?? 0n,
  };
}

/** An ExternalMetricValue of external.metrics.k8s.io/v1beta1. */
export function readExternalValue(fields: Fields): ExternalValue {
  const labels = fields.optionalObject('metricLabels');
  return {
    metric: fields.text('metricName'),
    labels: Object.fromEntries(labels?.names().map((name) => [name, labels.text(name)]) ?? []),
    milli: fields.optionalMilli('value') ?? 0n,
  };
}
