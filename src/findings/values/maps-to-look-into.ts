import { canTellEnd, type GoType, type MapTable } from '../../image/index.ts';
import { leastReportedBytes } from '../severity.ts';
import type { MapGroup, Survey } from '../survey/survey.ts';

/** Maps of one type and holder path whose values are looked at as one. */
export interface MapsToLookInto {
  readonly group: MapGroup;
  readonly indices: readonly number[];
}

/** Groups looked into at most: each takes some 30 ms of a live process (measured with a million values behind pointers). */
const groupLimit = 16;
/** Maps of one group looked into: of more, every nth. */
const mapLimit = 1024;
/**
 * An entry can keep this many times what its map and its type show, in buffers behind it, before a group is passed over
 * though it would make a finding: a session of 200 bytes with 12 KB of buffers.
 */
const hiddenFactor = 64;

/** The groups whose entries may weigh enough for a finding, the heaviest first by what their types show. */
export function mapsToLookInto(table: MapTable, survey: Survey, totalBytes: number): MapsToLookInto[] {
  const least = Math.max(leastReportedBytes, totalBytes / 100) / hiddenFactor;
  const chosen = survey.groups
    .filter(({ type, len }) => len > 0 && type?.map !== undefined && canTellEnd(type.elem ?? type))
    .map((group) => ({ group, bytes: group.len * shownBytes(group.type) }))
    .filter(({ bytes }) => bytes >= least)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, groupLimit)
    .map(({ group }) => group);
  if (chosen.length === 0) return [];
  const indices = indicesOf(table, chosen);
  return chosen.map((group) => ({ group, indices: thinned(indices.get(group) ?? []) }));
}

function indicesOf(table: MapTable, groups: readonly MapGroup[]): Map<MapGroup, number[]> {
  const byType = new Map<GoType | undefined, Map<number, MapGroup>>();
  for (const group of groups) {
    const byPath = byType.get(group.type) ?? new Map<number, MapGroup>();
    byType.set(group.type, byPath.set(group.path, group));
  }
  const found = new Map<MapGroup, number[]>();
  for (let index = 0; index < table.indexEnd; index++) {
    if (!table.isListed(index)) continue;
    const group = byType.get(table.typeOf(index))?.get(table.holderPathOf(index));
    if (!group || table.lenOf(index) === 0 || table.reachableOf(index) === false) continue;
    const known = found.get(group);
    if (known) known.push(index);
    else found.set(group, [index]);
  }
  return found;
}

function thinned(indices: readonly number[]): readonly number[] {
  const step = Math.ceil(indices.length / mapLimit);
  return step > 1 ? indices.filter((_, place) => place % step === 0) : indices;
}

/** Bytes of an entry that its types show: its place in the map, its boxes, and what key and value point to. */
function shownBytes(type: GoType | undefined): number {
  const layout = type?.map;
  if (!type || !layout) return 0;
  const { keyIndirect, elemIndirect, keySize, elemSize } = layout;
  const { elem } = type;
  const pointee = elem?.kind === 'pointer' ? (elem.elem?.size ?? 0) : elem?.kind === 'interface' ? 64 : 0;
  return layout.unitSize / 8 + (keyIndirect ? keySize : 0) + (elemIndirect ? elemSize : 0) + pointee;
}
