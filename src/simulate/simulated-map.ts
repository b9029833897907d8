import type { ClassicStructure } from './classic-structure.ts';
import type { SwissStructure } from './swiss-structure.ts';

/** A Go map that holds integer keys, as the runtime would lay it out. */
export interface SimulatedMap {
  /** What len() gives. */
  readonly len: number;
  /** What the main array or all tables have room for: `8 << B`, or the sum of the capacities; 8 for a small map. */
  readonly slots: number;
  /** Live heap bytes: header and storage as the allocator rounds them, without boxed keys and values. */
  readonly bytes: number;
  /** Live heap bytes of keys and values over 128 bytes. */
  readonly boxedBytes: number;
  /** Most of `bytes` at any moment so far, old and new storage of a growth together. */
  readonly peakBytes: number;
  /** Bytes of storage that the map has let go of so far: what the collector could take. */
  readonly garbageBytes: number;
  /** Bytes of boxed keys and values that deletes and clear have let go of so far. */
  readonly boxedGarbageBytes: number;
  /** m[key] = …; true where the key was not there. A key is an integer between -2^53 and 2^53. */
  insert(key: number): boolean;
  /** delete(m, key); true where the key was there. */
  delete(key: number): boolean;
  has(key: number): boolean;
  /** clear(m), or the loop that the compiler turns into it. */
  clear(): void;
  /** for key := range m, without writes meanwhile; Go begins at a random place, this at the first. */
  iterate(visit: (key: number) => void): void;
  /** How the entries lie, written down anew at each call. */
  structure(): ClassicStructure | SwissStructure;
}
