import type { Address } from '../../base/index.ts';
import { allocatedBytes } from '../../gomem/index.ts';
import type { GoType, MapLayout } from '../go-type.ts';

/** Where map types come from: the types of the image (`TypeTable`). */
export interface MapTypeSource {
  /** All map types that the modules list. */
  mapTypes(): readonly GoType[];
  /** The map type whose bucket or group this descriptor describes. */
  isMapUnitType(address: Address): GoType | undefined;
}

/** A map type together with its layout. */
export interface MapUnitType {
  readonly type: GoType;
  readonly layout: MapLayout;
}

/**
 * Map types by the size of their buckets or groups: where no malloc header names the type of an array, its size alone
 * often leaves one candidate.
 */
export class UnitTypes {
  readonly #source: MapTypeSource;
  readonly #goMinor: number;
  readonly #bySlot = new Map<number, readonly MapUnitType[]>();
  #all: readonly MapUnitType[] | undefined;

  constructor(source: MapTypeSource, goMinor: number) {
    this.#source = source;
    this.#goMinor = goMinor;
  }

  /**
   * From the descriptor in a malloc header or a large span. An array of `unitCount(layout)` units of it must take a slot of
   * exactly `slotBytes`: a slot that is freed and given out again while its map is read names the type of another life.
   */
  ofDescriptor(
    unitType: Address,
    slotBytes: number,
    unitCount: (layout: MapLayout) => number,
  ): MapUnitType | undefined {
    const named = unitType === 0 ? undefined : withLayout(this.#source.isMapUnitType(unitType));
    return named && this.#fits(named.layout, slotBytes, true, unitCount) ? named : undefined;
  }

  /** Map types of which an array of `unitCount(layout)` units takes a slot of exactly `slotBytes`. */
  fitting(slotBytes: number, hasPointers: boolean, unitCount: (layout: MapLayout) => number): MapUnitType[] {
    return this.#types().filter(({ layout }) => this.#fits(layout, slotBytes, hasPointers, unitCount));
  }

  /** `fitting` for a fixed number of units, at most 128, remembered: it is asked for every map. */
  fittingArray(slotBytes: number, hasPointers: boolean, unitCount: number): readonly MapUnitType[] {
    const key = (slotBytes * 1024 + unitCount) * 2 + (hasPointers ? 1 : 0);
    let known = this.#bySlot.get(key);
    if (!known) {
      known = this.fitting(slotBytes, hasPointers, () => unitCount);
      this.#bySlot.set(key, known);
    }
    return known;
  }

  /** Smallest bucket or group of any map type, for one whose type nothing tells. */
  smallestUnitBytes(): number {
    let smallest = 0;
    for (const { layout } of this.#types()) {
      if (smallest === 0 || layout.unitSize < smallest) smallest = layout.unitSize;
    }
    return smallest;
  }

  #fits(
    layout: MapLayout,
    slotBytes: number,
    hasPointers: boolean,
    unitCount: (layout: MapLayout) => number,
  ): boolean {
    if (layout.unitHasPointers !== hasPointers) return false;
    const byteCount = unitCount(layout) * layout.unitSize;
    return allocatedBytes(byteCount, !hasPointers, this.#goMinor) === slotBytes;
  }

  #types(): readonly MapUnitType[] {
    this.#all ??= this.#source.mapTypes().flatMap((type) => withLayout(type) ?? []);
    return this.#all;
  }
}

function withLayout(type: GoType | undefined): MapUnitType | undefined {
  return type?.map ? { type, layout: type.map } : undefined;
}

/** The one layout that all candidates share as far as storage goes, and the one type where there is one. */
export function commonUnit(candidates: readonly MapUnitType[]): {
  unitSize: number;
  type: GoType | undefined;
} {
  if (candidates.length === 0) return { unitSize: 0, type: undefined };
  const { unitSize } = candidates[0].layout;
  const same = candidates.every(({ layout }) => layout.unitSize === unitSize);
  return { unitSize: same ? unitSize : 0, type: candidates.length === 1 ? candidates[0].type : undefined };
}
