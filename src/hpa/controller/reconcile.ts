import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Cluster } from '../objects/cluster.ts';
import { type FailedProposal, type Proposal, propose } from '../replicas/propose.ts';
import { tolerancesOf } from '../replicas/tolerances.ts';
import { emptyHistory, type History, withRecommendation, withScaleEvent } from './history.ts';
import {
  type Limited,
  limitedByBehavior,
  limitedByRules,
  type LimitReason,
  longestPeriodMs,
} from './rate.ts';
import { stabilized, stabilizedWithBehavior, windowsOf } from './stabilize.ts';

/** What one reconciliation decides, and the steps to it. */
export interface Decision {
  readonly currentReplicas: number;
  /** undefined where the controller stops with `failure`. */
  readonly desiredReplicas: number | undefined;
  /** The most that a metric asks for; undefined where metrics are not asked, or cannot be computed. */
  readonly rawReplicas: number | undefined;
  /** Once the windows were asked. */
  readonly stabilizedReplicas: number | undefined;
  readonly limitReason: LimitReason | undefined;
  /** Where metrics are not asked at all. */
  readonly without: 'disabled' | 'above-max' | 'below-min' | undefined;
  readonly proposals: readonly (Proposal | FailedProposal)[];
  readonly failure: FailedProposal | undefined;
}

/** One reconciliation after another. Source: reconcileAutoscaler of horizontal.go, Kubernetes v1.36.3. */
export interface Reconciliation {
  readonly decision: Decision;
  readonly history: History;
}

/** `history` undefined: the controller sees the autoscaler for the first time, and takes the present replicas as advice. */
export function reconcile(
  autoscaler: Autoscaler,
  cluster: Cluster,
  known: History | undefined,
  flags: ControllerFlags,
  nowMs: number,
): Reconciliation {
  const { specReplicas: current } = cluster;
  const history = known ?? {
    ...emptyHistory,
    recommendations: [{ atMs: nowMs, replicas: current }],
  };
  const without = withoutMetrics(autoscaler, current);
  if (without) {
    const desired =
      without === 'disabled' ? 0 : without === 'above-max' ? autoscaler.maxReplicas : autoscaler.minReplicas;
    const decision = decisionOf(current, { desiredReplicas: desired, without });
    return { decision, history: rescaled(autoscaler, history, current, desired, nowMs) };
  }
  const tolerances = tolerancesOf(autoscaler, flags);
  const proposals = autoscaler.metrics.map((spec) => propose(spec, cluster, tolerances, flags, nowMs));
  const { rawReplicas, failure } = combined(proposals, current);
  if (rawReplicas === undefined) return { decision: decisionOf(current, { proposals, failure }), history };
  // The controller begins at 0 and takes what is more.
  const proposal = Math.max(0, rawReplicas);
  const windows = windowsOf(autoscaler.behavior, flags);
  const stable = autoscaler.behavior
    ? stabilizedWithBehavior(proposal, current, history.recommendations, windows, nowMs)
    : stabilized(proposal, history.recommendations, windows.downMs, nowMs);
  const advised = withRecommendation(
    history,
    { atMs: nowMs, replicas: proposal },
    Math.max(windows.upMs, windows.downMs),
  );
  const limited = limitReplicas(autoscaler, current, stable, advised, nowMs);
  const decision = decisionOf(current, {
    desiredReplicas: limited.replicas,
    rawReplicas: proposal,
    stabilizedReplicas: stable,
    limitReason: limited.reason,
    proposals,
  });
  return { decision, history: rescaled(autoscaler, advised, current, limited.replicas, nowMs) };
}

function decisionOf(currentReplicas: number, known: Partial<Decision>): Decision {
  return {
    currentReplicas,
    desiredReplicas: undefined,
    rawReplicas: undefined,
    stabilizedReplicas: undefined,
    limitReason: undefined,
    without: undefined,
    proposals: [],
    failure: undefined,
    ...known,
  };
}

/** Where metrics are not asked. Scaling from zero is a feature that is off unless switched on. */
export function withoutMetrics(
  { minReplicas, maxReplicas }: Autoscaler,
  current: number,
): Decision['without'] {
  if (current === 0) return 'disabled';
  if (current > maxReplicas) return 'above-max';
  return current < minReplicas ? 'below-min' : undefined;
}

/** The policies or the older rules, and the bounds of the autoscaler. */
export function limitReplicas(
  { minReplicas, maxReplicas, behavior }: Autoscaler,
  current: number,
  desired: number,
  history: History,
  nowMs: number,
): Limited {
  const range = { min: minReplicas, max: maxReplicas };
  return behavior
    ? limitedByBehavior(current, desired, range, behavior, history, nowMs)
    : limitedByRules(current, desired, range);
}

export interface Combined {
  readonly rawReplicas: number | undefined;
  readonly failure: FailedProposal | undefined;
}

/** The most that any metric asks for. One that fails blocks the way down only; all that fail block both. */
export function combined(proposals: readonly (Proposal | FailedProposal)[], current: number): Combined {
  let replicas = 0;
  let failure: FailedProposal | undefined;
  let failedCount = 0;
  for (const proposal of proposals) {
    if ('failure' in proposal) {
      failure ??= proposal;
      failedCount++;
    } else if (replicas === 0 || proposal.replicas > replicas) replicas = proposal.replicas;
  }
  const isStopped = failedCount >= proposals.length || (failedCount > 0 && replicas < current);
  return isStopped ? { rawReplicas: undefined, failure } : { rawReplicas: replicas, failure: undefined };
}

function rescaled(
  { behavior }: Autoscaler,
  history: History,
  from: number,
  to: number,
  nowMs: number,
): History {
  // Without behavior no event is kept, as no rule would ask for it.
  if (!behavior || from === to) return history;
  const rules = to > from ? behavior.scaleUp : behavior.scaleDown;
  return withScaleEvent(history, nowMs, to - from, longestPeriodMs(rules));
}
