import type { CustomValue, PodMetrics } from '../objects/cluster.ts';
import { milliValue } from '../quantity/quantity.ts';

/** What one pod uses, in thousandths, and when it was measured. */
export interface Sample {
  readonly milli: bigint;
  readonly atMs: number;
  readonly windowMs: number;
}

export type Samples = Map<string, Sample>;

/**
 * The samples of a resource by pod. A container that is not listed is no fault; a listed one without the resource leaves its
 * pod without a sample. Source: getPodMetrics and getContainerMetrics of metrics/client.go, Kubernetes v1.36.3.
 */
export function resourceSamples(all: readonly PodMetrics[], resource: string, container: string): Samples {
  const samples: Samples = new Map();
  for (const { name, atMs, windowMs, containers } of all) {
    const counted =
      container === '' ? containers : containers.filter((each) => each.name === container).slice(0, 1);
    const usages = counted.map(({ usage }) => usage.get(resource));
    if (usages.length === 0 || usages.includes(undefined)) continue;
    const milli = usages.reduce((sum, usage) => sum + (usage ? milliValue(usage) : 0n), 0n);
    samples.set(name, { milli: BigInt.asIntN(64, milli), atMs, windowMs });
  }
  return samples;
}

/** The samples of a metric of pods. Source: GetRawMetric of metrics/client.go. */
export function customSamples(values: readonly CustomValue[]): Samples {
  return new Map(values.map(({ name, milli, atMs, windowMs }) => [name, { milli, atMs, windowMs }]));
}
