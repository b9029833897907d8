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
 * Looks into the maps whose entries may weigh enough for a finding. `isLive`: the process goes on, so that its clock is
 * ours; a core is as old as its last collection and the newest moments in it say.
 */
export function lookIntoMaps(
  census: Census,
  survey: Survey,
  { isLive, redact }: { readonly isLive: boolean; readonly redact: boolean },
): MapValuesEvidence[] {
  const { table, runtime, memory } = census;
  const clockMs = isLive ? Date.now() : lastCollectionMs(runtime, memory);
  const reader = new MapValueReader({ ...census, nowMs: clockMs });
  const looked = mapsToLookInto(table, survey, !runtime.stripped).flatMap((maps) => {
    // What ages in a core are counted from is known when all of it was read.
    const first = isLive ? reader.read(maps.indices, firstLookLimits, maps.len) : undefined;
    const isEnough = first !== undefined && (first.isWhole || !mayTell(first, clockMs));
    const values = isEnough ? first : reader.read(maps.indices, undefined, maps.len);
    return values ? [{ maps, values }] : [];
  });
  const nowMs = isLive
    ? clockMs
    : momentOf(
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
