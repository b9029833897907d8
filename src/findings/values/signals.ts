import type { MapValues, ValueField } from '../../image/index.ts';
import {
  flagMeaning,
  isClosingOnce,
  isExpiry,
  isLastUse,
  isPastMoment,
  isState,
  type Weight,
} from './end-words.ts';
import { shareIn, type ShareInterval } from './share-interval.ts';

/** How a field says that its entry is over. */
export type SignalKind = 'true' | 'false' | 'past' | 'unused' | 'closed' | 'done' | 'once' | 'state';

/** A field whose value, in some entries, says that they are over. */
export interface Signal extends ShareInterval {
  readonly field: ValueField;
  readonly kind: SignalKind;
  /** `hint`: one number of a state, whose meaning is not known. */
  readonly weight: Weight | 'hint';
  /** Of kind `state`: the number that most entries share; undefined where it is not to be shown. */
  readonly value: number | undefined;
  /** Entries that say so, of those looked at. */
  readonly count: number;
  readonly isOver: (entry: number) => boolean;
}

/** How long something was not used before it counts as forgotten. */
const unusedMs = 86_400_000;
/** States with more numbers than this are no states. */
const stateCountLimit = 8;
/** One number of a state is told where so many entries share it. */
const stateShare = 0.75;

/**
 * The fields that say an end, the surest and most frequent first. `nowMs`: the moment that ages are counted from;
 * undefined where none is known, and then times say nothing.
 */
export function signalsOf(values: MapValues, nowMs: number | undefined): Signal[] {
  const signals = values.fields
    .filter((field) => !field.isShared)
    .map((field) => signalOf(field, values, nowMs))
    .filter((signal) => signal !== undefined);
  const rank = { clear: 0, likely: 1, hint: 2 };
  return signals.sort((a, b) => rank[a.weight] - rank[b.weight] || b.count - a.count);
}

/** The shares of the different numbers of a field, most frequent first; those of its entries that have one. */
export function countsOf({ values }: ValueField): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    const known = counts.get(value);
    if (known === undefined && counts.size > stateCountLimit) continue;
    counts.set(value, (known ?? 0) + 1);
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}

/** 1973 to 2200: the zero time, the year 1970 and what is far ahead stand for no moment, or are none. */
export function isSetMoment(moment: number): boolean {
  return moment > 1e11 && moment < 7.3e12;
}

/** True where the name, or what the field is, can say an end. */
export function isTelling({ kind, path }: ValueField): boolean {
  switch (kind) {
    case 'connection':
    case 'context':
      return true;
    case 'once':
      return isClosingOnce(path);
    case 'time':
      return isExpiry(path) || isLastUse(path);
    default:
      return isState(path) || flagMeaning(path) !== undefined;
  }
}

/** True where the field has so few different numbers that they can be states. */
export function isFewValued(field: ValueField): boolean {
  return countsOf(field).size <= stateCountLimit;
}

/** The newest moment among times whose name says that they are past, for an image that has no clock: it is not older. */
export function newestMoment(values: MapValues): number | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { kind, path, values: moments } of values.fields) {
    if (kind !== 'time' || !isPastMoment(path)) continue;
    for (const moment of moments) if (isSetMoment(moment) && moment > newest) newest = moment;
  }
  return newest === Number.NEGATIVE_INFINITY ? undefined : newest;
}

function signalOf(field: ValueField, values: MapValues, nowMs: number | undefined): Signal | undefined {
  const { path } = field;
  switch (field.kind) {
    case 'bool':
      return flagSignal(field, values);
    case 'int':
      return isState(path) ? stateSignal(field, values) : numberFlagSignal(field, values);
    case 'once':
      return isClosingOnce(path)
        ? madeSignal(field, values, 'once', 'clear', (value) => value === 1)
        : undefined;
    case 'connection':
      return madeSignal(field, values, 'closed', 'clear', (value) => value === 1);
    case 'context':
      return madeSignal(field, values, 'done', 'clear', (value) => value === 1);
    case 'time':
      if (nowMs === undefined) return undefined;
      if (isExpiry(path))
        return madeSignal(field, values, 'past', 'clear', (moment) => isSetMoment(moment) && moment < nowMs);
      return isLastUse(path)
        ? madeSignal(
            field,
            values,
            'unused',
            'likely',
            (moment) => isSetMoment(moment) && moment < nowMs - unusedMs,
          )
        : undefined;
  }
}

function flagSignal(field: ValueField, values: MapValues): Signal | undefined {
  const meaning = flagMeaning(field.path);
  if (!meaning) return undefined;
  const over = meaning.overWhen ? 1 : 0;
  return madeSignal(field, values, meaning.overWhen ? 'true' : 'false', meaning.weight, (v) => v === over);
}

/** `closed int32` is a flag where it is never but 0 and 1; only what is set says something, as 0 may mean unset. */
function numberFlagSignal(field: ValueField, values: MapValues): Signal | undefined {
  const meaning = flagMeaning(field.path);
  if (!meaning?.overWhen) return undefined;
  if (!field.values.every((value) => value === 0 || value === 1 || Number.isNaN(value))) return undefined;
  return madeSignal(field, values, 'true', meaning.weight, (value) => value === 1);
}

/**
 * One number that most entries share is told where it is the largest of several: states are mostly counted from the first
 * to the last. What most healthy entries share, an established connection, has others after it.
 */
function stateSignal(field: ValueField, values: MapValues): Signal | undefined {
  const counts = countsOf(field);
  const [top] = counts;
  if (!top || counts.size < 2 || counts.size > stateCountLimit) return undefined;
  const [value, count] = top;
  if (value !== Math.max(...counts.keys()) || count < stateShare * values.sampleCount) return undefined;
  return { ...made(field, values, 'state', 'hint', (other) => other === value), value };
}

function madeSignal(
  field: ValueField,
  values: MapValues,
  kind: SignalKind,
  weight: Weight,
  isOver: (value: number) => boolean,
): Signal | undefined {
  const signal = made(field, values, kind, weight, isOver);
  return signal.count > 0 ? signal : undefined;
}

function made(
  field: ValueField,
  values: MapValues,
  kind: SignalKind,
  weight: Signal['weight'],
  isOver: (value: number) => boolean,
): Signal {
  let count = 0;
  for (const value of field.values) if (isOver(value)) count++;
  return {
    ...shareIn(count, values),
    field,
    kind,
    weight,
    value: undefined,
    count,
    isOver: (entry) => isOver(field.values[entry]),
  };
}
