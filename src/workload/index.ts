/**
 * workload: what a map does over time, and its bytes meanwhile: a small file of operations or of live counts in, replayed
 * entry by entry into a simulated map, a series of bytes out. Pure: it reads no file, draws nothing, and starts nothing
 * whose work it has not counted before.
 */
export type { Eviction, Step, TimeAxis, Workload } from './workload.ts';
export { readWorkload } from './read-workload.ts';
export { type ReplayOptions, replayWorkload } from './replay.ts';
export type { WorkloadMark, WorkloadPoint, WorkloadSeries } from './series.ts';
export { WorkloadError } from './workload-error.ts';
