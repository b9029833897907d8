import { medianOf, quantileOf } from './statistics.ts';

/** Points of a lower envelope: hours since its first moment, and values. */
export interface Envelope {
  readonly hours: readonly number[];
  readonly values: readonly number[];
}

/** So many points a trend is asked of at most: all their pairs are looked at. */
const pointsWanted = 48;
/** A slot's lowest of so many samples is near the foot of the saw-tooth. */
const samplesASlot = 4;
const slotsMin = 5;
/** Neighbours that differ by this share of the value are a saw-tooth, or noise like one. */
const toothShare = 0.03;
/** A saw-tooth is seen as such where its teeth are sampled so often. */
const samplesATooth = 3;
const teethMin = 6;

/**
 * The lower envelope of samples of one run: the feet of the saw-teeth where sampling shows them one by one, else the
 * lowest of each slot; all samples where they hardly move. `from` and `to` are places in the arrays, `to` outside.
 */
export function envelopeOf(
  timesMs: readonly number[],
  values: readonly number[],
  from = 0,
  to: number = values.length,
): Envelope {
  const samples = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  const kept = isSawTooth(values, from, to)
    ? (teethFeet(values, from, to) ??
      lowestOfSlots(samples, values, Math.floor(samples.length / samplesASlot)))
    : samples;
  const few = kept.length > pointsWanted ? lowestOfSlots(kept, values, pointsWanted) : kept;
  const startMs = few.length > 0 ? timesMs[few[0]] : 0;
  return {
    hours: few.map((i) => (timesMs[i] - startMs) / 3_600_000),
    values: few.map((i) => values[i]),
  };
}

function isSawTooth(values: readonly number[], from: number, to: number): boolean {
  const moves: number[] = [];
  for (let i = from + 1; i < to; i++) moves.push(values[i] - values[i - 1]);
  const tooth = toothShare * medianOf(values.slice(from, to));
  // A steep ramp moves as much, but has no teeth: it never falls.
  return moves.some((move) => move < -tooth) && medianOf(moves.map(Math.abs)) > tooth;
}

/** Where the value stands after each fall of a good part of its range; undefined where samples are too rare to see teeth. */
function teethFeet(values: readonly number[], from: number, to: number): number[] | undefined {
  const own = values.slice(from, to);
  const range = quantileOf([...own], 0.95) - quantileOf([...own], 0.05);
  const feet: number[] = [];
  for (let i = from + 1; i < to; i++)
    if (values[i - 1] - values[i] > range / 3) {
      // A fall that two samples share has its foot at the second.
      if (feet.at(-1) === i - 1) feet.pop();
      feet.push(i);
    }
  return feet.length >= teethMin && own.length / feet.length >= samplesATooth ? feet : undefined;
}

/** The place of the lowest of each of so many slots of about equal length. */
function lowestOfSlots(places: readonly number[], values: readonly number[], wanted: number): number[] {
  const slotCount = Math.min(places.length, Math.max(slotsMin, Math.min(pointsWanted, wanted)));
  return Array.from({ length: slotCount }, (_, slot) => {
    const first = Math.floor((slot * places.length) / slotCount);
    const next = Math.floor(((slot + 1) * places.length) / slotCount);
    let lowest = places[first];
    for (let i = first + 1; i < next; i++) if (values[places[i]] < values[lowest]) lowest = places[i];
    return lowest;
  });
}
