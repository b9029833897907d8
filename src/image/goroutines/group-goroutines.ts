import type { GoroutineFacts } from './goroutine-facts.ts';

/** Facts of a goroutine, with what was learned of it beside them. */
export interface PlacedGoroutine extends GoroutineFacts {
  /** The call of the program in which it stands: `main.worker`; undefined where that was not looked for. */
  readonly standsIn?: string;
  /** `/src/a.go:40`. */
  readonly standsAt?: string;
  /** Bytes of the stack that are in memory. */
  readonly stackResidentBytes?: number;
  /** Set where the collector would shrink the stack. */
  readonly oversized?: { readonly unusedBytes: number; readonly shrinkableBytes: number };
  /** What the heap spends on its g. */
  readonly structBytes?: number;
}

/** Stacks of which so little is in use that the collector would shrink them. */
export interface OversizedStacks {
  readonly count: number;
  readonly usedBytes: number;
  /** In memory below the frames. */
  readonly unusedBytes: number;
  /** Of these, what is given back by halving each stack, cycle by cycle, until a quarter of it is used. */
  readonly shrinkableBytes: number;
}

/** Goroutines that the same go statement started, that are in the same state and stand at the same place. */
export interface GoroutineGroup {
  readonly createdBy: string;
  /** `/src/a.go:12`, '' where unknown. */
  readonly createdAt: string;
  readonly state: string;
  readonly startName: string;
  /** Function and line of the program at which they stand, '' where unknown. */
  readonly standsIn: string;
  readonly standsAt: string;
  readonly count: number;
  /** Of those whose wait is known (see `GoroutineFacts.waitedNs`); undefined where none is. */
  readonly waitedNs: { readonly min: number; readonly median: number; readonly max: number } | undefined;
  /** How many have no known wait. */
  readonly unknownWaitCount: number;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** What `PlacedGoroutine` says, summed; 0 where that was not looked for. */
  readonly stackResidentBytes: number;
  readonly oversized: OversizedStacks;
  readonly structBytes: number;
  /** `tenant=acme` and how many carry it, most frequent first, at most `maximumLabels`. */
  readonly labels: readonly { readonly key: string; readonly value: string; readonly count: number }[];
  readonly lockedToThreadCount: number;
  readonly isSystem: boolean;
  /** Ids of the first few, longest waiting first, for looking at their stacks. */
  readonly examples: readonly number[];
}

const maximumLabels = 8;
const maximumExamples = 3;
/** Values that are counted: labels such as a request's id have as many as there are goroutines. */
const maximumLabelValues = 4096;

/** Groups by creation site, state and place, the largest group first, then by reserved stack bytes and by name. */
export function groupGoroutines(goroutines: Iterable<PlacedGoroutine>): GoroutineGroup[] {
  const groups = new Map<string, GroupSums>();
  for (const facts of goroutines) {
    const { createdBy, state, startName, standsIn, standsAt } = facts;
    const key = `${createdBy}\0${placeOf(facts)}\0${state}\0${startName}\0${standsIn}\0${standsAt}`;
    let group = groups.get(key);
    if (!group) groups.set(key, (group = new GroupSums(facts)));
    group.add(facts);
  }
  return [...groups.values()].map((group) => group.describe()).sort(byWeight);
}

/** Sums of one group; its members are not kept, as there can be millions. */
class GroupSums {
  readonly #first: PlacedGoroutine;
  readonly #waits: number[] = [];
  readonly #labels = new Map<string, { key: string; value: string; count: number }>();
  #examples: { readonly id: number; readonly waitedNs: number }[] = [];
  #count = 0;
  #stackUsedBytes = 0;
  #stackReservedBytes = 0;
  #stackResidentBytes = 0;
  readonly #oversized = { count: 0, usedBytes: 0, unusedBytes: 0, shrinkableBytes: 0 };
  #structBytes = 0;
  #lockedToThreadCount = 0;
  #isSystem = true;

  constructor(first: PlacedGoroutine) {
    this.#first = first;
  }

  add(facts: PlacedGoroutine): void {
    const { id, waitedNs } = facts;
    this.#count++;
    if (waitedNs !== undefined) this.#waits.push(waitedNs);
    this.#stackUsedBytes += facts.stackUsedBytes;
    this.#stackReservedBytes += facts.stackReservedBytes;
    this.#stackResidentBytes += facts.stackResidentBytes ?? 0;
    if (facts.oversized) {
      this.#oversized.count++;
      this.#oversized.usedBytes += facts.stackUsedBytes;
      this.#oversized.unusedBytes += facts.oversized.unusedBytes;
      this.#oversized.shrinkableBytes += facts.oversized.shrinkableBytes;
    }
    this.#structBytes += facts.structBytes ?? 0;
    if (facts.isLockedToThread) this.#lockedToThreadCount++;
    if (!facts.isSystem) this.#isSystem = false;
    for (const [key, value] of facts.labels) this.#addLabel(key, value);
    this.#offerExample({ id, waitedNs: waitedNs ?? -1 });
  }

  describe(): GoroutineGroup {
    const first = this.#first;
    const waits = Float64Array.from(this.#waits).sort();
    return {
      createdBy: first.createdBy,
      createdAt: placeOf(first),
      state: first.state,
      startName: first.startName,
      standsIn: first.standsIn ?? '',
      standsAt: first.standsAt ?? '',
      count: this.#count,
      waitedNs:
        waits.length === 0
          ? undefined
          : { min: waits[0], median: medianOf(waits), max: waits[waits.length - 1] },
      unknownWaitCount: this.#count - waits.length,
      stackUsedBytes: this.#stackUsedBytes,
      stackReservedBytes: this.#stackReservedBytes,
      stackResidentBytes: this.#stackResidentBytes,
      oversized: this.#oversized,
      structBytes: this.#structBytes,
      labels: mostFrequent([...this.#labels.values()]),
      lockedToThreadCount: this.#lockedToThreadCount,
      isSystem: this.#isSystem,
      examples: this.#examples.map(({ id }) => id),
    };
  }

  #addLabel(key: string, value: string): void {
    const pair = `${key}\0${value}`;
    const known = this.#labels.get(pair);
    if (known) known.count++;
    else if (this.#labels.size < maximumLabelValues) this.#labels.set(pair, { key, value, count: 1 });
  }

  #offerExample(offered: { readonly id: number; readonly waitedNs: number }): void {
    const last = this.#examples[maximumExamples - 1];
    if (last && !isLonger(offered, last)) return;
    this.#examples = [...this.#examples, offered]
      .sort((left, right) => (isLonger(left, right) ? -1 : 1))
      .slice(0, maximumExamples);
  }
}

function isLonger(
  left: { readonly id: number; readonly waitedNs: number },
  right: { readonly id: number; readonly waitedNs: number },
): boolean {
  return left.waitedNs > right.waitedNs || (left.waitedNs === right.waitedNs && left.id < right.id);
}

function placeOf({ createdAt }: GoroutineFacts): string {
  return createdAt ? `${createdAt.file}:${createdAt.line}` : '';
}

/** Of sorted numbers; between the middle two where their count is even. */
function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function mostFrequent(labels: GoroutineGroup['labels'][number][]): GoroutineGroup['labels'] {
  return labels
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
