import { allocatedBytes } from './allocation.ts';
import type { GoLine } from './go-line.ts';
import type { MapUnit } from './map-unit.ts';

/** A map type as far as memory goes: sizes in bytes as unsafe.Sizeof tells them, alignments as unsafe.Alignof does. */
export interface MapShape {
  readonly keyBytes: number;
  readonly keyAlign: number;
  readonly keyHasPointers: boolean;
  readonly valueBytes: number;
  readonly valueAlign: number;
  readonly valueHasPointers: boolean;
  /**
   * How the compiler compares keys (reflectdata.AlgType): `memory` byte by byte (integers, bool, pointers, channels,
   * arrays and structs of these without padding), `string`, or `other` (floats, interfaces, structs with strings or
   * padding). It decides which insert function runs, see `prunesTombstones`. Left out: `memory` for keys without
   * pointers, `string` for 16 bytes with pointers, else `other`.
   */
  readonly keyKind?: 'memory' | 'string' | 'other';
}

/** A bucket or a group of a map type, and what lies in and behind its slots. */
export interface MapUnitLayout extends MapUnit {
  /** A key or value over 128 bytes lies in an allocation of its own, and its slot holds a pointer. */
  readonly keyIsBoxed: boolean;
  readonly valueIsBoxed: boolean;
  /** Bytes of a slot, with padding and without control bytes. */
  readonly slotBytes: number;
  /** Bytes of a slot that hold neither key nor value. */
  readonly slotPaddingBytes: number;
  /** Heap bytes behind the pointers of one full slot. */
  readonly boxedBytesPerEntry: number;
}

/** Entries that a bucket or a group holds (internal/abi MapBucketCount, MapGroupSlots). */
export const unitSlots = 8;

/** Keys and values over this size are boxed (internal/abi MapMaxKeyBytes, MapMaxElemBytes; 1.18 to 1.26). */
export const largestInlineBytes = 128;

const pointerBytes = 8;
/** Eight top-hash bytes of a bucket, or the control word of a group. */
const controlBytes = 8;

interface Field {
  readonly bytes: number;
  readonly align: number;
  readonly hasPointers: boolean;
  readonly isBoxed: boolean;
}

/**
 * Layout of the bucket or group that the compiler makes for a map type (cmd/compile/internal/reflectdata: reflect.go
 * MapBucketType up to 1.23, map_noswiss.go; map_swiss.go and map.go MapGroupType from 1.24 on).
 */
export function mapUnitOf(shape: MapShape, line: GoLine): MapUnitLayout {
  const key = fieldOf(shape.keyBytes, shape.keyAlign, shape.keyHasPointers);
  const value = fieldOf(shape.valueBytes, shape.valueAlign, shape.valueHasPointers);
  const slotBytes = line.mapKind === 'classic' ? key.bytes + value.bytes : swissSlotBytes(key, value);
  const behind = (field: Field, byteCount: number, hasPointers: boolean): number =>
    field.isBoxed ? allocatedBytes(byteCount, !hasPointers, line.minor) : 0;
  return {
    unitSize: unitBytes(slotBytes, line),
    unitHasPointers: key.hasPointers || value.hasPointers,
    keyIsBoxed: key.isBoxed,
    valueIsBoxed: value.isBoxed,
    slotBytes,
    slotPaddingBytes: slotBytes - key.bytes - value.bytes,
    boxedBytesPerEntry:
      behind(key, shape.keyBytes, shape.keyHasPointers) +
      behind(value, shape.valueBytes, shape.valueHasPointers),
  };
}

function fieldOf(byteCount: number, align: number, hasPointers: boolean): Field {
  if (byteCount <= largestInlineBytes) return { bytes: byteCount, align, hasPointers, isBoxed: false };
  return { bytes: pointerBytes, align: pointerBytes, hasPointers: true, isBoxed: true };
}

function unitBytes(slotBytes: number, line: GoLine): number {
  // A bucket keeps keys and values apart, so nothing is padded; its last word is the overflow pointer.
  if (line.mapKind === 'classic') return controlBytes + unitSlots * slotBytes + pointerBytes;
  // A struct whose last field has no size gets a byte more, so that its address lies inside: here 8 for alignment.
  return controlBytes + Math.max(unitSlots * slotBytes, pointerBytes);
}

/** Key and value of a group lie side by side as in a struct. */
function swissSlotBytes(key: Field, value: Field): number {
  const end = roundUp(key.bytes, value.align) + value.bytes;
  // cmd/compile/internal/types CalcStructSize: a zero-sized field at the end of a struct that has a size is padded.
  const padded = value.bytes === 0 && end > 0 ? end + 1 : end;
  return roundUp(padded, Math.max(key.align, value.align));
}

function roundUp(byteCount: number, align: number): number {
  return Math.ceil(byteCount / align) * align;
}

/**
 * Whether inserts of this map type take tombstones away before a table grows. Go 1.25 brought pruneTombstones
 * (internal/runtime/maps/table.go), but only the fast inserts call it: 4 and 8 byte keys that compare as memory and
 * have no pointers, and strings, with values up to 128 bytes (cmd/compile/internal/walk mapfast; mapassign_fast32,
 * _fast64 and _faststr). Neither runtime_mapassign, which serves all other types, nor mapassign_fast64ptr does, in
 * 1.25.5 and 1.26.8.
 */
export function prunesTombstones(shape: MapShape, line: GoLine): boolean {
  if (line.mapKind === 'classic' || line.minor < 25 || shape.valueBytes > largestInlineBytes) return false;
  const kind = shape.keyKind ?? usualKindOf(shape);
  if (kind === 'string') return true;
  return kind === 'memory' && !shape.keyHasPointers && (shape.keyBytes === 4 || shape.keyBytes === 8);
}

function usualKindOf({ keyBytes, keyHasPointers }: MapShape): 'memory' | 'string' | 'other' {
  if (!keyHasPointers) return 'memory';
  return keyBytes === 16 ? 'string' : 'other';
}
