/**
 * gomem: how Go spends memory, as arithmetic: size classes, malloc headers, classic and Swiss maps, slices, strings and
 * goroutine stacks, for Go 1.18 to 1.26. Pure numbers: it reads no memory, knows no process, simulates nothing, and every
 * function names the Go version it answers for.
 */
export { allocatedBytes, pageBytes, roundUpSize } from './allocation.ts';
export { channelBytes } from './channel.ts';
export type { ClassicState } from './classic-history.ts';
export {
  classicBucketLog2,
  type ClassicArray,
  classicArray,
  classicCapacity,
  classicHeaderBytes,
  hintedBucketLog2,
  overflowBucketBytes,
} from './classic-map.ts';
export type { Expectation } from './expectation.ts';
export { type GoLine, mapCostGroup } from './go-line.ts';
export {
  goroutineStackBytes,
  type StackUse,
  startingStackBytes,
} from './goroutine-stack.ts';
export type { BoxCliff, EntryCliff, MapCliffs } from './map-cliffs.ts';
export type { MapNote } from './map-notes.ts';
export {
  type MapPrediction,
  type MapStage,
  type MapStageName,
  type MapUse,
  predictMap,
} from './map-prediction.ts';
export {
  type MapShape,
  type MapUnitLayout,
  mapUnitOf,
  prunesTombstones,
  unitSlots,
} from './map-shape.ts';
export type { MapUnit } from './map-unit.ts';
export { rebuiltClassicBytes, rebuiltSwissBytes } from './rebuilt-map.ts';
export { classBytes, sizeClasses, sizeClassPages } from './size-classes.ts';
export { grownCapacity, predictSlice, type SlicePrediction, type SliceUse } from './slice.ts';
export type { SwissState, TableCount } from './swiss-history.ts';
export {
  directoryBytes,
  groupsBytes,
  maxTableCapacity,
  type SwissTables,
  swissHeaderBytes,
  swissTables,
  tableBytes,
  tableGrowthLimit,
} from './swiss-map.ts';
export { stringBytes } from './text-bytes.ts';
