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
   * it. `space` is one of recordedSpace. Of a page that was read several times the one of the turn: how often
   * `Memory.refresh` or `letRun` was called before.
   */
  page(space: number, page: number, turn: number): Uint8Array | undefined;
}
