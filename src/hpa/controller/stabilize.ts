import type { Behavior, ControllerFlags } from '../objects/autoscaler.ts';
import type { Recommendation } from './history.ts';

export interface Windows {
  readonly upMs: number;
  readonly downMs: number;
}

/** How long a recommendation must stand. Without behavior there is no window for the way up. */
export function windowsOf(behavior: Behavior | undefined, flags: ControllerFlags): Windows {
  const { downscaleStabilizationMs } = flags;
  if (!behavior) return { upMs: 0, downMs: downscaleStabilizationMs };
  // maybeInitScaleDownStabilizationWindow takes whole seconds of the flag.
  const flagSeconds = Math.trunc(downscaleStabilizationMs / 1000);
  return {
    upMs: (behavior.scaleUp.windowSeconds ?? 0) * 1000,
    downMs: (behavior.scaleDown.windowSeconds ?? flagSeconds) * 1000,
  };
}

/**
 * The highest recommendation of the window, its oldest moment included.
 * Source: stabilizeRecommendation of horizontal.go, Kubernetes v1.36.3.
 */
export function stabilized(
  proposal: number,
  recommendations: readonly Recommendation[],
  windowMs: number,
  nowMs: number,
): number {
  const recent = recommendations.filter(({ atMs }) => atMs >= nowMs - windowMs);
  return recent.reduce((most, { replicas }) => Math.max(most, replicas), proposal);
}

/**
 * The present replicas, moved into what the windows up and down allow, their oldest moments excluded.
 * Source: stabilizeRecommendationWithBehaviors of horizontal.go, Kubernetes v1.36.3.
 */
export function stabilizedWithBehavior(
  proposal: number,
  current: number,
  recommendations: readonly Recommendation[],
  { upMs, downMs }: Windows,
  nowMs: number,
): number {
  let lowest = proposal;
  let highest = proposal;
  for (const { atMs, replicas } of recommendations) {
    if (atMs > nowMs - upMs) lowest = Math.min(lowest, replicas);
    if (atMs > nowMs - downMs) highest = Math.max(highest, replicas);
  }
  return Math.min(Math.max(current, lowest), highest);
}
