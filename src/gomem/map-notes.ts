import type { ClassicState } from './classic-history.ts';
import type { GoLine } from './go-line.ts';
import { type MapShape, type MapUnitLayout, prunesTombstones, unitSlots } from './map-shape.ts';
import type { SwissState } from './swiss-history.ts';

/** Something that a prediction should say in words; whoever prints it has the words. */
export type MapNote =
  /** Keys over 128 bytes: each has an allocation of its own, which a delete gives back. */
  | 'keys-boxed'
  | 'values-boxed'
  /** A struct{} value, or alignment, leaves bytes of each slot unused. */
  | 'slots-padded'
  /** A struct{} value takes bytes of each slot of a Swiss map: a bool would take no more. */
  | 'empty-value-padded'
  /** What strings, slices, pointers and the like lead to is not counted. */
  | 'pointed-not-counted'
  /** Go 1.21 alone grows at 6 entries a bucket, not 6.5. */
  | 'load-factor-6'
  /** The old bucket array may be held until further inserts or deletes have emptied it. */
  | 'old-array-held'
  /** Deleting leaves the storage as it is. */
  | 'storage-kept'
  /** Tombstones count against a table's room; in this line and for this key type nothing takes them away but growing. */
  | 'tombstones-not-pruned'
  | 'tombstones-pruned'
  /** Keys have not so many different values. */
  | 'more-than-keys'
  /** Up to 8 entries may lie in one group or bucket on the stack, if the map does not escape. */
  | 'may-be-on-stack'
  /** Assigning to a key that is there already grows a full map of 8 entries to a table of 16 slots. */
  | 'overwrite-grows-at-8';

interface Counts {
  readonly entries: number;
  readonly deleted: number;
  readonly filled: ClassicState | SwissState;
}

/** The notes that hold for this prediction. */
export function mapNotes(shape: MapShape, unit: MapUnitLayout, line: GoLine, counts: Counts): MapNote[] {
  const { entries, deleted, filled } = counts;
  const swiss = line.mapKind === 'swiss';
  const pruned = prunesTombstones(shape, line);
  const isEmptyValue = swiss && shape.valueBytes === 0;
  const held = 'oldArrayHeldProbability' in filled && filled.oldArrayHeldProbability > 0;
  const candidates: readonly (readonly [MapNote, boolean])[] = [
    ['keys-boxed', unit.keyIsBoxed],
    ['values-boxed', unit.valueIsBoxed],
    ['slots-padded', unit.slotPaddingBytes > 0],
    ['empty-value-padded', unit.slotPaddingBytes > 0 && isEmptyValue],
    ['pointed-not-counted', shape.keyHasPointers || shape.valueHasPointers],
    ['load-factor-6', line.minor === 21],
    ['old-array-held', held],
    ['storage-kept', deleted > 0],
    ['tombstones-not-pruned', swiss && deleted > 0 && !pruned],
    ['tombstones-pruned', swiss && deleted > 0 && pruned],
    ['more-than-keys', isPlainKey(shape) && entries > 2 ** (8 * shape.keyBytes)],
    ['may-be-on-stack', entries <= unitSlots],
    ['overwrite-grows-at-8', swiss && entries === unitSlots],
  ];
  return candidates.filter(([, holds]) => holds).map(([note]) => note);
}

/** Keys that are their bytes: of floats there are more, since no NaN equals another. */
function isPlainKey({ keyKind, keyHasPointers, keyBytes }: MapShape): boolean {
  return (keyKind ?? 'other') === 'memory' && !keyHasPointers && keyBytes <= 4;
}
