import type { GoroutineFacts } from './goroutine-facts.ts';

/** Goroutines that the same go statement started and that are in the same state. */
export interface GoroutineGroup {
  readonly createdBy: string;
  /** `/src/a.go:12`, '' where unknown. */
  readonly createdAt: string;
  readonly state: string;
  readonly startName: string;
  readonly count: number;
  /** Of those whose wait is known (see `GoroutineFacts.waitedNs`); undefined where none is. */
  readonly waitedNs: { readonly min: number; readonly median: number; readonly max: number } | undefined;
  /** How many have no known wait. */
  readonly unknownWaitCount: number;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** `tenant=acme` and how many carry it, most frequent first, at most `maximumLabels`. */
  readonly labels: readonly { readonly key: string; readonly value: string; readonly count: number }[];
  readonly lockedToThreadCount: number;
  readonly isSystem: boolean;
  /** Ids of the first few, longest waiting first, for looking at their stacks. */
  readonly examples: readonly number[];
}

const maximumLabels = 8;
const maximumExamples = 3;

/** Groups by creation site and state, the largest group first, then by reserved stack bytes and by name. */
export function groupGoroutines(goroutines: Iterable<GoroutineFacts>): GoroutineGroup[] {
  const members = new Map<string, GoroutineFacts[]>();
  for (const facts of goroutines) {
    const key = [facts.createdBy, placeOf(facts), facts.state, facts.startName].join('\0');
    const list = members.get(key);
    if (list) list.push(facts);
    else members.set(key, [facts]);
  }
  return [...members.values()].map(describe).sort(byWeight);
}

function describe(members: readonly GoroutineFacts[]): GoroutineGroup {
  const [first] = members;
  const waits = members.flatMap(({ waitedNs }) => waitedNs ?? []).sort((left, right) => left - right);
  const sum = (of: (facts: GoroutineFacts) => number): number =>
    members.reduce((total, facts) => total + of(facts), 0);
  const longest = [...members].sort(
    (left, right) => (right.waitedNs ?? -1) - (left.waitedNs ?? -1) || left.id - right.id,
  );
  return {
    createdBy: first.createdBy,
    createdAt: placeOf(first),
    state: first.state,
    startName: first.startName,
    count: members.length,
    waitedNs:
      waits.length === 0
        ? undefined
        : { min: waits[0], median: medianOf(waits), max: waits[waits.length - 1] },
    unknownWaitCount: members.length - waits.length,
    stackUsedBytes: sum(({ stackUsedBytes }) => stackUsedBytes),
    stackReservedBytes: sum(({ stackReservedBytes }) => stackReservedBytes),
    labels: countLabels(members),
    lockedToThreadCount: members.filter(({ isLockedToThread }) => isLockedToThread).length,
    isSystem: members.every(({ isSystem }) => isSystem),
    examples: longest.slice(0, maximumExamples).map(({ id }) => id),
  };
}

function placeOf({ createdAt }: GoroutineFacts): string {
  return createdAt ? `${createdAt.file}:${createdAt.line}` : '';
}

/** Of sorted numbers; between the middle two where their count is even. */
function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function countLabels(members: readonly GoroutineFacts[]): GoroutineGroup['labels'] {
  const counts = new Map<string, { key: string; value: string; count: number }>();
  for (const { labels } of members) {
    for (const [key, value] of labels) {
      const pair = `${key}\0${value}`;
      const known = counts.get(pair);
      if (known) known.count++;
      else counts.set(pair, { key, value, count: 1 });
    }
  }
  return [...counts.values()]
    .sort(
      (left, right) =>
        right.count - left.count || compare(left.key, right.key) || compare(left.value, right.value),
    )
    .slice(0, maximumLabels);
}

function byWeight(left: GoroutineGroup, right: GoroutineGroup): number {
  return (
    right.count - left.count ||
    right.stackReservedBytes - left.stackReservedBytes ||
    compare(left.createdAt, right.createdAt) ||
    compare(left.state, right.state)
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
