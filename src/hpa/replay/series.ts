import type { CustomValue, ExternalValue, Pod, PodMetrics } from '../objects/cluster.ts';

/** What a cluster showed at one moment. */
export interface SeriesStep {
  readonly atMs: number;
  /** Replicas of that moment; undefined where the series does not say, and the pods are counted. */
  readonly replicas: number | undefined;
  readonly pods: readonly Pod[];
  readonly podMetrics: readonly PodMetrics[];
  readonly customValues: readonly CustomValue[];
  readonly externalValues: readonly ExternalValue[];
}

/** Who counts as a replica where the series has no word of it. */
export function replicasOf({ replicas, pods }: SeriesStep): number {
  return (
    replicas ??
    pods.filter(({ isDeleted, phase }) => !isDeleted && phase !== 'Failed' && phase !== 'Succeeded').length
  );
}
