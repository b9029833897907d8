import type { Address } from '../../base/index.ts';
import type { FieldColumn, FieldKind, ObjectColumn, ValueColumns } from './value-columns.ts';

/** A field of a map's values over the entries that were looked at. */
export interface ValueField {
  /** From the value on: `closed`, `.(*main.Session).state`; '' for the value itself. */
  readonly path: string;
  readonly kind: FieldKind;
  /** One number an entry; NaN where it has none. A bool, closed or done is 1 or 0, a moment milliseconds since 1970. */
  readonly values: Float64Array;
  /** The field lies in an object that several entries share, so that it says nothing of any one of them. */
  readonly isShared: boolean;
  /** Of sync/atomic: Go code reads it by Load. */
  readonly isAtomic: boolean;
}

/** An amount over all entries, known from those that were looked at. */
export interface Estimate {
  readonly bytes: number;
  /** Half the width of the 95 % interval; 0 where all entries were looked at. */
  readonly errorBytes: number;
}

/** What the values of a map, or of several looked at as one, hold. */
export interface MapValues {
  /** Entries of the maps. */
  readonly entryCount: number;
  /** Entries that were looked at. */
  readonly sampleCount: number;
  /**
   * Draws that do not hang on each other, for intervals: the entries looked at, or, where maps were drawn out of many, the
   * maps, since the entries of one map often share their fate.
   */
  readonly drawCount: number;
  /** All entries were looked at: shares and bytes are exact. */
  readonly isWhole: boolean;
  readonly fields: readonly ValueField[];
  /**
   * What the chosen entries cost: their slots in the map, the objects that key and value point to, and the arrays of
   * strings and slices of the value. Not counted: what lies deeper, and objects that other entries share. With
   * `retainedBytesOf`, which tells what would go with an object, that of the objects held by the slot itself is taken
   * in place of their own bytes and of what lies in them.
   */
  heldBytes(isChosen: (entry: number) => boolean, retainedBytesOf?: (base: Address) => number): Estimate;
}

/** Mean number of entries that share an object, from which on it counts as nobody's own. */
const sharedFrom = 1.2;
/** Fewer pairs of entries than this share an object by chance. */
const convincingPairs = 5;
/** Of the normal distribution: 95 % lie within so many standard deviations. */
const deviations95 = 1.96;

/** What was found in the columns of a sample. */
export class SampledValues implements MapValues {
  readonly entryCount: number;
  readonly sampleCount: number;
  readonly drawCount: number;
  readonly isWhole: boolean;
  readonly fields: readonly ValueField[];
  readonly #slotBytes: number;
  readonly #own: readonly ObjectColumn[];

  /** `slotBytes`: of an entry's place in the map. `drawnMaps`: where the maps are some of many. */
  constructor(
    columns: ValueColumns,
    entryCount: number,
    isWhole: boolean,
    slotBytes: number,
    drawnMaps: number = Number.POSITIVE_INFINITY,
  ) {
    const { count, objects } = columns;
    this.sampleCount = count;
    this.drawCount = Math.min(count, drawnMaps);
    this.isWhole = isWhole;
    // A map that is being written can have more entries by now than its header said.
    this.entryCount = isWhole ? count : Math.max(count, entryCount);
    this.#slotBytes = slotBytes;
    const shared = new Set(objects.filter((object) => this.#isShared(object)));
    this.#own = isWhole ? objects : objects.filter((object) => !shared.has(object));
    const told = columns.fields.filter((field) => isSound(field, count));
    this.fields = told.map(({ path, kind, values, holder, isAtomic }) => ({
      path,
      kind,
      isAtomic,
      values: values.subarray(0, count),
      isShared: holder !== undefined && shared.has(holder),
    }));
  }

  heldBytes(isChosen: (entry: number) => boolean, retainedBytesOf?: (base: Address) => number): Estimate {
    if (this.sampleCount === 0) return { bytes: 0, errorBytes: 0 };
    return this.isWhole
      ? this.#wholeBytes(isChosen, retainedBytesOf)
      : this.#sampledBytes(isChosen, retainedBytesOf);
  }

  /** Each object once, and only where no other entry holds it. */
  #wholeBytes(isChosen: (entry: number) => boolean, retained?: (base: Address) => number): Estimate {
    const objects = retained ? this.#own.filter(({ isDirect }) => isDirect) : this.#own;
    const kept = new Set<Address>();
    const given = new Map<Address, number>();
    let bytes = 0;
    for (let entry = 0; entry < this.sampleCount; entry++) {
      const chosen = isChosen(entry);
      if (chosen) bytes += this.#slotBytes;
      for (const { bases, sizes } of objects) {
        if (bases[entry] === 0) continue;
        if (chosen) given.set(bases[entry], sizes[entry]);
        else kept.add(bases[entry]);
      }
    }
    for (const [base, size] of given) if (!kept.has(base)) bytes += retained?.(base) ?? size;
    return { bytes, errorBytes: 0 };
  }

  /** Mean of the entries looked at, times all entries; the error from their spread, less as more of all were seen. */
  #sampledBytes(isChosen: (entry: number) => boolean, retained?: (base: Address) => number): Estimate {
    const { sampleCount, entryCount } = this;
    const objects = retained ? this.#own.filter(({ isDirect }) => isDirect) : this.#own;
    let sum = 0;
    let squares = 0;
    for (let entry = 0; entry < sampleCount; entry++) {
      if (!isChosen(entry)) continue;
      let bytes = this.#slotBytes;
      for (let column = 0; column < objects.length; column++) {
        const base = objects[column].bases[entry];
        // The key of an entry is often the same string as a field of its value.
        if (base === 0 || objects.findIndex(({ bases }) => bases[entry] === base) < column) continue;
        bytes += retained?.(base) ?? objects[column].sizes[entry];
      }
      sum += bytes;
      squares += bytes * bytes;
    }
    const mean = sum / sampleCount;
    const variance = Math.max(0, squares / sampleCount - mean * mean);
    const unseen = 1 - sampleCount / entryCount;
    const error = deviations95 * entryCount * Math.sqrt((variance / this.drawCount) * unseen);
    return { bytes: Math.round(mean * entryCount), errorBytes: Math.round(error) };
  }

  /**
   * Of `n` entries out of `N`, pairs that share an object come up `N (m - 1) / 2 (n / N)^2` times where each object is
   * held by `m` entries: solved for `m`.
   */
  #isShared({ bases }: ObjectColumn): boolean {
    const counts = new Map<Address, number>();
    let pairs = 0;
    let held = 0;
    for (let entry = 0; entry < this.sampleCount; entry++) {
      if (bases[entry] === 0) continue;
      const before = counts.get(bases[entry]) ?? 0;
      pairs += before;
      held++;
      counts.set(bases[entry], before + 1);
    }
    if (pairs < convincingPairs) return false;
    const heldInAll = (held / this.sampleCount) * this.entryCount;
    return 1 + (2 * pairs * heldInAll) / (held * held) >= sharedFrom;
  }
}

/** A bool is 0 or 1: where one is not, the bytes are of another type, or damaged, and say nothing. */
function isSound({ kind, values }: FieldColumn, count: number): boolean {
  if (kind !== 'bool' && kind !== 'once') return true;
  for (let entry = 0; entry < count; entry++) if (values[entry] > 1) return false;
  return true;
}
