import type { Address } from '../../base/index.ts';
import type { SpanTable } from '../span-table.ts';
import { descriptorOf, isNoscan, usableBytes } from './heap-object.ts';
import type { MapMeasure } from './map-measure.ts';
import { commonUnit, type UnitTypes } from './unit-types.ts';

/** Eight keys and elems of 128 bytes, 8 to 16 bytes beside them, and a malloc header: 2304 bytes is the next size class. */
export const largestUnitSlotBytes = 2304;
/** What is common to the measures of both designs for maps of one bucket or group of eight slots. */
const oneUnit = { slots: 8, tombstones: 0, overflowBuckets: 0, growing: false };

/** A map of one unit, an object of span `span`. */
export function oneUnitMeasure(
  units: UnitTypes,
  spans: SpanTable,
  span: number,
  unit: Address,
  len: number,
  slotBytes: number,
): MapMeasure {
  const unitBytes = spans.elemSize[span];
  const unitHasPointers = !isNoscan(spans, span);
  const named = units.ofDescriptor(descriptorOf(spans, span, unit), unitBytes, () => 1);
  const candidates = named ? [] : units.fittingArray(unitBytes, unitHasPointers, 1);
  const { unitSize, type } = named
    ? { unitSize: named.layout.unitSize, type: named.type }
    : commonUnit(candidates);
  return {
    ...oneUnit,
    len,
    bytes: slotBytes + unitBytes,
    unitSize: unitSize || usableBytes(spans, span),
    unitHasPointers,
    stackUnitBytes: 0,
    type,
    typeIsInferred: !named,
    candidates,
  };
}

/**
 * A map whose only unit lies on a goroutine's stack, where no span tells its size: the smallest of any map type is
 * counted until a typed reference tells which it is.
 */
export function stackUnitMeasure(units: UnitTypes, len: number, slotBytes: number): MapMeasure {
  const unitSize = units.smallestUnitBytes();
  return {
    ...oneUnit,
    len,
    bytes: slotBytes + unitSize,
    unitSize,
    unitHasPointers: false,
    stackUnitBytes: unitSize,
    type: undefined,
    typeIsInferred: true,
    candidates: [],
  };
}
