import { formatAddress } from '../base/index.ts';
import {
  firstLookLimits,
  type MapsToLookInto,
  type MapValuesEvidence,
  mapsToLookInto,
  mayTell,
  newestMoment,
  type Survey,
} from '../findings/index.ts';
import { lastCollectionMs, type MapValues, MapValueReader } from '../image/index.ts';
import type { Census } from './census.ts';

/** A process whose collector runs is collected every two minutes; a moment this long after a collection is none of its past. */
const collectionGapMs = 600_000;

/**
 * Looks into the maps whose entries may weigh enough for a finding. `imageMs`: when the image was taken (`momentOfImage`); where
 * nobody says, it is as old as its last collection and the newest moments in it say.
 */
export function lookIntoMaps(
  census: Census,
  survey: Survey,
  { imageMs, redact }: { readonly imageMs: number | undefined; readonly redact: boolean },
): MapValuesEvidence[] {
  const { table, runtime, memory } = census;
  const clockMs = imageMs ?? lastCollectionMs(runtime, memory);
  const reader = new MapValueReader({ ...census, nowMs: clockMs });
  const looked = mapsToLookInto(table, survey, !runtime.stripped).flatMap((maps) => {
    // What ages in a core are counted from is known when all of it was read. Entries of several maps may end map by map: then few
    // of them say less than as many of one map, in which only the hash decides what lies together.
    const isSampled = imageMs !== undefined && maps.indices.length === 1;
    const first = isSampled ? reader.read(maps.indices, firstLookLimits, maps.len) : undefined;
    const isEnough = first !== undefined && (first.isWhole || !mayTell(first, imageMs));
    const values = isEnough ? first : reader.read(maps.indices, undefined, maps.len);
    return values ? [{ maps, values }] : [];
  });
  const nowMs =
    imageMs ??
    momentOf(
      clockMs,
      looked.map(({ values }) => values),
    );
  return looked.map(({ maps, values }) => ({
    ...placeOf(maps, census),
    values,
    nowMs,
    hidesNumbers: redact,
  }));
}

/**
 * When an image was taken, in milliseconds since 1970: now, of a process that goes on; when it was recorded, of a recording, whose
 * times would be the older the later it is looked at. Undefined where nobody says.
 */
export function momentOfImage(
  kind: 'process' | 'core' | 'heap-dump',
  recordedAt: string | undefined,
): number | undefined {
  if (kind !== 'process') return undefined;
  if (recordedAt === undefined) return Date.now();
  const recordedMs = Date.parse(recordedAt);
  return Number.isNaN(recordedMs) ? undefined : recordedMs;
}

/** What ages in a core are counted from. */
export function momentOf(clockMs: number | undefined, looked: readonly MapValues[]): number | undefined {
  const moments = looked.map(newestMoment).filter((moment) => moment !== undefined);
  if (clockMs === undefined) return moments.length > 0 ? Math.max(...moments) : undefined;
  return Math.max(clockMs, ...moments.filter((moment) => moment < clockMs + collectionGapMs));
}

function placeOf(
  { type, path, maps, indices }: MapsToLookInto,
  { table, holders }: Census,
): Omit<MapValuesEvidence, 'values' | 'nowMs' | 'hidesNumbers'> {
  const isOne = indices.length === 1;
  const own = isOne && holders ? holders.pathsOf(indices[0]) : [];
  const spelled = own[0] ?? (holders && path >= 0 ? holders.abstractPath(path) : undefined);
  return {
    where: spelled ?? (isOne ? `${type.name} @ ${formatAddress(table.addressOf(indices[0]))}` : type.name),
    type: type.name,
    holders: own,
    maps: isOne ? 1 : maps,
  };
}
