import type { Behavior, ScalingRules } from '../objects/autoscaler.ts';
import { toInt32 } from '../replicas/tolerances.ts';
import type { History, ScaleEvent } from './history.ts';

/** The controller's words for what limits it, in the condition ScalingLimited. */
export type LimitReason =
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooFewReplicas'
  | 'TooManyReplicas'
  | 'DesiredWithinRange';

export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Without behavior: at most twice as many, or four. Source: convertDesiredReplicasWithRules of horizontal.go. */
export function limitedByRules(current: number, desired: number, { min, max }: Range): Limited {
  const upLimit = Math.max(2 * current, 4);
  if (desired < min) return { replicas: min, reason: 'TooFewReplicas' };
  if (max > upLimit) {
    if (desired > upLimit) return { replicas: upLimit, reason: 'ScaleUpLimit' };
  } else if (desired > max) return { replicas: max, reason: 'TooManyReplicas' };
  return { replicas: desired, reason: 'DesiredWithinRange' };
}

/** With behavior: by its policies. Source: convertDesiredReplicasWithBehaviorRate of horizontal.go, Kubernetes v1.36.3. */
export function limitedByBehavior(
  current: number,
  desired: number,
  { min, max }: Range,
  behavior: Behavior,
  history: History,
  nowMs: number,
): Limited {
  if (desired > current) {
    const limit = Math.max(current, scaleUpLimit(current, behavior.scaleUp, history, nowMs));
    if (desired > Math.min(max, limit))
      return max > limit
        ? { replicas: limit, reason: 'ScaleUpLimit' }
        : { replicas: max, reason: 'TooManyReplicas' };
  } else if (desired < current) {
    const limit = Math.min(current, scaleDownLimit(current, behavior.scaleDown, history, nowMs));
    if (desired < Math.max(min, limit))
      return min < limit
        ? { replicas: limit, reason: 'ScaleDownLimit' }
        : { replicas: min, reason: 'TooFewReplicas' };
  }
  return { replicas: desired, reason: 'DesiredWithinRange' };
}

/** As many as the policies allow at once. A percentage is rounded up, lest it allow nothing for ever. */
export function scaleUpLimit(current: number, rules: ScalingRules, history: History, nowMs: number): number {
  if (rules.select === 'Disabled') return current;
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = replicasAtStart(current, history, periodSeconds, nowMs);
    return type === 'Pods' ? start + value : toInt32(Math.ceil(start * (1 + value / 100)));
  });
  return rules.select === 'Min' ? Math.min(2 ** 31 - 1, ...proposals) : Math.max(-(2 ** 31), ...proposals);
}

/** As few as the policies allow at once. A percentage is cut. */
export function scaleDownLimit(
  current: number,
  rules: ScalingRules,
  history: History,
  nowMs: number,
): number {
  if (rules.select === 'Disabled') return current;
  const proposals = rules.policies.map(({ type, value, periodSeconds }) => {
    const start = replicasAtStart(current, history, periodSeconds, nowMs);
    return type === 'Pods' ? start - value : toInt32(start * (1 - value / 100));
  });
  return rules.select === 'Min' ? Math.max(-(2 ** 31), ...proposals) : Math.min(2 ** 31 - 1, ...proposals);
}

function replicasAtStart(current: number, history: History, periodSeconds: number, nowMs: number): number {
  const since = nowMs - periodSeconds * 1000;
  return current - changeSince(history.scaleUps, since) + changeSince(history.scaleDowns, since);
}

function changeSince(events: readonly ScaleEvent[], sinceMs: number): number {
  return events.reduce((sum, { atMs, change }) => (atMs > sinceMs ? sum + change : sum), 0);
}

/** The longest time that the policies look back. */
export function longestPeriodMs(rules: ScalingRules): number {
  return Math.max(0, ...rules.policies.map(({ periodSeconds }) => periodSeconds * 1000));
}
