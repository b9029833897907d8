import type { GcState, GoroutineSurvey, MemoryAccount } from '../../../image/index.ts';
import type { RemedyContext } from '../../catalogue/entry.ts';

/** What the rules about goroutines, heap pages and memory outside Go judge. */
export interface RuntimeEvidence extends RemedyContext {
  /** RSS of a process; of a core the heap in use. */
  readonly totalBytes: number;
  readonly goroutines: GoroutineSurvey;
  readonly memory: MemoryAccount;
  readonly gc: GcState;
  /** CLOCK_MONOTONIC when it was read; undefined for a core. */
  readonly nowNs: number | undefined;
  /** Bytes of one mspan struct; 0 where unknown. */
  readonly spanStructBytes: number;
}
