import type { MessagePort } from 'node:worker_threads';
import type { Diagnostic } from '../../base/index.ts';
import type { SolvedGraph } from '../../image/index.ts';

/** What the thread that makes a graph is given. */
export interface GraphJob {
  readonly corePath: string;
  readonly exe: string | undefined;
  /** Two words: one of `graphState`, and a number that changes while the thread gets on. */
  readonly state: SharedArrayBuffer;
  /** Where it posts one `MadeGraph`. */
  readonly port: MessagePort;
}

/** `cancelled`: the other thread came first. */
export const graphState = { waiting: 0, begun: 1, done: 2, cancelled: 3 } as const;

/** What it answers: no graph where it could not make one; then the other thread does, and says why. */
export interface MadeGraph {
  readonly graph: SolvedGraph | undefined;
  readonly spanCount: number;
  readonly bytesRead: number;
  readonly diagnostics: readonly Diagnostic[];
}
