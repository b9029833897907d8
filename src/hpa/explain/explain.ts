import { type Diagnostic, Diagnostics } from '../../base/index.ts';
import { type Conditions, conditionsAfter, noConditions } from '../controller/conditions.ts';
import { emptyHistory, type History } from '../controller/history.ts';
import { type Decision, limitReplicas, reconcile } from '../controller/reconcile.ts';
import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Cluster } from '../objects/cluster.ts';
import type { FailedProposal, Proposal } from '../replicas/propose.ts';
import { type Hold, holdsOf, metricName } from './holds.ts';
import { type Limit, limitsOf, rawReplicasOf } from './limits.ts';
import { type Remedy, remediesFor } from './remedies.ts';
import type { Retained } from './retained.ts';
import { askedAt, type ScaleIn, scaleInRows } from './scale-in.ts';
import { decide } from './settled.ts';
import { targetMilliOf } from './target.ts';

export interface ExplainOptions {
  readonly flags: ControllerFlags;
  readonly nowMs: number;
  /** Without it the decision is the settled one. */
  readonly history?: History | undefined;
  readonly retained?: Retained | undefined;
  /** See RemedyQuestion. */
  readonly pointerBytes?: number | undefined;
}

/** What the controller decides, why, and what would have to change. */
export interface Explanation {
  readonly autoscaler: Autoscaler;
  readonly decision: Decision;
  readonly conditions: Conditions;
  /** Before tolerance and limits; undefined where no metric could be computed. */
  readonly rawReplicas: number | undefined;
  readonly metrics: readonly ExplainedMetric[];
  readonly limits: readonly Limit[];
  readonly holds: readonly Hold[];
  readonly scaleIn: readonly ScaleIn[];
  /** What a controller that has just started would decide: it has no history, and takes the present replicas as advice. */
  readonly freshReplicas: number | undefined;
  readonly retained: Retained | undefined;
  readonly remedies: readonly Remedy[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExplainedMetric {
  readonly proposal: Proposal | FailedProposal;
  readonly name: string;
  /** What the average pod may use, in thousandths; undefined where the metric is not of pods or cannot be computed. */
  readonly targetMilli: bigint | undefined;
}

/** Explains one reconciliation. Pure; nothing is assumed of pods and metrics that the controller does not assume. */
export function explainAutoscaler(
  autoscaler: Autoscaler,
  cluster: Cluster,
  { flags, nowMs, history, retained, pointerBytes }: ExplainOptions,
): Explanation {
  const decision = decide(autoscaler, cluster, flags, nowMs, history);
  const limits = limitsOf(decision);
  const computed = decision.proposals.filter((proposal) => 'pods' in proposal);
  const scaleIn = scaleInRows(autoscaler, cluster, computed, flags, nowMs);
  const memory = computed.find(({ spec }) => spec.name === 'memory');
  const diagnostics = new Diagnostics();
  const asked = memory && askedAt(autoscaler, cluster, memory, flags, nowMs);
  const others = computed.filter((proposal) => proposal !== memory).map(({ replicas }) => replicas);
  const remedies =
    retained && asked && scaleIn.length > 0
      ? remediesFor({
          autoscaler,
          flags,
          row: scaleIn[0],
          retained,
          pointerBytes,
          replicasAt: (bytes) =>
            decision.failure ? undefined : settledAt(autoscaler, cluster, Math.max(asked(bytes), ...others)),
        })
      : [];
  if (retained && scaleIn.length === 0)
    diagnostics.add(
      'report-unused',
      'the report is of no use here: no metric of memory could go to fewer replicas',
    );
  if (retained && scaleIn.length > 0) checkReport(retained, scaleIn[0], diagnostics);
  return {
    autoscaler,
    decision,
    conditions: conditionsAfter(decision, noConditions, autoscaler.behavior !== undefined),
    rawReplicas: decision.failure ? undefined : rawReplicasOf(decision.proposals),
    metrics: decision.proposals.map((proposal) => explained(proposal, cluster)),
    limits,
    holds: holdsOf(decision, limits, autoscaler),
    scaleIn,
    freshReplicas: reconcile(autoscaler, cluster, undefined, flags, nowMs).decision.desiredReplicas,
    retained,
    remedies,
    diagnostics: diagnostics.list(),
  };
}

function explained(proposal: Proposal | FailedProposal, cluster: Cluster): ExplainedMetric {
  const name = metricName(proposal);
  return {
    proposal,
    name,
    targetMilli: 'failure' in proposal ? undefined : targetMilliOf(proposal, cluster),
  };
}

/** The settled decision for a proposal: policies and bounds, no history. */
function settledAt(autoscaler: Autoscaler, cluster: Cluster, proposal: number): number {
  return limitReplicas(autoscaler, cluster.specReplicas, proposal, emptyHistory, 0).replicas;
}

/** A report of something else than such a pod would only mislead. */
function checkReport({ totalBytes }: Retained, { podBytesNow }: ScaleIn, diagnostics: Diagnostics): void {
  if (totalBytes > podBytesNow * 1.5 || totalBytes < podBytesNow / 2)
    diagnostics.add(
      'report-differs',
      'the process of the report and the average pod differ much in size: what the report says may not hold for the others',
    );
}
