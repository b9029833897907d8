import type { Decision } from '../controller/reconcile.ts';
import type { LimitReason } from '../controller/rate.ts';
import type { FailedProposal, Proposal } from '../replicas/propose.ts';
import { untolerated } from './untolerated.ts';

/** A step from what the metrics ask for to what is decided. */
export interface Limit {
  readonly by: 'tolerance' | 'stabilization' | 'policy' | 'min' | 'max';
  readonly from: number;
  readonly to: number;
  /** As in the controller's conditions, or for the tolerance, which has none, of ours. */
  readonly reason: string;
}

const byReason: Readonly<Record<Exclude<LimitReason, 'DesiredWithinRange'>, Limit['by']>> = {
  ScaleUpLimit: 'policy',
  ScaleDownLimit: 'policy',
  TooFewReplicas: 'min',
  TooManyReplicas: 'max',
};

/** The most that metrics ask for before their tolerance; undefined where none does. */
export function rawReplicasOf(proposals: readonly (Proposal | FailedProposal)[]): number | undefined {
  const asked = proposals.flatMap((proposal) => ('failure' in proposal ? [] : [untolerated(proposal)]));
  return asked.length === 0 ? undefined : Math.max(...asked);
}

/** The steps that changed something, in the order in which they are taken. */
export function limitsOf(decision: Decision): Limit[] {
  const { currentReplicas, desiredReplicas, rawReplicas, stabilizedReplicas, limitReason, without } =
    decision;
  if (desiredReplicas === undefined) return [];
  if (without === 'above-max')
    return [{ by: 'max', from: currentReplicas, to: desiredReplicas, reason: 'TooManyReplicas' }];
  if (without === 'below-min')
    return [{ by: 'min', from: currentReplicas, to: desiredReplicas, reason: 'TooFewReplicas' }];
  if (rawReplicas === undefined || stabilizedReplicas === undefined || limitReason === undefined) return [];
  const limits: Limit[] = [];
  const asked = rawReplicasOf(decision.proposals) ?? rawReplicas;
  if (asked !== rawReplicas)
    limits.push({ by: 'tolerance', from: asked, to: rawReplicas, reason: 'WithinTolerance' });
  if (stabilizedReplicas !== rawReplicas) {
    const reason = rawReplicas >= currentReplicas ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
    limits.push({ by: 'stabilization', from: rawReplicas, to: stabilizedReplicas, reason });
  }
  if (limitReason !== 'DesiredWithinRange' && desiredReplicas !== stabilizedReplicas)
    limits.push({
      by: byReason[limitReason],
      from: stabilizedReplicas,
      to: desiredReplicas,
      reason: limitReason,
    });
  return limits;
}
