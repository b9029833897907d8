import { type GoLine, type MapShape, mapUnitOf, unitSlots } from '../../../gomem/index.ts';
import type { ByteEstimate } from '../../../profile/index.ts';
import type { AllocationLine } from './allocation-lines.ts';

/** The type of the maps that one line fills, which no profile tells, by somebody who knows. */
export interface LineMapType {
  /** The end of a path, and a line: `cache.go:40`, `store/cache.go:40`. */
  readonly place: string;
  readonly shape: MapShape;
}

/** Slots, used and empty, that bytes of map arrays have room for. */
export interface SlotCounts {
  readonly slots: number;
  readonly lowSlots: number;
  readonly highSlots: number;
}

/**
 * Slots of the arrays of one line, where the type of its maps is known: a bucket or a group has eight (src/gomem/map-shape.ts). An upper
 * bound by some percent: classic maps also have buckets for overflow, and the old array while they grow. Null for all other lines.
 */
export function slotCountsOf(
  { file, line, mechanism, live }: AllocationLine,
  types: readonly LineMapType[],
  goLine: GoLine,
): SlotCounts | null {
  if (mechanism !== 'map-arrays') return null;
  const at = `/${file}:${line}`;
  const type = types.find(({ place }) => at.endsWith(`/${place}`));
  if (!type) return null;
  const slotBytes = mapUnitOf(type.shape, goLine).unitSize / unitSlots;
  const slotsIn = (bytes: ByteEstimate[keyof ByteEstimate]): number => Math.floor(bytes / slotBytes);
  return {
    slots: slotsIn(live.bytes),
    lowSlots: slotsIn(live.lowBytes),
    highSlots: slotsIn(live.highBytes),
  };
}
