import type { Autoscaler, ControllerFlags } from '../objects/autoscaler.ts';
import type { Cluster, PodMetrics } from '../objects/cluster.ts';
import type { Quantity } from '../quantity/quantity.ts';
import { type Proposal, propose } from '../replicas/propose.ts';
import { targetMilliOf } from './target.ts';
import { tolerancesOf } from '../replicas/tolerances.ts';

/** What a metric of memory needs for the autoscaler to go to fewer replicas. */
export interface ScaleIn {
  readonly toReplicas: number;
  readonly metric: string;
  /** undefined but for a metric of one container. */
  readonly container: string | undefined;
  /** The average pod must use less than this; undefined where even nothing would not do. */
  readonly podBytesBelow: number | undefined;
  /** How many replicas the metric asks for just below that: where the tolerance binds, fewer than `toReplicas`. */
  readonly landsAt: number | undefined;
  /** What the average pod uses, of those that count. */
  readonly podBytesNow: number;
}

const rowsMax = 10;

/**
 * For each metric of memory that is measured, and each smaller number of replicas down to the minimum (ten at most): the bytes
 * below which the controller would propose it. Found by asking the calculation itself, so that tolerance, truncation, missing
 * and unready pods count as they do there.
 */
export function scaleInRows(
  autoscaler: Autoscaler,
  cluster: Cluster,
  proposals: readonly Proposal[],
  flags: ControllerFlags,
  nowMs: number,
): ScaleIn[] {
  const current = cluster.specReplicas;
  return proposals
    .filter(({ spec, pods }) => spec.name === 'memory' && pods !== undefined && spec.source !== 'Pods')
    .flatMap((proposal) => {
      const replicasAt = askedAt(autoscaler, cluster, proposal, flags, nowMs);
      const mostBytes = 2 * Number((targetMilliOf(proposal, cluster) ?? 0n) / 1000n) + 1;
      const now = Number((proposal.averageMilli ?? 0n) / 1000n);
      const rows: ScaleIn[] = [];
      const least = Math.max(1, autoscaler.minReplicas, current - rowsMax);
      for (let toReplicas = current - 1; toReplicas >= least; toReplicas--) {
        const podBytesBelow = boundOf((bytes) => replicasAt(bytes) <= toReplicas, mostBytes);
        rows.push({
          toReplicas,
          metric: proposal.spec.name,
          container: proposal.spec.container || undefined,
          podBytesBelow,
          landsAt: podBytesBelow === undefined ? undefined : replicasAt(podBytesBelow - 1),
          podBytesNow: now,
        });
      }
      return rows;
    });
}

/** How many replicas the metric would ask for if each pod that counts used so many bytes. */
export function askedAt(
  autoscaler: Autoscaler,
  cluster: Cluster,
  { spec, pods }: Proposal,
  flags: ControllerFlags,
  nowMs: number,
): (podBytes: number) => number {
  const tolerances = tolerancesOf(autoscaler, flags);
  const absent = new Set(pods?.groups.missing);
  const sampled = (cluster.podMetrics ?? []).filter(({ name }) => !absent.has(name));
  return (podBytes) => {
    const podMetrics = sampled.map((each) => withBytes(each, podBytes, spec.name, spec.container));
    const proposal = propose(spec, { ...cluster, podMetrics }, tolerances, flags, nowMs);
    return 'failure' in proposal ? cluster.specReplicas : proposal.replicas;
  };
}

function withBytes(metrics: PodMetrics, bytes: number, resource: string, container: string): PodMetrics {
  const usage = new Map([[resource, ofBytes(bytes)]]);
  return { ...metrics, containers: [{ name: container === '' ? 'all' : container, usage }] };
}

function ofBytes(bytes: number): Quantity {
  return { nano: BigInt(bytes) * 1_000_000_000n, approximate: bytes, scale: 0 };
}

/**
 * The least number of bytes that is too much, where it is enough to be below it. At `mostBytes` it must be too much: beyond
 * twice the target no metric asks for fewer, but absurd requests wrap.
 */
function boundOf(isEnough: (bytes: number) => boolean, mostBytes: number): number | undefined {
  if (!isEnough(0) || isEnough(mostBytes)) return undefined;
  let enough = 0;
  let tooMuch = mostBytes;
  while (tooMuch - enough > 1) {
    const middle = Math.floor((enough + tooMuch) / 2);
    if (isEnough(middle)) enough = middle;
    else tooMuch = middle;
  }
  return tooMuch;
}
