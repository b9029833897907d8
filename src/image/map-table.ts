import type { Address } from '../base/index.ts';
import type { GoType } from './go-type.ts';
import type { MapRecord } from './map-record.ts';

/** A run of buckets (classic) or groups (Swiss) that lie one after another. */
export interface MapArray {
  readonly address: Address;
  readonly unitCount: number;
}

/** What leads to the entries of a Swiss map by their hashes. */
export interface MapHashing {
  /** The seed of the map's hashes, in two halves. */
  readonly seedLow: number;
  readonly seedHigh: number;
  /** In the order of the directory; none for a small map, whose only group is found without a hash. */
  readonly tables: readonly HashedTable[];
}

/** A run of groups that belong together: a lookup goes round in it. */
export interface HashedTable extends MapArray {
  /** The upper `prefixBits` bits (at most 32) of the hash of each key in the table. */
  readonly prefix: number;
  readonly prefixBits: number;
}

/**
 * Every map of the image. Eight million small maps must fit: columns, no object a map; a record is made on demand.
 * An index is stable while the table lives, but not dense: iterate with `indices()`, or, where it is about millions, up
 * to `indexEnd` over those that are listed.
 */
export interface MapTable {
  readonly count: number;
  /** Above all indices. */
  readonly indexEnd: number;
  /** Maps from this index on have no header on the heap as the spans list it: those on stacks and in static data, and newer ones. */
  readonly elsewhereFrom: number;
  isListed(index: number): boolean;
  /**
   * Looks at the entries of small maps that no certain reference holds by now; what turns out to be another object is
   * listed no more. Only the first call does anything.
   */
  checkUnheld(): void;
  /** Indices of all maps, in address order for heap maps, stack maps last. */
  indices(): IterableIterator<number>;
  /** Index of the map whose header is at this exact address, or -1. Constant time for heap maps. */
  indexAt(header: Address): number;
  /** The same for a header that fills a slot of a span, as the spans list it; `indexAt` may know it where this gives -1. */
  indexOfSlot(ordinal: number, slot: number): number;
  addressOf(index: number): Address;
  lenOf(index: number): number;
  slotsOf(index: number): number;
  bytesOf(index: number): number;
  rebuiltBytesOf(index: number): number;
  typeOf(index: number): GoType | undefined;
  /**
   * Number of the map's kind, dense from 0: maps of one kind have equal len, slots, bytes, rebuiltBytes and type, so a
   * pass over millions of maps computes these once a kind. It changes when a map learns its type.
   */
  kindOf(index: number): number;
  /** Map type learned from a typed reference; refines rebuiltBytes and boxedBytes. The first type set wins. */
  setType(index: number, type: GoType): void;
  /**
   * A reference of map type leads to this header though the structural census did not list it (a never-used map is
   * all zeros but its seed). Validates the header and returns its index, or -1 where it is no map.
   */
  adopt(header: Address, type: GoType): number;
  /**
   * Main array, old array, then overflow buckets outside them; empty for a map without entries. `header`: the header's bytes
   * where the caller has them, which saves a read.
   */
  arraysOf(index: number, header?: Uint8Array): readonly MapArray[];
  /** Address of the only group or bucket of a map that has one, where it is known without a read; else 0. */
  unitOf(index: number): Address;
  /** Read anew; undefined for a classic map, and where the header and its tables cannot be read or do not agree. */
  hashingOf(index: number): MapHashing | undefined;
  reachableOf(index: number): boolean | null;
  /** Notes one reference to the map; `path` is an abstract holder path id (see holders/), the first one is kept. A certain reference marks the map reachable. */
  addHolder(index: number, path: number, isCertain: boolean): void;
  holderCountOf(index: number): number;
  /** Abstract path id of the first holder, or -1. */
  holderPathOf(index: number): number;
  /** The contract's record; `holders` are put in by the caller, who knows the concrete paths. */
  record(index: number, holders?: readonly string[]): MapRecord;
}
