/**
 * simulate: both Go maps as working data structures that hold integer keys and tell how the runtime would lay them out
 * after each operation. It follows the runtime's own rules, entry by entry under equal hashes; it holds no values, reads
 * no process, and never measures time.
 */
export type {
  BucketArrayStructure,
  BucketCells,
  ClassicGrowth,
  ClassicStructure,
} from './classic-structure.ts';
export { type KeyHash, SeededRandom } from './key-hash.ts';
export type { SimulationOptions } from './options.ts';
export { simulateMap } from './simulate-map.ts';
export type { SimulatedMap } from './simulated-map.ts';
export type { GroupCells, SwissStructure, SwissTableStructure } from './swiss-structure.ts';
