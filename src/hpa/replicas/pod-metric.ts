import type { ControllerFlags } from '../objects/autoscaler.ts';
import type { Pod } from '../objects/cluster.ts';
import { groupPods, type PodGroups } from './group-pods.ts';
import { MetricFailure } from './metric-failure.ts';
import type { Samples } from './samples.ts';
import { isWithin, type Tolerances, toInt32 } from './tolerances.ts';
import type { RatioOf, UsageRatio } from './usage-ratio.ts';

/** Why a proposal is what it is. */
export type ProposalReason =
  /** Outside the tolerance: rounded up. */
  | 'rounded-up'
  | 'within-tolerance'
  /** With pods assumed that have no sample or are not ready, the direction would turn round: nothing changes. */
  | 'direction';

export interface PodMetricProposal {
  readonly replicas: number;
  readonly usage: UsageRatio;
  /** With what is assumed for missing and unready pods; undefined where nothing had to be. */
  readonly assumed: UsageRatio | undefined;
  /** By how many pods the ratio is multiplied. */
  readonly podCount: number;
  readonly groups: PodGroups;
  readonly reason: ProposalReason;
}

export interface PodMetricQuestion {
  readonly currentReplicas: number;
  readonly pods: readonly Pod[];
  readonly samples: Samples;
  readonly isCpu: boolean;
  readonly tolerances: Tolerances;
  readonly flags: ControllerFlags;
  readonly nowMs: number;
  /** Made late: what fails there fails after what fails here, as in Kubernetes. */
  readonly ratio: () => RatioOf;
  /** What a missing pod is taken to use on a scale-in, in thousandths. */
  readonly missingMilli: (name: string) => bigint;
}

/**
 * How many replicas a metric that each pod has asks for. Changes `samples`.
 * Source: GetResourceReplicas and calcPlainMetricReplicas of replica_calculator.go, Kubernetes v1.36.3.
 */
export function proposeForPods(question: PodMetricQuestion): PodMetricProposal {
  const { currentReplicas, pods, samples, tolerances } = question;
  if (pods.length === 0)
    throw new MetricFailure('no pods returned by selector while calculating replica count');
  const groups = groupPods(pods, samples, question.isCpu, question.flags, question.nowMs);
  const { readyCount, unready, missing } = groups;
  for (const name of [...groups.ignored, ...unready]) samples.delete(name);
  if (samples.size === 0)
    throw new MetricFailure('did not receive metrics for targeted pods (pods might be unready)');
  const ratioOf = question.ratio();
  const usage = ratioOf(samples);
  const isUpWithUnready = unready.length > 0 && usage.ratio > 1;
  if (!isUpWithUnready && missing.length === 0) {
    const common = { usage, assumed: undefined, podCount: readyCount, groups };
    if (isWithin(usage.ratio, tolerances))
      return { ...common, replicas: currentReplicas, reason: 'within-tolerance' };
    return { ...common, replicas: toInt32(Math.ceil(usage.ratio * readyCount)), reason: 'rounded-up' };
  }
  assume(question, usage.ratio, groups, isUpWithUnready);
  const assumed = ratioOf(samples);
  const common = { usage, assumed, podCount: samples.size, groups };
  if (isWithin(assumed.ratio, tolerances))
    return { ...common, replicas: currentReplicas, reason: 'within-tolerance' };
  const turns = (usage.ratio < 1 && assumed.ratio > 1) || (usage.ratio > 1 && assumed.ratio < 1);
  const replicas = toInt32(Math.ceil(assumed.ratio * samples.size));
  const isAgainst =
    (assumed.ratio < 1 && replicas > currentReplicas) || (assumed.ratio > 1 && replicas < currentReplicas);
  if (turns || isAgainst) return { ...common, replicas: currentReplicas, reason: 'direction' };
  return { ...common, replicas, reason: 'rounded-up' };
}

/** Missing pods use much on the way down and nothing on the way up; unready ones nothing on the way up. */
function assume(
  { samples, missingMilli }: PodMetricQuestion,
  ratio: number,
  { missing, unready }: PodGroups,
  isUpWithUnready: boolean,
): void {
  const set = (name: string, milli: bigint): void => {
    samples.set(name, { milli, atMs: 0, windowMs: 0 });
  };
  if (ratio < 1) for (const name of missing) set(name, missingMilli(name));
  else if (ratio > 1) for (const name of missing) set(name, 0n);
  if (isUpWithUnready) for (const name of unready) set(name, 0n);
}
