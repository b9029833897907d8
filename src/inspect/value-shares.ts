import { countsOf, isFewValued, isSetMoment, isState, isTelling, shareIn } from '../findings/index.ts';
import {
  type FieldKind,
  lastCollectionMs,
  type MapValues,
  MapValueReader,
  type ValueField,
} from '../image/index.ts';
import type { Census } from './census.ts';
import { momentOf } from './map-values.ts';

/** One value of a field, and how many entries have it. Shares lie between 0 and 1, with their 95 % interval. */
export interface ValueShare {
  /** A bool, a number, whether a connection is closed or a context done; null where numbers are not to be shown. */
  readonly value: boolean | number | null;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** How long ago the moments of a time.Time field were, in milliseconds; below zero what is yet to come. */
export interface AgeSpread {
  readonly oldestMs: number;
  readonly medianMs: number;
  readonly newestMs: number;
}

export interface FieldShares {
  /** From the value on: `closed`, `conn`, `.(*main.Session).state`. */
  readonly path: string;
  readonly kind: FieldKind;
  /** Most frequent first; of a time: whether it is past. Entries without the field (nil, a time never set) are in none. */
  readonly shares: readonly ValueShare[];
  /** null for what is no time, where none is set, and where values are not to be shown. */
  readonly ages: AgeSpread | null;
}

/** What the values of one map hold in fields that look like states. */
export interface ValueShares {
  readonly entries: number;
  /** Fewer than `entries` where a random sample was looked at. */
  readonly entriesRead: number;
  readonly fields: readonly FieldShares[];
}

const fieldLimit = 16;

/** Null where no field of the values looks like a state. `imageMs`: as in `lookIntoMaps`. */
export function valueSharesOf(
  index: number,
  census: Census,
  { redact, imageMs }: { readonly redact: boolean; readonly imageMs: number | undefined },
): ValueShares | null {
  const clockMs = imageMs ?? lastCollectionMs(census.runtime, census.memory);
  const values = new MapValueReader({ ...census, nowMs: clockMs }).read([index]);
  if (!values) return null;
  const nowMs = imageMs ?? momentOf(clockMs, [values]);
  const fields = values.fields
    .filter((field) => looksLikeState(field))
    // What says an end comes first, as there can be many bools.
    .sort((a, b) => Number(isTelling(b)) - Number(isTelling(a)))
    .slice(0, fieldLimit)
    .map((field) => sharesOf(field, values, nowMs, redact))
    .filter(({ shares }) => shares.length > 0);
  return fields.length > 0 ? { entries: values.entryCount, entriesRead: values.sampleCount, fields } : null;
}

function looksLikeState(field: ValueField): boolean {
  // What several entries share is no state of any of them.
  if (field.isShared) return false;
  return field.kind !== 'int' || ((isState(field.path) || isTelling(field)) && isFewValued(field));
}

function sharesOf(
  field: ValueField,
  values: MapValues,
  nowMs: number | undefined,
  redact: boolean,
): FieldShares {
  const { path, kind } = field;
  const share = (value: ValueShare['value'], count: number): ValueShare => ({
    value,
    ...shareIn(count, values),
  });
  if (kind !== 'time') {
    const shares = [...countsOf(field)].map(([value, count]) =>
      share(kind === 'int' ? (redact ? null : value) : value === 1, count),
    );
    return { path, kind, shares, ages: null };
  }
  const moments = field.values.filter((moment) => isSetMoment(moment)).sort();
  if (nowMs === undefined || moments.length === 0) return { path, kind, shares: [], ages: null };
  const past = moments.filter((moment) => moment < nowMs).length;
  const ageAt = (place: number): number => Math.round(nowMs - moments[place]);
  const ages = redact
    ? null
    : {
        oldestMs: ageAt(0),
        medianMs: ageAt(Math.floor(moments.length / 2)),
        newestMs: ageAt(moments.length - 1),
      };
  const shares = [share(true, past), share(false, moments.length - past)].filter((each) => each.share > 0);
  return { path, kind, shares, ages };
}
