import { emptyHistory, type History, withScaleEvent } from '../controller/history.ts';
import { type Decision, reconcile } from '../controller/reconcile.ts';
import { longestPeriodMs } from '../controller/rate.ts';
import { type Limit, limitsOf, rawReplicasOf } from '../explain/limits.ts';
import { holdsOf } from '../explain/holds.ts';
import { targetMilliOf } from '../explain/target.ts';
import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Proposal } from '../replicas/propose.ts';
import { spread } from './spread.ts';
import { replicasOf, type SeriesStep } from './series.ts';

/** Why a step decides what it decides, in one word. */
export type ReplayReason =
  | 'scale-in'
  | 'scale-out'
  /** An earlier recommendation in the stabilisation window holds it. */
  | 'held'
  | 'tolerance'
  | 'rounding'
  | 'on-target'
  /** By a policy, the minimum or the maximum. */
  | 'limit'
  /** A metric cannot be computed. */
  | 'stopped'
  /** Switched off, or outside the bounds: metrics are not asked. */
  | 'without';

export interface ReplayPoint {
  readonly atMs: number;
  readonly currentReplicas: number;
  readonly rawReplicas: number | undefined;
  /** What is there after it: where the controller stops with an error, what was. */
  readonly desiredReplicas: number;
  readonly reason: ReplayReason;
  readonly limits: readonly Limit[];
  readonly failure: string | undefined;
  /** Of the first metric of pods that was computed, in thousandths; its name is that of the metric. */
  readonly metric:
    | { readonly name: string; readonly averageMilli: bigint; readonly targetMilli: bigint | undefined }
    | undefined;
}

export interface ReplayOptions {
  readonly flags: ControllerFlags;
  /** What each pod uses less, from a moment on; what is decided is carried out then. */
  readonly freed: { readonly bytes: number; readonly fromMs: number } | undefined;
}

/**
 * The decision at each step. Without `freed` the replicas are those of the series, and the controller's scale events are the
 * changes that the series shows: what is decided is not carried out. With it they are what was decided before, and what the pods
 * of the series used together is spread evenly over those that are left.
 */
export function replaySeries(
  autoscaler: Autoscaler,
  steps: readonly SeriesStep[],
  { flags, freed }: ReplayOptions,
): ReplayPoint[] {
  const points: ReplayPoint[] = [];
  let history: History | undefined;
  let replicas = steps.length === 0 ? 0 : replicasOf(steps[0]);
  for (const step of steps) {
    const recorded = replicasOf(step);
    const seen = freed ? spread(step, replicas, recorded, step.atMs >= freed.fromMs ? freed.bytes : 0) : step;
    if (!freed) {
      if (history) history = withChange(autoscaler, history, points.at(-1), recorded, step.atMs);
      replicas = recorded;
    }
    const cluster = { ...seen, specReplicas: replicas, statusReplicas: replicas };
    const next = reconcile(autoscaler, cluster, history, flags, step.atMs);
    // In a recorded series, what was changed shows in the series.
    history = freed
      ? next.history
      : { ...(history ?? emptyHistory), recommendations: next.history.recommendations };
    points.push(pointOf(step.atMs, next.decision, autoscaler, cluster));
    if (freed) replicas = next.decision.desiredReplicas ?? replicas;
  }
  return points;
}

/** A change that the series shows, at the moment of the decision where it is what was decided, else when it is seen. */
function withChange(
  autoscaler: Autoscaler,
  history: History,
  last: ReplayPoint | undefined,
  replicas: number,
  seenMs: number,
): History {
  const { behavior } = autoscaler;
  if (!behavior || !last || last.currentReplicas === replicas) return history;
  const rules = replicas > last.currentReplicas ? behavior.scaleUp : behavior.scaleDown;
  const atMs = last.desiredReplicas === replicas ? last.atMs : seenMs;
  return withScaleEvent(history, atMs, replicas - last.currentReplicas, longestPeriodMs(rules));
}

function pointOf(
  atMs: number,
  decision: Decision,
  autoscaler: Autoscaler,
  cluster: Parameters<typeof targetMilliOf>[1],
): ReplayPoint {
  const limits = limitsOf(decision);
  const shown = decision.proposals.find(
    (proposal): proposal is Proposal => 'pods' in proposal && proposal.averageMilli !== undefined,
  );
  return {
    atMs,
    currentReplicas: decision.currentReplicas,
    rawReplicas: decision.failure ? undefined : rawReplicasOf(decision.proposals),
    desiredReplicas: decision.desiredReplicas ?? decision.currentReplicas,
    reason: reasonOf(decision, limits, autoscaler),
    limits,
    failure: decision.failure?.failure,
    metric: shown && {
      name: shown.spec.name,
      averageMilli: shown.averageMilli ?? 0n,
      targetMilli: targetMilliOf(shown, cluster),
    },
  };
}

function reasonOf(decision: Decision, limits: readonly Limit[], autoscaler: Autoscaler): ReplayReason {
  const { currentReplicas: current, desiredReplicas: desired, failure, without } = decision;
  if (failure || desired === undefined) return 'stopped';
  if (without) return 'without';
  if (desired < current) return 'scale-in';
  if (desired > current) return 'scale-out';
  const by = limits.map((limit) => limit.by);
  if (by.includes('stabilization')) return 'held';
  if (by.some((each) => each === 'policy' || each === 'min' || each === 'max')) return 'limit';
  const [hold] = holdsOf(decision, limits, autoscaler);
  if (hold?.by === 'tolerance' || hold?.by === 'rounding') return hold.by;
  return by.includes('tolerance') ? 'tolerance' : 'on-target';
}
