import type { Address } from '../base/index.ts';

/** One map of the census; the JSON contract's record. Byte counts are exact (real span element sizes). */
export interface MapRecord {
  readonly address: Address;
  /** `map[int][128]uint8`, or undefined where nothing tells the type. */
  readonly type: string | undefined;
  readonly len: number;
  /** What the present main array can hold: classic 8 << B, Swiss the sum of table capacities, 8 for a small map. */
  readonly slots: number;
  /** Header, directory, tables or bucket arrays (old ones too) and overflow buckets, as the allocator rounds them. */
  readonly bytes: number;
  /** The same map made anew with `len` entries. */
  readonly rebuiltBytes: number;
  /** bytes - rebuiltBytes. */
  readonly reclaimableBytes: number;
  /** Boxes of keys and values over 128 bytes. */
  readonly boxedBytes: number;
  readonly tombstones: number;
  /** Overflow buckets in use outside the main array, by count of chains. */
  readonly overflowBuckets: number;
  /** An old bucket array is still held. */
  readonly growing: boolean;
  /** null where nothing tells. */
  readonly reachable: boolean | null;
  /** The first few paths. */
  readonly holders: readonly string[];
  /** How many references hold the map, as far as they were followed. */
  readonly holderCount: number;
}
