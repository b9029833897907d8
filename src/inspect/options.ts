import type { Language } from '../findings/index.ts';
import type { ExpectedStop } from './expected-stop.ts';
import type { GraphEstimate } from './graph-estimate.ts';

/** Rows of lists where nobody says how many. */
export const defaultTop = 20;
/**
 * Maps beyond this many get holder paths without indexes and keys: those take a search in the target's memory each,
 * which for millions of maps would be minutes.
 */
export const exactHolderLimit = 10_000;

/** How many of the largest maps are chosen ahead. */
export function chosenCount(top: number | undefined): number {
  return Math.min(top ?? defaultTop, exactHolderLimit);
}

export interface InspectOptions {
  /** The executable, where the target does not lead to it (a core on another machine, a heap dump, which names none). */
  readonly exe?: string;
  /** Stop the process while it is read. Default: it is not stopped. */
  readonly freeze?: boolean;
  /** Trace who holds the maps. Default: true. */
  readonly holders?: boolean;
  /**
   * Look at every object: types, holders, live and garbage, retained bytes. Default: where it takes a second or so, and
   * always of a core.
   */
  readonly graph?: boolean;
  /** How many of the largest maps are chosen ahead, with all their holders; at most 10,000. `maps()` gives every map. Default: 20. */
  readonly top?: number;
  /** A bound on the memory of this process: holders are dropped first, then the reading is refused. */
  readonly maxMemoryBytes?: number;
  /** Replace keys and strings from the target's memory. */
  readonly redact?: boolean;
  /** Language of findings, ledger labels and headline. Default: `en`. */
  readonly language?: Language;
  /** Told when a phase of the work begins. */
  readonly onPhase?: (phase: Phase) => void;
  /** Told, before maps are looked for, how many bytes of the heap hold pointers: what the work grows with. */
  readonly onHeap?: (scannedBytes: number) => void;
  /** Told, before every object is looked at, what that will take. */
  readonly onGraph?: (estimate: GraphEstimate) => void;
  /** Told, before the process is stopped, how long that will be. */
  readonly onStop?: (stop: ExpectedStop) => void;
  /** Runs the look at every object so that it can be broken off; undefined where it was. Default: runs it. */
  readonly interruptible?: <T>(work: () => T) => { readonly result: T } | undefined;
}

export type Phase =
  | 'target'
  | 'runtime'
  | 'spans'
  | 'maps'
  | 'copy'
  | 'graph'
  | 'holders'
  | 'findings'
  | 'recording';
