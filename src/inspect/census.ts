import type { Diagnostics } from '../base/index.ts';
import type {
  GcState,
  GoroutineSurvey,
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
  readonly account: MemoryAccount;
  readonly residency: Residency;
  readonly goroutines: GoroutineSurvey;
  readonly gc: GcState;
  /** CLOCK_MONOTONIC when these two were read; undefined for a core. */
  readonly nowNs: number | undefined;
  readonly table: MapTable;
  readonly memory: Memory;
  /** Absent where holders were not traced. */
  readonly holders: Holders | undefined;
  readonly diagnostics: Diagnostics;
}
