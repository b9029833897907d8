import type { GoType, MapTable } from '../../image/index.ts';
import { leastReportedBytes } from '../severity.ts';
import { Largest } from './largest.ts';
import { boxedBytesOf, inlineBytesPerEntry, type MapSums, SumBuilder } from './map-sums.ts';

/** A map counts as retaining its peak where it takes this many times what its entries need. Growth alone
 * never does; one doubling by churn comes to 2, less the header, which does not double. */
export const retainedRatio = 1.9;

/** Reachable maps of one type that are held by way of one abstract path. */
export class MapGroup extends SumBuilder {
  readonly type: GoType | undefined;
  /** Holder path id; -1 where no holder is known. */
  readonly path: number;
  /** Of the group: those at or above `retainedRatio`. */
  retainedMaps = 0;
  retainedLen = 0;
  retainedSlots = 0;
  retainedBytes = 0;
  retainedReclaimableBytes = 0;

  /** Identity of the group. */
  get key(): string {
    return groupKey(this.type, this.path);
  }

  constructor(type: GoType | undefined, path: number) {
    super();
    this.type = type;
    this.path = path;
  }
}

/** Key of the group that maps of this type and holder path are counted in. */
export function groupKey(type: GoType | undefined, path: number): string {
  return `${type?.id ?? -1}/${path}`;
}

/** What one pass over all maps finds out; indices are those of the table. */
export interface Survey {
  readonly all: MapSums;
  /** Maps that the last finished mark phase found dead: the next sweep frees them, nobody need rebuild them. */
  readonly unreachable: MapSums;
  readonly groups: readonly MapGroup[];
  /** Largest first by bytes with boxes; dead maps too. */
  readonly largest: readonly number[];
  /** Reachable maps of which a rebuild gives back enough for a finding, the most first. */
  readonly mostReclaimable: readonly number[];
}

/** Results of the size arithmetic are remembered up to this len. */
const rememberedLen = 64;

/** Maps looked at for a finding of their own. */
export const candidateLimit = 256;

/** One pass, no object a map: eight million maps take well under a second. */
export function surveyMaps(table: MapTable, largestLimit: number): Survey {
  const unreachable = new SumBuilder();
  const largest = new Largest(largestLimit);
  const mostReclaimable = new Largest(candidateLimit);
  const groups = new Groups();
  const one = new SumBuilder();
  one.maps = 1;
  let type: GoType | undefined;
  let perEntry = 0;
  /** Rebuilt bytes of small maps of `type` by their len: the same few arithmetic results for millions of maps. */
  const rebuiltByLen: number[] = [];
  const rebuiltBytesOf = (index: number, len: number): number => {
    if (!type || len > rememberedLen) return table.rebuiltBytesOf(index);
    return (rebuiltByLen[len] ??= table.rebuiltBytesOf(index));
  };
  for (const index of table.indices()) {
    const ownType = table.typeOf(index);
    if (ownType !== type) {
      type = ownType;
      perEntry = inlineBytesPerEntry(type);
      rebuiltByLen.length = 0;
    }
    one.len = table.lenOf(index);
    const rebuiltBytes = rebuiltBytesOf(index, one.len);
    one.slots = table.slotsOf(index);
    one.bytes = table.bytesOf(index);
    one.reclaimableBytes = Math.max(0, one.bytes - rebuiltBytes);
    one.boxedBytes = boxedBytesOf(table, index, type);
    one.entryBytes = Math.min(one.len * perEntry, rebuiltBytes, one.bytes);
    one.untypedBytes = type?.map ? 0 : Math.min(rebuiltBytes, one.bytes);
    if (largest.accepts(one.bytes + one.boxedBytes)) largest.offer(index, one.bytes + one.boxedBytes);
    if (table.reachableOf(index) === false) {
      unreachable.add(one);
      continue;
    }
    const group = groups.at(type, table.holderPathOf(index));
    group.add(one);
    if (one.reclaimableBytes === 0) continue;
    if (one.reclaimableBytes >= leastReportedBytes) mostReclaimable.offer(index, one.reclaimableBytes);
    if (one.bytes >= retainedRatio * rebuiltBytes) {
      group.retainedMaps++;
      group.retainedLen += one.len;
      group.retainedSlots += one.slots;
      group.retainedBytes += one.bytes;
      group.retainedReclaimableBytes += one.reclaimableBytes;
    }
  }
  const all = new SumBuilder();
  for (const part of [unreachable, ...groups.list]) all.add(part);
  return {
    all: all.sums(),
    unreachable: unreachable.sums(),
    groups: groups.list,
    largest: largest.ranked(),
    mostReclaimable: mostReclaimable.ranked(),
  };
}

class Groups {
  readonly list: MapGroup[] = [];
  readonly #byType: MapGroup[][] = [];

  at(type: GoType | undefined, path: number): MapGroup {
    const ofType = (this.#byType[type ? type.id + 1 : 0] ??= []);
    const known = ofType[path + 1];
    if (known) return known;
    const group = new MapGroup(type, path);
    ofType[path + 1] = group;
    this.list.push(group);
    return group;
  }
}
