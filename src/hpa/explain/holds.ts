import type { Decision } from '../controller/reconcile.ts';
import type { Autoscaler } from '../objects/autoscaler.ts';
import type { FailedProposal, Proposal } from '../replicas/propose.ts';
import type { Limit } from './limits.ts';

/** Why there are no fewer replicas, though something has room. The first is the nearest. */
export type Hold =
  /** A metric cannot be computed: that alone forbids the way down. */
  | { readonly by: 'failing-metric'; readonly metric: string; readonly failure: string }
  /** At or over the target: nothing to take away. */
  | { readonly by: 'on-target'; readonly metric: string }
  /** Under the target, but rounding up gives as many as there are. */
  | { readonly by: 'rounding'; readonly metric: string; readonly ratio: number; readonly podCount: number }
  | { readonly by: 'tolerance'; readonly metric: string; readonly ratio: number }
  /** Pods without a sample are taken to use what they ask for. */
  | { readonly by: 'missing-pods'; readonly metric: string; readonly pods: readonly string[] }
  | { readonly by: 'min' | 'policy' | 'stabilization'; readonly limit: Limit };

/** Empty where the autoscaler scales in, or does not ask metrics. */
export function holdsOf(decision: Decision, limits: readonly Limit[], autoscaler: Autoscaler): Hold[] {
  const { currentReplicas, desiredReplicas, proposals, failure, without } = decision;
  if (without !== undefined) return [];
  if (failure) return [{ by: 'failing-metric', metric: metricName(failure), failure: failure.failure }];
  if (desiredReplicas === undefined || desiredReplicas < currentReplicas) return [];
  const holds: Hold[] = proposals.flatMap((proposal) =>
    'failure' in proposal || proposal.replicas < currentReplicas ? [] : [holdOf(proposal, currentReplicas)],
  );
  for (const limit of limits) {
    const { by } = limit;
    if (limit.from < limit.to && (by === 'min' || by === 'policy' || by === 'stabilization'))
      holds.push({ by, limit });
  }
  if (currentReplicas === autoscaler.minReplicas && holds.every(({ by }) => by !== 'min'))
    holds.push({
      by: 'min',
      limit: { by: 'min', from: currentReplicas, to: currentReplicas, reason: 'TooFewReplicas' },
    });
  return holds;
}

function holdOf(proposal: Proposal, current: number): Hold {
  const { reason, ratio, measuredRatio, podCount, pods } = proposal;
  const metric = metricName(proposal);
  const missing = pods?.groups.missing ?? [];
  if (measuredRatio < 1 && missing.length > 0) return { by: 'missing-pods', metric, pods: missing };
  if (ratio >= 1 || proposal.replicas > current) return { by: 'on-target', metric };
  if (reason !== 'within-tolerance') return { by: 'rounding', metric, ratio, podCount };
  // Both hold it: rounding would still if there were no tolerance.
  return Math.ceil(ratio * podCount) >= current
    ? { by: 'rounding', metric, ratio, podCount }
    : { by: 'tolerance', metric, ratio };
}

/** `memory`, `memory of container app`, `queue`: how a metric is named in one word. */
export function metricName({ spec }: Proposal | FailedProposal): string {
  return spec.container === '' ? spec.name : `${spec.name}/${spec.container}`;
}
