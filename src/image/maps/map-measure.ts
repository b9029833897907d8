import type { Address } from '../../base/index.ts';
import type { GoType } from '../go-type.ts';
import type { MapArray, MapHashing } from '../map-table.ts';
import type { MapUnitType } from './unit-types.ts';

/** What one map was found to be. Equal measures are stored once, which is why no address is among them. */
export interface MapMeasure {
  readonly len: number;
  readonly slots: number;
  readonly bytes: number;
  readonly tombstones: number;
  readonly overflowBuckets: number;
  readonly growing: boolean;
  /** Bytes of a bucket or group; the largest that fits where no type tells; 0 for a map that has none. */
  readonly unitSize: number;
  readonly unitHasPointers: boolean;
  /** Bytes counted for a first bucket or group on a goroutine's stack: an estimate until the type is known. 0 elsewhere. */
  readonly stackUnitBytes: number;
  readonly type: GoType | undefined;
  /** The type is the only one of the binary that the sizes fit, not one that the memory names. */
  readonly typeIsInferred: boolean;
  /** Map types that the sizes fit, where the memory names none. */
  readonly candidates: readonly MapUnitType[];
}

/** The used part of a goroutine's stack on which a header lies: its first bucket or group may lie there too. */
export interface StackRange {
  readonly low: Address;
  readonly high: Address;
}

/** A header as it was read. */
export interface HeaderBytes {
  readonly view: DataView;
  /** Where the header begins in `view`. */
  readonly offset: number;
  /** What the allocator spends on the header itself. */
  readonly slotBytes: number;
  /** For a header on a stack. */
  readonly stack: StackRange | undefined;
}

/** No map, a map, or one whose parts disagree as they do while it is written. */
export type Judgement = MapMeasure | 'changing' | undefined;

/** One of the two ways in which Go has built maps, as a reader of headers. */
export interface MapDesign {
  /** Bytes of the header struct. */
  readonly headerBytes: number;
  /** Bytes of the size class that headers are allocated from. */
  readonly headerSlotBytes: number;
  /** Bit i is set where word i of the header is a pointer. */
  readonly pointerWords: number;
  /**
   * Address of the only group or bucket of a header that can be a small map's; 0 for a map that was never used, -1 for
   * anything else. Looks at the header alone: it is asked for every object of the header's size.
   */
  smallUnit(view: DataView, offset: number): Address;
  /** All zero but a seed: a map that was made and never written. */
  isUnused(view: DataView, offset: number): boolean;
  /**
   * Whether the header is that of a used map by its own fields. Where what hangs on it does not fit, the map may have got
   * a new array since the spans, or the header, were read.
   */
  isPlausible(view: DataView, offset: number): boolean;
  /** What `judge` asks for that can change while the header stays the same, as it is now; undefined where nothing can. */
  witness(view: DataView, offset: number): Uint8Array | undefined;
  lenOf(view: DataView, offset: number): number;
  /** Whether the first 8 bytes of a small map's group or bucket agree with `len` entries. */
  unitAgrees(bytes: Uint8Array, offset: number, len: number): boolean;
  /** A small map whose unit is an object of span `span`. */
  smallMeasure(len: number, slotBytes: number, unit: Address, span: number): MapMeasure;
  /** Full validation of a map that has been used. `lenient` accepts counts that do not add up, for a map that is being written. */
  judge(header: HeaderBytes, lenient: boolean): Judgement;
  /** Main array, old array, overflow buckets; `unitSize` in bytes. */
  arrays(header: HeaderBytes, unitSize: number): MapArray[];
  /** Seed and tables of a Swiss map; undefined for another, and for one whose tables do not agree. */
  hashing(header: HeaderBytes): MapHashing | undefined;
  /** First bucket or group of a map that has one, else 0. */
  firstUnit(header: HeaderBytes): Address;
  /** Forgets cached memory before something is read again. */
  forget(): void;
}
