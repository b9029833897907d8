import type { ProfileColumns } from '../../formats/index.ts';
import { type ByteEstimate, deviations95 } from '../byte-estimate.ts';
import { HeapRecords, samplesOf } from '../heap-records.ts';
import { HeapSum, type HeapSums } from '../heap-sums.ts';
import { heapColumn, profileKindOf } from '../profile-kind.ts';
import { shareOf } from '../share-estimate.ts';

/** Both ends of an interval. */
export type Range = readonly [low: number, high: number];

/** Samples of one profile on a tree. */
export interface SamplesOnTree {
  readonly profile: ProfileColumns;
  /** The node at which the stack of each sample ends. */
  readonly ends: Uint32Array;
  /** Sums of each node, as many as there are sample types. */
  readonly sums: Float64Array;
}

type RangeOf = (node: number, column: number) => Range | null;

/** The intervals of what a profile that samples says: bytes of a heap profile, time and samples of a CPU profile. */
export function valueRanges(samples: SamplesOnTree, parents: readonly number[]): RangeOf {
  const kind = profileKindOf(samples.profile);
  if (kind === 'heap' || kind === 'allocs') {
    const estimates = heapEstimates(samples, parents);
    return (node, column) => rangeOf(estimateOf(estimates[node], column));
  }
  if (kind !== 'cpu') return () => null;
  const { sums } = samples;
  const [totalCount] = sums;
  return (node, column) => {
    const { low, high } = shareOf(sums[node * 2], totalCount);
    return totalCount > 0 ? [low * sums[column], high * sums[column]] : null;
  };
}

/**
 * The intervals of changes. Of two heap profiles of one process only what was allocated or freed between them makes the error
 * (as `heapChange` has it by line); of two processes both errors add up. CPU samples are independent: their number varies as
 * a Poisson variable.
 */
export function changeRanges(
  before: SamplesOnTree,
  later: SamplesOnTree,
  difference: Pick<SamplesOnTree, 'profile' | 'ends'>,
  parents: readonly number[],
): RangeOf {
  const kind = profileKindOf(later.profile);
  const width = later.profile.samples.width;
  const around = (node: number, column: number, error: number): Range => {
    const change = later.sums[node * width + column] - before.sums[node * width + column];
    return [Math.round(change - error), Math.round(change + error)];
  };
  if (kind === 'heap' || kind === 'allocs') {
    const isBytes = (column: number): boolean =>
      column === heapColumn.inuseBytes || column === heapColumn.allocBytes;
    const shared = sharedVariances(difference, parents, before.profile.period === later.profile.period);
    if (shared)
      return (node, column) =>
        isBytes(column) ? around(node, column, deviations95 * Math.sqrt(shared[column][node])) : null;
    const sides = [before, later].map((side) => heapEstimates(side, parents));
    return (node, column) => {
      const [first, second] = sides.map((side) => estimateOf(side[node], column));
      return first && second ? around(node, column, Math.hypot(halfWidth(first), halfWidth(second))) : null;
    };
  }
  if (kind !== 'cpu') return () => null;
  return (node, column) => {
    const count = before.sums[node * width] + later.sums[node * width];
    const values = before.sums[node * width + column] + later.sums[node * width + column];
    return count > 0 ? around(node, column, (deviations95 * Math.sqrt(count) * values) / count) : null;
  };
}

/** Variances in bytes squared by column and node; undefined where the profiles are not of one process. */
function sharedVariances(
  { profile, ends }: Pick<SamplesOnTree, 'profile' | 'ends'>,
  parents: readonly number[],
  isSamePeriod: boolean,
): Readonly<Record<number, Float64Array>> | undefined {
  if (!isSamePeriod) return undefined;
  const records = new HeapRecords(profile);
  const [allocated, live] = [new Float64Array(parents.length), new Float64Array(parents.length)];
  for (let sample = 0; sample < ends.length; sample++) {
    const record = records.at(sample);
    const { alloc, inuse } = samplesOf(record);
    if (alloc < 0) return undefined;
    if (record.error.objectBytes <= 0) continue;
    for (let node = ends[sample]; node >= 0; node = parents[node]) {
      allocated[node] += alloc * record.error.variance;
      live[node] += (alloc + Math.abs(alloc - inuse)) * record.error.variance;
    }
  }
  return { [heapColumn.allocBytes]: allocated, [heapColumn.inuseBytes]: live };
}

function heapEstimates({ profile, ends }: SamplesOnTree, parents: readonly number[]): HeapSums[] {
  const records = new HeapRecords(profile);
  const sums = parents.map(() => new HeapSum());
  ends.forEach((end, sample) => {
    const record = records.at(sample);
    for (let node = end; node >= 0; node = parents[node]) sums[node].add(record);
  });
  return sums.map((sum) => sum.result());
}

/** Undefined of numbers of objects, which have no interval of their own. */
function estimateOf({ inuse, alloc }: HeapSums, column: number): ByteEstimate | undefined {
  if (column === heapColumn.inuseBytes) return inuse;
  return column === heapColumn.allocBytes ? alloc : undefined;
}

function rangeOf(estimate: ByteEstimate | undefined): Range | null {
  return estimate ? [estimate.lowBytes, estimate.highBytes] : null;
}

function halfWidth({ lowBytes, highBytes }: ByteEstimate): number {
  return (highBytes - lowBytes) / 2;
}
