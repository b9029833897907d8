/**
 * gomem: how Go spends memory, as arithmetic: size classes, malloc headers, classic and Swiss maps, for Go 1.18 to 1.26.
 * Pure numbers: it reads no memory, knows no process, and every function names the Go version it answers for.
 */
export { allocatedBytes, pageBytes, roundUpSize } from './allocation.ts';
export {
  classicBucketLog2,
  type ClassicArray,
  classicArray,
  classicHeaderBytes,
  rebuiltClassicBytes,
} from './classic-map.ts';
export type { MapUnit } from './map-unit.ts';
export { classBytes, sizeClasses } from './size-classes.ts';
export {
  maxTableCapacity,
  rebuiltSwissBytes,
  type SwissTables,
  swissHeaderBytes,
  swissTables,
  tableBytes,
  tableGrowthLimit,
} from './swiss-map.ts';
