import type { Pod } from '../objects/cluster.ts';
import { MetricFailure } from './metric-failure.ts';
import type { ProposalReason } from './pod-metric.ts';
import { cappedInt32, isWithin, type Tolerances, toInt32 } from './tolerances.ts';

/** What a metric that no pod owns (Object, External) asks for. */
export interface SharedMetricProposal {
  readonly replicas: number;
  readonly ratio: number;
  readonly podCount: number;
  readonly reason: ProposalReason;
  /** The value itself, or its share for a pod, in thousandths. */
  readonly milli: bigint;
}

/** A target for the whole value. Source: getUsageRatioReplicaCount of replica_calculator.go, Kubernetes v1.36.3. */
export function proposeForValue(
  milli: bigint,
  targetMilli: bigint,
  currentReplicas: number,
  pods: readonly Pod[],
  tolerances: Tolerances,
): SharedMetricProposal {
  const ratio = Number(milli) / Number(targetMilli);
  if (currentReplicas === 0)
    return { replicas: toInt32(Math.ceil(ratio)), ratio, podCount: 1, reason: 'rounded-up', milli };
  if (isWithin(ratio, tolerances))
    return { replicas: currentReplicas, ratio, podCount: currentReplicas, reason: 'within-tolerance', milli };
  if (pods.length === 0)
    throw new MetricFailure(
      'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    );
  const podCount = pods.filter(({ phase, ready }) => phase === 'Running' && ready === 'True').length;
  return { replicas: cappedInt32(Math.ceil(ratio * podCount)), ratio, podCount, reason: 'rounded-up', milli };
}

/** A target for each pod. Source: GetObjectPerPodMetricReplicas, GetExternalPerPodMetricReplicas. */
export function proposeForShare(
  milli: bigint,
  targetMilli: bigint,
  statusReplicas: number,
  tolerances: Tolerances,
): SharedMetricProposal {
  const ratio = Number(milli) / (Number(targetMilli) * statusReplicas);
  const isKept = isWithin(ratio, tolerances);
  const share = Math.ceil(Number(milli) / statusReplicas);
  return {
    replicas: isKept ? statusReplicas : cappedInt32(Math.ceil(Number(milli) / Number(targetMilli))),
    ratio,
    podCount: statusReplicas,
    reason: isKept ? 'within-tolerance' : 'rounded-up',
    milli: Number.isFinite(share) ? BigInt(share) : 0n,
  };
}
