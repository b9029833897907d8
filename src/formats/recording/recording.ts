import type { RecordedFacts } from './facts.ts';
import type { AbsentRange, ResidentArea } from './raw-content.ts';

/** A recording that is open: its facts, and its pages by number. */
export interface Recording {
  readonly facts: RecordedFacts;
  readonly resident: readonly ResidentArea[];
  readonly absent: readonly AbsentRange[];
  /** Whether the recording lists the page; cheap, nothing is unpacked. */
  has(space: number, page: number): boolean;
  /**
   * The page (recordedPageBytes long, a view that the next call may change); undefined where the recording does not hold
   * it. `space` is one of recordedSpace.
   */
  page(space: number, page: number): Uint8Array | undefined;
}
