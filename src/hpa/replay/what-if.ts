import type { Cluster } from '../objects/cluster.ts';
import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Remedy, RemedyId } from '../explain/remedies.ts';
import { type ReplayPoint, replaySeries } from './replay.ts';
import { replicasOf, type SeriesStep } from './series.ts';

/** What a series would have come to if a remedy had been taken in every pod at a moment. */
export interface WhatIf {
  readonly id: RemedyId | 'nothing';
  readonly freedBytes: number;
  /** undefined where it never scales in from that moment on. */
  readonly firstScaleIn: ReplayPoint | undefined;
  readonly endReplicas: number;
}

/** Replays the series with nothing done, and once for each remedy; all carry out what is decided, so that they compare. */
export function replayRemedies(
  autoscaler: Autoscaler,
  steps: readonly SeriesStep[],
  flags: ControllerFlags,
  remedies: readonly Remedy[],
  fromMs: number,
): WhatIf[] {
  const nothing = { id: 'nothing', freedBytes: 0, pagesMs: 0 } as const;
  return [nothing, ...remedies.filter(({ freedBytes }) => freedBytes > 0)].map(
    ({ id, freedBytes, pagesMs }) => {
      const freed = { bytes: freedBytes, fromMs: fromMs + pagesMs };
      const points = replaySeries(autoscaler, steps, { flags, freed });
      return {
        id,
        freedBytes,
        firstScaleIn: points.find(({ atMs, reason }) => atMs >= fromMs && reason === 'scale-in'),
        endReplicas: points[points.length - 1].desiredReplicas,
      };
    },
  );
}

/** What the controller asks the cluster of a step for. */
export function clusterOfStep(step: SeriesStep): Cluster {
  const replicas = replicasOf(step);
  return { ...step, specReplicas: replicas, statusReplicas: replicas };
}
