import { canTellEnd, type GoType, type MapTable, randomFrom, sampledCount } from '../../image/index.ts';
import type { Survey } from '../survey/survey.ts';

/** Maps of one type and holder path whose values are looked at as one. */
export interface MapsToLookInto {
  readonly type: GoType;
  /** Holder path id; -1 where none is known, or where the maps have several. */
  readonly path: number;
  readonly maps: number;
  /** Entries of all of them. */
  readonly len: number;
  /** Those to read: all, or some drawn at random. */
  readonly indices: readonly number[];
}

interface Candidate {
  readonly type: GoType;
  readonly path: number;
  readonly maps: number;
  readonly len: number;
}

/** Fewer entries than this are seldom a finding, and a program has many such maps. */
const leastEntries = 16;
/**
 * Entries looked at in all groups together, and groups. Measured on a live process: 4,096 values behind pointers, with
 * their buffers, of a map of a million take 30 ms and 0.8 MB, so all of it takes at most half a second.
 */
const entriesInAll = 65_536;
const groupLimit = 64;
/** Maps of one group looked into: of more, so many drawn at random. */
const mapLimit = 1024;
/** Without names the shards of one cache have a path each: from so many on, maps of one type are looked at together. */
const shardCount = 8;

/**
 * The groups whose values can say an end, the heaviest first by what their types show: an entry can keep far more in
 * buffers behind it, so the bytes that show order the groups and leave none out. `hasNames`: holders are known by name.
 */
export function mapsToLookInto(table: MapTable, survey: Survey, hasNames: boolean): MapsToLookInto[] {
  const telling = survey.groups.flatMap(({ type, path, maps, len }) =>
    type?.map && len > 0 && canTellEnd(type.elem ?? type) ? [{ type, path, maps, len }] : [],
  );
  const candidates = (hasNames ? telling : shardsTogether(telling))
    .filter(({ len }) => len >= leastEntries)
    .sort((a, b) => shownBytes(b) - shownBytes(a))
    .slice(0, groupLimit);
  let entries = 0;
  const chosen = candidates.filter(({ len }) => {
    entries += sampledCount(len);
    return entries <= entriesInAll;
  });
  if (chosen.length === 0) return [];
  const indices = indicesOf(table, chosen);
  return chosen.map((group) => ({ ...group, indices: indices.get(group)?.kept ?? [] }));
}

function shardsTogether(groups: readonly Candidate[]): Candidate[] {
  const byType = new Map<GoType, Candidate[]>();
  for (const group of groups) {
    const known = byType.get(group.type);
    if (known) known.push(group);
    else byType.set(group.type, [group]);
  }
  return [...byType].flatMap(([type, ofType]) => {
    if (ofType.length < shardCount) return ofType;
    const sum = (count: (group: Candidate) => number): number =>
      ofType.reduce((total, group) => total + count(group), 0);
    return [{ type, path: severalPaths, maps: sum(({ maps }) => maps), len: sum(({ len }) => len) }];
  });
}

/** In place of a path id: all of a type. */
const severalPaths = -2;

/**
 * Some of many indices, each with the same chance, however many come (Algorithm L: K.-H. Li, ACM TOMS 20, 1994, 481-493,
 * which draws a number for each that is kept, not for each that comes). Even distances would meet what is periodic.
 */
class DrawnIndices {
  readonly kept: number[] = [];
  readonly #random = randomFrom(mapLimit);
  #weight = 1;
  #come = 0;
  /** The next that is kept, by the order in which they come. */
  #next = mapLimit;

  add(index: number): void {
    const place = this.#come++;
    if (place < mapLimit) {
      this.kept.push(index);
      if (place === mapLimit - 1) this.#skip();
      return;
    }
    if (place !== this.#next) return;
    this.kept[Math.floor(this.#random() * mapLimit)] = index;
    this.#next++;
    this.#skip();
  }

  #skip(): void {
    this.#weight *= Math.exp(Math.log(1 - this.#random()) / mapLimit);
    this.#next += Math.floor(Math.log(1 - this.#random()) / Math.log(1 - this.#weight));
  }
}

function indicesOf(table: MapTable, groups: readonly Candidate[]): Map<Candidate, DrawnIndices> {
  const byType = new Map<GoType | undefined, Map<number, Candidate>>();
  for (const group of groups) {
    const byPath = byType.get(group.type) ?? new Map<number, Candidate>();
    byType.set(group.type, byPath.set(group.path, group));
  }
  const found = new Map<Candidate, DrawnIndices>(groups.map((group) => [group, new DrawnIndices()]));
  for (let index = 0; index < table.indexEnd; index++) {
    if (!table.isListed(index)) continue;
    const byPath = byType.get(table.typeOf(index));
    const group = byPath?.get(severalPaths) ?? byPath?.get(table.holderPathOf(index));
    if (!group || table.lenOf(index) === 0 || table.reachableOf(index) === false) continue;
    found.get(group)?.add(index);
  }
  return found;
}

/** What the types of a group show: the entries' places in the map, their boxes, and what the values point to. */
function shownBytes({ type, len }: Candidate): number {
  const layout = type.map;
  if (!layout) return 0;
  const { keyIndirect, elemIndirect, keySize, elemSize } = layout;
  const { elem } = type;
  const pointee = elem?.kind === 'pointer' ? (elem.elem?.size ?? 0) : elem?.kind === 'interface' ? 64 : 0;
  return len * (layout.unitSize / 8 + (keyIndirect ? keySize : 0) + (elemIndirect ? elemSize : 0) + pointee);
}
