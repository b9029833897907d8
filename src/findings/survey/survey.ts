import type { GoType, MapTable } from '../../image/index.ts';
import { leastReportedBytes } from '../severity.ts';
import { Largest } from './largest.ts';
import { type KindFacts, MapKinds } from './map-kinds.ts';
import { type MapSums, SumBuilder } from './map-sums.ts';

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

  addRetained(one: MapSums, times: number): void {
    this.retainedMaps += times;
    this.retainedLen += one.len * times;
    this.retainedSlots += one.slots * times;
    this.retainedBytes += one.bytes * times;
    this.retainedReclaimableBytes += one.reclaimableBytes * times;
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

/** Maps looked at for a finding of their own. */
export const candidateLimit = 256;

/** One pass, no object a map and the arithmetic once a kind: eight million maps take a fraction of a second. */
export function surveyMaps(table: MapTable, largestLimit: number): Survey {
  const unreachable = new SumBuilder();
  const largest = new Largest(largestLimit);
  const mostReclaimable = new Largest(candidateLimit);
  const groups = new Groups();
  const kinds = new MapKinds(table);
  const addToGroup = ({ one, type, isRetained }: KindFacts, path: number, times: number): void => {
    const group = groups.at(type, path);
    group.addTimes(one, times);
    if (isRetained) group.addRetained(one, times);
  };
  for (let index = 0; index < table.indexEnd; index++) {
    if (!table.isListed(index)) continue;
    const facts = kinds.factsOf(index);
    const { one, heldBytes } = facts;
    if (largest.accepts(heldBytes)) largest.offer(index, heldBytes);
    if (table.reachableOf(index) === false) {
      unreachable.add(one);
      continue;
    }
    if (one.reclaimableBytes >= leastReportedBytes) mostReclaimable.offer(index, one.reclaimableBytes);
    const path = table.holderPathOf(index);
    if (!facts.isShared) {
      addToGroup(facts, path, 1);
      continue;
    }
    if (path === facts.runPath) {
      facts.runLength++;
      continue;
    }
    if (facts.runLength > 0) addToGroup(facts, facts.runPath, facts.runLength);
    facts.runPath = path;
    facts.runLength = 1;
  }
  for (const facts of kinds.shared()) {
    if (facts.runLength > 0) addToGroup(facts, facts.runPath, facts.runLength);
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
