import { HpaError } from '../hpa-error.ts';
import type { Pod, PodMetrics } from '../objects/cluster.ts';
import type { Quantity } from '../quantity/quantity.ts';
import type { SeriesStep } from './series.ts';

/** More than any cluster holds: a replica costs an object here. */
const replicasMax = 100_000;

/**
 * A step as it would be with other replicas: what its pods used together, less `freedBytes` of memory for each of the replicas
 * that were there, is spread evenly over the replicas that are there now. Pods that do not count stay as they are.
 */
export function spread(step: SeriesStep, replicas: number, recorded: number, freedBytes: number): SeriesStep {
  const model = step.pods.find(({ phase, isDeleted }) => phase === 'Running' && !isDeleted);
  if (!model || step.podMetrics.length === 0) return step;
  if (replicas > replicasMax)
    throw new HpaError(
      `what was decided is ${replicas} replicas: with more than ${replicasMax} nothing is carried out`,
    );
  const sampled = step.podMetrics.length;
  const factor = memoryFactor(step.podMetrics, freedBytes);
  const totals = new Map<string, Map<string, bigint>>();
  for (const { containers } of step.podMetrics) {
    for (const { name, usage } of containers) {
      const sums = totals.get(name) ?? new Map<string, bigint>();
      for (const [resource, { nano }] of usage) sums.set(resource, (sums.get(resource) ?? 0n) + nano);
      totals.set(name, sums);
    }
  }
  // Of the replicas some may have had no sample: what the others used is taken for them too.
  const share = (nano: bigint, resource: string): bigint => {
    const all = (nano * BigInt(Math.max(recorded, 1))) / BigInt(sampled * Math.max(1, replicas));
    return resource === 'memory' ? BigInt(Math.round(Number(all) * factor)) : all;
  };
  const containers = [...totals].map(([name, sums]) => ({
    name,
    usage: new Map([...sums].map(([resource, nano]) => [resource, quantityOf(share(nano, resource))])),
  }));
  const { atMs, windowMs } = step.podMetrics[0];
  const names = Array.from({ length: replicas }, (_, place) => `replica-${place}`);
  return {
    ...step,
    pods: names.map((name): Pod => ({ ...model, name })),
    podMetrics: names.map((name): PodMetrics => ({ name, atMs, windowMs, containers })),
  };
}

/** What is left of each byte of memory when each pod gives back so many. */
function memoryFactor(all: readonly PodMetrics[], freedBytes: number): number {
  let nano = 0n;
  for (const { containers } of all)
    for (const { usage } of containers) nano += usage.get('memory')?.nano ?? 0n;
  const bytes = Number(nano) / 1e9;
  return bytes <= 0 ? 1 : Math.max(0, 1 - (freedBytes * all.length) / bytes);
}

function quantityOf(nano: bigint): Quantity {
  return { nano, approximate: Number(nano) / 1e9, scale: -9 };
}
