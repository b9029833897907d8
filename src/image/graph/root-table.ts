import type { Address } from '../../base/index.ts';
import type { ObjectIndex } from '../holders/object-index.ts';
import { hasBit } from './allocated-bits.ts';
import type { StrayPointers } from './stray-pointers.ts';
import { rankCount, type RootGroup, type RootKind, type RootRank, rootRank } from './roots.ts';

/** A place outside the heap that holds something: what is left of a `RootGroup` once its pointers are ids. */
export interface Holder {
  readonly kind: RootKind;
  readonly name: string;
  readonly address: Address;
  readonly rank: RootRank;
}

/** Holders by rank, each with the ids of the objects that it points to: those of holder h are ids[starts[h]] up to starts[h + 1]. */
export interface RootTable {
  readonly holders: readonly Holder[];
  readonly starts: Uint32Array;
  readonly ids: Uint32Array;
  /** Exact pointers to spans that are newer than the table, of a process that runs. */
  readonly unresolvedCount: number;
}

/** Finds the objects that the roots point to; groups that point to none are left out. */
export function resolveRoots(
  roots: Iterable<RootGroup>,
  index: ObjectIndex,
  allocated: Int32Array,
  strays: StrayPointers,
): RootTable {
  const ranks = Array.from({ length: rankCount }, () => new RankList());
  let unresolvedCount = 0;
  for (const { kind, name, address, rank, pointers } of roots) {
    const list = ranks[rank];
    const before = list.count;
    for (const pointer of pointers) {
      const low = pointer | 0;
      const high = Math.floor(pointer / 2 ** 32);
      const id = index.slotIdAt(low, high);
      // A doubtful word must lead to an object, as for the collector (runtime/mgcmark.go, scanConservative).
      if (id !== 0 && (rank !== rootRank.conservative || hasBit(allocated, id))) list.add(id);
      else if (id === 0 && rank === rootRank.exact && strays.has(low, high)) unresolvedCount++;
    }
    if (list.count > before) list.close({ kind, name, address, rank });
  }
  const holders = ranks.flatMap((list) => list.holders);
  const starts = new Uint32Array(holders.length + 1);
  const ids = new Uint32Array(ranks.reduce((sum, { count }) => sum + count, 0));
  let holder = 0;
  let first = 0;
  for (const list of ranks) {
    ids.set(list.ids.subarray(0, list.count), first);
    for (const end of list.ends) starts[++holder] = first + end;
    first += list.count;
  }
  return { holders, starts, ids, unresolvedCount };
}

/** The holders of one rank and, in one column, what they point to. */
class RankList {
  readonly holders: Holder[] = [];
  readonly ends: number[] = [];
  ids: Uint32Array = new Uint32Array(1024);
  count = 0;

  add(id: number): void {
    if (this.count === this.ids.length) {
      const grown = new Uint32Array(2 * this.count);
      grown.set(this.ids);
      this.ids = grown;
    }
    this.ids[this.count++] = id;
  }

  /** What was added since the last holder is this one's. */
  close(holder: Holder): void {
    this.holders.push(holder);
    this.ends.push(this.count);
  }
}
