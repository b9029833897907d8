import type { ControllerFlags, MetricSpec } from '../objects/autoscaler.ts';
import type { Cluster } from '../objects/cluster.ts';
import { MetricFailure } from './metric-failure.ts';
import { type PodMetricProposal, proposeForPods, type ProposalReason } from './pod-metric.ts';
import { requestsOf } from './pod-requests.ts';
import { customSamples, resourceSamples, type Samples } from './samples.ts';
import { proposeForShare, proposeForValue, type SharedMetricProposal } from './shared-metric.ts';
import type { Tolerances } from './tolerances.ts';
import { averageRatio, type RatioOf, utilizationRatio } from './usage-ratio.ts';

/** What one metric asks for. */
export interface Proposal {
  readonly spec: MetricSpec;
  readonly replicas: number;
  readonly reason: ProposalReason;
  /** Usage by target before anything is assumed of pods without a sample, and the one that decided. */
  readonly measuredRatio: number;
  readonly ratio: number;
  readonly podCount: number;
  /** Where the metric is of pods. */
  readonly pods: PodMetricProposal | undefined;
  /** As in status.currentMetrics: percent, average and value in thousandths. */
  readonly utilization: number | undefined;
  readonly averageMilli: bigint | undefined;
  readonly valueMilli: bigint | undefined;
}

/** The controller's reason and words where a metric cannot be computed. */
export interface FailedProposal {
  readonly spec: MetricSpec;
  readonly failure: string;
}

/** How many replicas the metric asks for. Source: computeReplicasForMetric of horizontal.go, Kubernetes v1.36.3. */
export function propose(
  spec: MetricSpec,
  cluster: Cluster,
  tolerances: Tolerances,
  flags: ControllerFlags,
  nowMs: number,
): Proposal | FailedProposal {
  try {
    switch (spec.source) {
      case 'Resource':
      case 'ContainerResource':
        return ofResource(spec, cluster, tolerances, flags, nowMs);
      case 'Pods':
        return ofPodsMetric(spec, cluster, tolerances, flags, nowMs);
      case 'Object':
      case 'External':
        return ofShared(spec, cluster, tolerances);
    }
  } catch (error) {
    if (error instanceof MetricFailure) return { spec, failure: error.message };
    throw error;
  }
}

function ofResource(
  spec: MetricSpec,
  cluster: Cluster,
  tolerances: Tolerances,
  flags: ControllerFlags,
  nowMs: number,
): Proposal {
  const { name, container, target } = spec;
  if (target.type === 'none' || target.type === 'Value')
    throw new MetricFailure(
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set',
    );
  const { podMetrics, pods, specReplicas } = cluster;
  if (!podMetrics)
    throw new MetricFailure(
      `unable to get metrics for resource ${name}: the resource metrics API answers with an error`,
    );
  if (podMetrics.length === 0)
    throw new MetricFailure(
      `unable to get metrics for resource ${name}: no metrics returned from resource metrics API`,
    );
  const samples = resourceSamples(podMetrics, name, container);
  const common = {
    currentReplicas: specReplicas,
    pods,
    samples,
    isCpu: name === 'cpu',
    tolerances,
    flags,
    nowMs,
  };
  if (target.type === 'AverageValue') return ofPods(spec, withAverage(common, target.milli));
  const fallbackPercent = BigInt(Math.max(100, target.percent));
  let requests = new Map<string, bigint>();
  return ofPods(spec, {
    ...common,
    ratio: () => {
      requests = requestsOf(pods, name, container);
      return utilizationRatio(requests, target.percent);
    },
    missingMilli: (pod) => BigInt.asIntN(64, (requests.get(pod) ?? 0n) * fallbackPercent) / 100n,
  });
}

function ofPodsMetric(
  spec: MetricSpec,
  { specReplicas, pods, customValues }: Cluster,
  tolerances: Tolerances,
  flags: ControllerFlags,
  nowMs: number,
): Proposal {
  const { name, target } = spec;
  const values = customValues?.filter(({ kind, metric }) => kind === 'Pod' && metric === name) ?? [];
  if (values.length === 0)
    throw new MetricFailure(`unable to get metric ${name}: no metrics returned from custom metrics API`);
  if (target.type !== 'AverageValue')
    throw new MetricFailure(`the pods metric ${name} has no average value as target`);
  const samples = customSamples(values);
  const common = { currentReplicas: specReplicas, pods, samples, isCpu: false, tolerances, flags, nowMs };
  return ofPods(spec, withAverage(common, target.milli));
}

function withAverage<Common extends { readonly samples: Samples }>(
  common: Common,
  targetMilli: bigint,
): Common & { readonly ratio: () => RatioOf; readonly missingMilli: () => bigint } {
  return { ...common, ratio: () => averageRatio(targetMilli), missingMilli: () => targetMilli };
}

function ofPods(spec: MetricSpec, question: Parameters<typeof proposeForPods>[0]): Proposal {
  const pods = proposeForPods(question);
  const { usage, assumed } = pods;
  return {
    spec,
    replicas: pods.replicas,
    reason: pods.reason,
    measuredRatio: usage.ratio,
    ratio: (assumed ?? usage).ratio,
    podCount: pods.podCount,
    pods,
    utilization: usage.utilization,
    averageMilli: usage.averageMilli,
    valueMilli: undefined,
  };
}

const int64Max = 2n ** 63n - 1n;

function ofShared(spec: MetricSpec, cluster: Cluster, tolerances: Tolerances): Proposal {
  const { target, source } = spec;
  // What an Object target is taken for follows its type; an External average value wins over a value.
  if (target.type !== 'Value' && target.type !== 'AverageValue')
    throw new MetricFailure(
      `invalid ${source.toLowerCase()} metric source: neither a value target nor an average value target was set`,
    );
  const milli = source === 'Object' ? objectValue(spec, cluster) : externalValue(spec, cluster);
  const { specReplicas, statusReplicas, pods } = cluster;
  const shared: SharedMetricProposal =
    target.type === 'Value'
      ? proposeForValue(milli, target.milli, specReplicas, pods, tolerances)
      : proposeForShare(milli, target.milli, statusReplicas, tolerances);
  return {
    spec,
    replicas: shared.replicas,
    reason: shared.reason,
    measuredRatio: shared.ratio,
    ratio: shared.ratio,
    podCount: shared.podCount,
    pods: undefined,
    utilization: undefined,
    averageMilli: target.type === 'AverageValue' ? shared.milli : undefined,
    valueMilli: target.type === 'Value' ? shared.milli : undefined,
  };
}

function objectValue({ name, describes }: MetricSpec, { customValues }: Cluster): bigint {
  const value = customValues?.find(
    (each) => each.metric === name && each.kind === describes?.kind && each.name === describes.name,
  );
  if (!value)
    throw new MetricFailure(
      `unable to get metric ${name}: ${describes?.kind ?? ''} on ${describes?.name ?? ''} from custom metrics API`,
    );
  return value.milli;
}

function externalValue({ name, labels }: MetricSpec, { externalValues }: Cluster): bigint {
  const values =
    externalValues?.filter(
      (each) =>
        each.metric === name &&
        Object.entries(labels).every(([label, value]) => (each.labels[label] ?? value) === value),
    ) ?? [];
  if (values.length === 0)
    throw new MetricFailure(
      `unable to get external metric ${name}: no metrics returned from external metrics API`,
    );
  let sum = 0n;
  for (const { milli } of values) sum += milli;
  return sum > int64Max ? int64Max : sum;
}
