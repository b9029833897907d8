import type { Address } from '../../base/index.ts';
import type { ObjectIndex } from '../holders/object-index.ts';
import { hasBit } from './allocated-bits.ts';
import { type RootGroup, type RootKind, type RootRank, rootRank } from './roots.ts';

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
  /** Exact pointers into the heap's range that lead to no span: of a process that runs they are newer than the span table. */
  readonly unresolvedCount: number;
}

/** Groups of one rank without anything are left out; more than `holderLimit` of a kind share the last one's place. */
export function resolveRoots(
  roots: Iterable<RootGroup>,
  index: ObjectIndex,
  allocated: Int32Array,
  range: { readonly start: Address; readonly end: Address },
): RootTable {
  const found: { holder: Holder; ids: Uint32Array }[] = [];
  let unresolvedCount = 0;
  let total = 0;
  for (const { kind, name, address, rank, pointers } of roots) {
    const ids = new Uint32Array(pointers.length);
    let count = 0;
    for (const pointer of pointers) {
      const id = index.slotIdAt(pointer | 0, Math.floor(pointer / 2 ** 32));
      // A doubtful word must lead to an object, as for the collector (runtime/mgcmark.go, scanConservative).
      if (id !== 0 && (rank !== rootRank.conservative || hasBit(allocated, id))) ids[count++] = id;
      else if (id === 0 && rank === rootRank.exact && pointer >= range.start && pointer < range.end)
        unresolvedCount++;
    }
    if (count === 0) continue;
    total += count;
    found.push({ holder: { kind, name, address, rank }, ids: ids.slice(0, count) });
  }
  found.sort((a, b) => a.holder.rank - b.holder.rank);
  const starts = new Uint32Array(found.length + 1);
  const all = new Uint32Array(total);
  for (const [place, { ids }] of found.entries()) {
    all.set(ids, starts[place]);
    starts[place + 1] = starts[place] + ids.length;
  }
  return { holders: found.map(({ holder }) => holder), starts, ids: all, unresolvedCount };
}
