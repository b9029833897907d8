import { type Address, u64At } from '../base/index.ts';
import type { GoType, MapLayout, MapRecord, Memory } from '../image/index.ts';
import type { Census } from './census.ts';
import { type MapProbes, ProbeSurvey } from './map-probes.ts';
import { bucketsOf, groupsOf, type MapUnit } from './map-units.ts';
import { type ValueShares, valueSharesOf } from './value-shares.ts';
import { ValueText } from './value-text.ts';

export interface EntrySample {
  readonly key: string;
  readonly elem: string;
}

/** Part of a map that has storage of its own: a bucket array with its chains, or a Swiss table. */
export interface MapPart {
  readonly address: Address;
  readonly units: number;
  readonly entries: number;
}

/** A look into one map. */
export interface MapDetail {
  readonly record: MapRecord;
  /** Sizes in bytes; a key or elem over 128 bytes takes a pointer of 8 inside the map. 0 where the type is not known. */
  readonly keyBytes: number;
  readonly elemBytes: number;
  readonly keyBoxed: boolean;
  readonly elemBoxed: boolean;
  readonly unitBytes: number;
  /** Place n: how many buckets or groups have n entries, 0 to 8. */
  readonly fillHistogram: readonly number[];
  /** Classic maps; place n: how many chains are n + 1 buckets long. Empty for Swiss maps. */
  readonly chainHistogram: readonly number[];
  /** Swiss maps: groups without an empty slot, which a lookup has to pass; a probe goes on to the next group. */
  readonly fullGroups: number;
  /** null for classic maps, and where the type is not known. */
  readonly probes: MapProbes | null;
  readonly partCount: number;
  /** The first parts. */
  readonly parts: readonly MapPart[];
  readonly sample: readonly EntrySample[];
  /** What the values hold in fields that look like states; null where there are none. */
  readonly values: ValueShares | null;
}

const slotsPerUnit = 8;
const sampleLimit = 10;
const partLimit = 1024;
/** Classic: tophash from here on is an entry (runtime/map.go: minTopHash). */
const minTopHash = 5;
const emptyControl = 0x80;

/** Reads one map's storage whole; the target may change meanwhile, so that sums can differ from the record. */
export function detailOf(
  record: MapRecord,
  index: number,
  census: Census,
  options: { readonly redact: boolean; readonly imageMs: number | undefined },
): MapDetail {
  const { runtime, types, hashes, table, memory } = census;
  const type = table.typeOf(index);
  const layout = type?.map;
  const hashing = layout ? table.hashingOf(index) : undefined;
  const arrays = hashing?.tables[0] ? hashing.tables : layout ? table.arraysOf(index) : [];
  const look = new Look(new ValueText(memory, options.redact), memory, type, arrays.length);
  const isSwiss = runtime.mapKind === 'swiss';
  const survey =
    layout && isSwiss
      ? new ProbeSurvey({ keyType: type.key, layout, hashing }, memory, types, hashes)
      : undefined;
  if (layout) {
    const units = isSwiss ? groupsOf(arrays, layout, memory) : bucketsOf(record, arrays, layout, memory);
    for (const unit of units) {
      look.add(unit, layout, isSwiss);
      survey?.add(unit);
    }
  }
  const shownArrays =
    isSwiss || !record.growing ? (isSwiss ? arrays : arrays.slice(0, 1)) : arrays.slice(0, 2);
  return {
    record,
    keyBytes: layout?.keySize ?? 0,
    elemBytes: layout?.elemSize ?? 0,
    keyBoxed: layout?.keyIndirect ?? false,
    elemBoxed: layout?.elemIndirect ?? false,
    unitBytes: layout?.unitSize ?? 0,
    fillHistogram: look.fillHistogram,
    chainHistogram: isSwiss ? [] : look.chains(),
    fullGroups: look.fullGroups,
    probes: survey?.finish() ?? null,
    partCount: shownArrays.length,
    parts: shownArrays
      .slice(0, partLimit)
      .map(({ address, unitCount }, part) => ({ address, units: unitCount, entries: look.entries[part] })),
    sample: look.sample,
    values: valueSharesOf(index, census, options),
  };
}

class Look {
  readonly fillHistogram: number[] = new Array(slotsPerUnit + 1).fill(0);
  readonly entries: number[];
  readonly sample: EntrySample[] = [];
  fullGroups = 0;
  /** Place n: buckets that are n + 1 deep in their chain. */
  readonly #atDepth: number[] = [];
  readonly #text: ValueText;
  readonly #memory: Memory;
  readonly #type: GoType | undefined;

  constructor(text: ValueText, memory: Memory, type: GoType | undefined, arrayCount: number) {
    this.#text = text;
    this.#memory = memory;
    this.#type = type;
    this.entries = new Array(arrayCount).fill(0);
  }

  add({ bytes, array, depth }: MapUnit, layout: MapLayout, isSwiss: boolean): void {
    let entries = 0;
    let hasEmpty = false;
    for (let slot = 0; slot < slotsPerUnit; slot++) {
      const control = bytes[slot];
      if (control === emptyControl) hasEmpty = true;
      if (isSwiss ? control >= emptyControl : control < minTopHash) continue;
      entries++;
      if (this.sample.length < sampleLimit) this.sample.push(this.#entry(bytes, slot, layout));
    }
    this.fillHistogram[entries]++;
    this.entries[array] += entries;
    this.#atDepth[depth - 1] = (this.#atDepth[depth - 1] ?? 0) + 1;
    if (isSwiss && !hasEmpty) this.fullGroups++;
  }

  /** A chain of length n has a bucket at each depth up to n: the differences are the chains that end there. */
  chains(): number[] {
    return this.#atDepth.map((count, place) => count - (this.#atDepth[place + 1] ?? 0));
  }

  #entry(unit: Uint8Array, slot: number, layout: MapLayout): EntrySample {
    const key = this.#stored(
      unit,
      layout.keysOffset + slot * layout.keyStride,
      layout.keySize,
      layout.keyIndirect,
    );
    const elem = this.#stored(
      unit,
      layout.elemsOffset + slot * layout.elemStride,
      layout.elemSize,
      layout.elemIndirect,
    );
    return {
      key: key ? this.#text.key(this.#type?.key, key) : '?',
      elem: elem ? this.#text.value(this.#type?.elem, elem) : '?',
    };
  }

  #stored(unit: Uint8Array, offset: number, size: number, boxed: boolean): Uint8Array | undefined {
    return boxed ? this.#memory.read(u64At(unit, offset), size) : unit.subarray(offset, offset + size);
  }
}
