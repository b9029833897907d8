import type { Diagnostics } from '../base/index.ts';
import type { GraphEstimate } from './graph-estimate.ts';
import type { HeapLook } from './heap-look.ts';
import type {
  Containers,
  GcState,
  GoroutineSurvey,
  Goroutine,
  Holders,
  MapTable,
  MemoryAccount,
  Memory,
  ProcessHashes,
  Residency,
  Runtime,
  SpanTable,
  TypeTable,
} from '../image/index.ts';

/** What was read from the target. */
export interface Census {
  readonly runtime: Runtime;
  readonly types: TypeTable;
  readonly hashes: ProcessHashes;
  readonly spans: SpanTable;
  /** Those that are, in the order of runtime.allgs. */
  readonly goroutineList: readonly Goroutine[];
  readonly account: MemoryAccount;
  readonly residency: Residency;
  readonly goroutines: GoroutineSurvey;
  readonly gc: GcState;
  /** CLOCK_MONOTONIC when these two were read; undefined for a core. */
  readonly nowNs: number | undefined;
  readonly table: MapTable;
  /** Absent where it took too much memory. */
  readonly containers: Containers | undefined;
  readonly memory: Memory;
  /** Absent where holders were not traced. */
  readonly holders: Holders | undefined;
  /** Undefined where not every object was looked at; `omitted` says why, where nobody asked for less. */
  readonly heap: HeapLook | undefined;
  readonly omitted: GraphEstimate | undefined;
  readonly diagnostics: Diagnostics;
}
