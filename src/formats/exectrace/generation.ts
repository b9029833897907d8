import type { MergedEvents } from './event-walker.ts';
import type { TraceTables } from './trace-tables.ts';

/** The clock of the trace beside others; Go 1.25+. */
export interface ClockSnapshot {
  /** In the clock of the trace. */
  readonly timeNs: number;
  readonly monotonicNs: number;
  readonly wallSeconds: number;
  readonly wallNanoseconds: number;
}

/** How the alloc-free experiment numbers addresses; Go 1.23+ with GODEBUG=traceallocfree=1. */
export interface AllocationUnits {
  /** Address that stands for number 0 of spans and objects. */
  readonly heapStart: number;
  readonly pageBytes: number;
  readonly objectAlignBytes: number;
}

export interface TracedType {
  readonly name: string;
  readonly bytes: number;
}

/** A part of a trace that stands for itself: about a second of Go 1.22 and later, all of an older trace. */
export interface TraceGeneration {
  /** From 1 on; a flight recorder's trace begins anywhere. */
  readonly number: number;
  readonly tables: TraceTables;
  readonly clock: ClockSnapshot | undefined;
  /** Number that the trace gives to the thread of each stream; before Go 1.22 the processor's. 2^64 − 1 stands for none. */
  readonly threads: readonly number[];
  /** Undefined where allocations were not traced. */
  readonly allocationUnits: AllocationUnits | undefined;
  /** Types of traced objects by number. */
  readonly types: ReadonlyMap<number, TracedType>;
  readonly cpuSampleCount: number;
  /** The events by time; each call begins anew. */
  events(): MergedEvents;
}

/** A reader of one family of formats. */
export interface TraceReader {
  /** Takes the next bytes, which are kept: nobody may write to them any more. Gives generations as they become whole. */
  push(piece: Uint8Array): TraceGeneration[];
  /** To be called behind the last bytes. */
  end(): TraceGeneration[];
}
