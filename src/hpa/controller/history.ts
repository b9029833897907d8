/** What the controller remembers of one autoscaler, in its memory only: a controller that restarts forgets it. */
export interface History {
  readonly recommendations: readonly Recommendation[];
  readonly scaleUps: readonly ScaleEvent[];
  readonly scaleDowns: readonly ScaleEvent[];
}

/** What the metrics asked for at a moment, before anything limited it. */
export interface Recommendation {
  readonly atMs: number;
  readonly replicas: number;
}

/** How many replicas were added, or removed. */
export interface ScaleEvent {
  readonly atMs: number;
  readonly change: number;
}

export const emptyHistory: History = { recommendations: [], scaleUps: [], scaleDowns: [] };

/** The history with a recommendation more; what no window can reach any more is left out. */
export function withRecommendation(
  history: History,
  recommendation: Recommendation,
  longestWindowMs: number,
): History {
  const kept = history.recommendations.filter(({ atMs }) => atMs >= recommendation.atMs - longestWindowMs);
  return { ...history, recommendations: [...kept, recommendation] };
}

/** The history with a scale event more; what no policy's period can reach any more is left out. */
export function withScaleEvent(
  history: History,
  atMs: number,
  change: number,
  longestPeriodMs: number,
): History {
  const list = change > 0 ? history.scaleUps : history.scaleDowns;
  const kept = list.filter((event) => event.atMs >= atMs - longestPeriodMs);
  const events = [...kept, { atMs, change: Math.abs(change) }];
  return change > 0 ? { ...history, scaleUps: events } : { ...history, scaleDowns: events };
}
