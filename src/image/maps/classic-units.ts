import type { Address } from '../../base/index.ts';
import { classicArray } from '../../gomem/index.ts';
import type { MapLayout } from '../go-type.ts';
import type { SpanTable } from '../span-table.ts';
import { descriptorOf, isNoscan, usableBytes } from './heap-object.ts';
import { commonUnit, type MapUnitType, type UnitTypes } from './unit-types.ts';

/** An array as the header names it, found in the heap. */
export interface ArrayPlace {
  readonly address: Address;
  readonly span: number;
  readonly bucketLog2: number;
}

/** What is known of the buckets of a map. */
export interface BucketUnit {
  /** Bytes; 0 where several sizes fit. */
  readonly unitSize: number;
  /** Sizes that fit, smallest first. */
  readonly sizes: readonly number[];
  readonly candidates: readonly MapUnitType[];
  readonly named: boolean;
}

/** Bucket sizes from malloc headers, else from the sizes of arrays: an array of 2^B buckets has one size for each type. */
export class ClassicUnits {
  readonly #units: UnitTypes;
  readonly #spans: SpanTable;
  readonly #goMinor: number;
  readonly #bySize = new Map<string, readonly MapUnitType[]>();

  constructor(units: UnitTypes, spans: SpanTable, goMinor: number) {
    this.#units = units;
    this.#spans = spans;
    this.#goMinor = goMinor;
  }

  /** Arrays of one map: the main one first. `nextOverflow` points to a bucket of the main array, or is 0. */
  of(arrays: readonly ArrayPlace[], nextOverflow: Address): BucketUnit {
    const named = this.#named(arrays[0]);
    if (named)
      return {
        unitSize: named.layout.unitSize,
        sizes: [named.layout.unitSize],
        candidates: [named],
        named: true,
      };
    let candidates = this.#fitting(arrays[0]);
    for (const old of arrays.slice(1)) {
      const these = this.#fitting(old);
      candidates = candidates.filter((unit) => these.includes(unit));
    }
    if (nextOverflow !== 0) {
      const distance = nextOverflow - arrays[0].address;
      const base = 2 ** arrays[0].bucketLog2;
      candidates = candidates.filter(
        ({ layout }) => distance % layout.unitSize === 0 && distance >= base * layout.unitSize,
      );
    }
    const sizes = [...new Set(candidates.map(({ layout }) => layout.unitSize))].sort((a, b) => a - b);
    return { unitSize: commonUnit(candidates).unitSize, sizes, candidates, named: false };
  }

  /** Largest bucket that 2^B of them, and the overflow buckets behind them, leave room for. */
  largestFitting({ span, bucketLog2 }: ArrayPlace): number {
    const bucketCount = 2 ** bucketLog2 * (bucketLog2 >= 4 ? 1 + 1 / 16 : 1);
    return Math.floor(usableBytes(this.#spans, span) / bucketCount / 8) * 8;
  }

  #named({ address, span, bucketLog2 }: ArrayPlace): MapUnitType | undefined {
    return this.#units.ofDescriptor(
      descriptorOf(this.#spans, span, address),
      this.#spans.elemSize[span],
      (layout) => this.#bucketCount(layout, bucketLog2),
    );
  }

  #fitting({ span, bucketLog2 }: ArrayPlace): readonly MapUnitType[] {
    const slotBytes = this.#spans.elemSize[span];
    const hasPointers = !isNoscan(this.#spans, span);
    const key = `${slotBytes} ${bucketLog2} ${hasPointers}`;
    let known = this.#bySize.get(key);
    if (!known) {
      known = this.#units.fitting(slotBytes, hasPointers, (layout) => this.#bucketCount(layout, bucketLog2));
      this.#bySize.set(key, known);
    }
    return known;
  }

  #bucketCount(layout: MapLayout, bucketLog2: number): number {
    return classicArray(layout, bucketLog2, this.#goMinor).bucketCount;
  }
}
