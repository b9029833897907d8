import { emptyHistory, type History } from '../controller/history.ts';
import { type Decision, limitReplicas, reconcile } from '../controller/reconcile.ts';
import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Cluster } from '../objects/cluster.ts';

/**
 * What is decided once the recommendation has stood for every stabilisation window and no scale event lies in the period of a
 * policy; with a history, what is decided at this very moment.
 */
export function decide(
  autoscaler: Autoscaler,
  cluster: Cluster,
  flags: ControllerFlags,
  nowMs: number,
  history: History | undefined,
): Decision {
  const { decision } = reconcile(autoscaler, cluster, history ?? emptyHistory, flags, nowMs);
  const { rawReplicas, currentReplicas } = decision;
  if (history !== undefined || rawReplicas === undefined) return decision;
  // With behavior an empty history is not the same: the present replicas are moved, not replaced.
  const limited = limitReplicas(autoscaler, currentReplicas, rawReplicas, emptyHistory, nowMs);
  return {
    ...decision,
    stabilizedReplicas: rawReplicas,
    desiredReplicas: limited.replicas,
    limitReason: limited.reason,
  };
}
