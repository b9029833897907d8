import type { ContainerParts } from './container-parts.ts';
import { type Backlog, readBacklog } from './read-backlog.ts';
import { type HandleRecord, readHandles } from './read-handles.ts';
import { type PoolRecord, readPools } from './read-pools.ts';
import { readTimers, type TimerReading } from './read-timers.ts';
import { readSpanExtras, type SpanExtras } from './span-extras.ts';

/** What the runtime's own containers keep alive. */
export interface Containers extends SpanExtras {
  /** Those that hold anything, largest first. */
  readonly pools: readonly PoolRecord[];
  readonly timers: TimerReading;
  /** Undefined where the program has no cgo handles, or does not say where. */
  readonly handles: HandleRecord | undefined;
  /** Undefined where the program does not say where its queue is. */
  readonly backlog: Backlog | undefined;
}

/** Reads pools, timers, handles, pins and finalizers. It trusts no pointer: what is not in the heap is passed over. */
export function readContainers(parts: ContainerParts): Containers {
  return {
    pools: readPools(parts),
    timers: readTimers(parts),
    handles: readHandles(parts),
    backlog: readBacklog(parts),
    ...readSpanExtras(parts),
  };
}
