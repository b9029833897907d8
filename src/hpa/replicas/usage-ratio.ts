import { MetricFailure } from './metric-failure.ts';
import type { Samples } from './samples.ts';

/** How usage stands to the target: 1 is on target. */
export interface UsageRatio {
  readonly ratio: number;
  /** Whole percent of the requests; undefined where the target is a value. */
  readonly utilization: number | undefined;
  readonly averageMilli: bigint;
}

export type RatioOf = (samples: Samples) => UsageRatio;

/**
 * Of the sums of usage and requests, so weighted by request, and cut to a whole percent before it is divided.
 * Source: GetResourceUtilizationRatio of metrics/utilization.go, Kubernetes v1.36.3; an int32 there: absurd requests wrap.
 */
export function utilizationRatio(requests: ReadonlyMap<string, bigint>, targetPercent: number): RatioOf {
  return (samples) => {
    let usage = 0n;
    let requested = 0n;
    let count = 0n;
    for (const [name, { milli }] of samples) {
      const request = requests.get(name);
      // A sample of a pod that is gone.
      if (request === undefined) continue;
      usage += milli;
      requested += request;
      count++;
    }
    usage = BigInt.asIntN(64, usage);
    requested = BigInt.asIntN(64, requested);
    if (requested === 0n) throw new MetricFailure('no metrics returned matched known pods');
    const percent = BigInt.asIntN(64, usage * 100n) / requested;
    const utilization = Number(BigInt.asIntN(32, percent));
    return { ratio: utilization / targetPercent, utilization, averageMilli: usage / count };
  };
}

/** Of the average, samples of pods that are gone included. Source: GetMetricUsageRatio of metrics/utilization.go. */
export function averageRatio(targetMilli: bigint): RatioOf {
  return (samples) => {
    let sum = 0n;
    for (const { milli } of samples.values()) sum += milli;
    const averageMilli = BigInt.asIntN(64, sum) / BigInt(samples.size);
    return { ratio: Number(averageMilli) / Number(targetMilli), utilization: undefined, averageMilli };
  };
}
