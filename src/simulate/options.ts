import type { KeyHash } from './key-hash.ts';

export interface SimulationOptions {
  /** The second argument of make; 0 where there is none. */
  readonly hint?: number;
  /** Decides the hash and all that Go leaves to chance; equal seeds give equal maps. */
  readonly seed?: number;
  /** In place of the uniform hash that the seed gives. */
  readonly hash?: KeyHash;
}
