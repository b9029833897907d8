import type { Diagnostics } from '../base/index.ts';
import type { MadeGraph } from './graph-thread/graph-job.ts';
import type { GraphThread } from './graph-thread/graph-thread.ts';
import {
  type Goroutine,
  graphOf,
  type HolderParts,
  type LiveHeap,
  type MarkedHeap,
  type MemoryAccount,
  type ObjectGraph,
  type Residency,
  solveProgram,
  sumLive,
  traceHeap,
  type TracedHeap,
} from '../image/index.ts';

/** Every object of the heap: what reaches it, its type and holder, what it retains. */
export interface HeapLook {
  readonly traced: TracedHeap;
  readonly graph: ObjectGraph | MarkedHeap;
  readonly live: LiveHeap;
  /** Bytes of the target that another thread read for it. */
  readonly bytesReadAside: number;
}

export interface HeapLookParts extends HolderParts {
  readonly account: MemoryAccount;
  readonly residency: Residency;
  /** Bytes that the graph may take. */
  readonly allowedBytes: number;
  /** The thread that makes the graph meanwhile, where there is one. */
  readonly thread: GraphThread | undefined;
}

/** Builds the graph and finds types and holders of everything in it; undefined for a heap of more slots than a graph has ids. */
export function lookAtHeap(
  parts: HeapLookParts,
  onPhase: (phase: 'graph' | 'holders') => void,
): HeapLook | undefined {
  const { spans, goroutines, diagnostics } = parts;
  onPhase('holders');
  const traced = traceHeap(parts);
  onPhase('graph');
  const made = takeGraph(parts);
  const solved = made?.graph ?? solveProgram(parts);
  if (!solved) return undefined;
  const graph = graphOf(solved, spans);
  noteMarks(graph, diagnostics);
  noteMoved(graph, goroutines, diagnostics);
  const live = sumLive({
    spans,
    objects: traced.objects,
    isReached: (id) => graph.isReached(id),
    residency: parts.residency,
    isSettled: parts.account.isSettled,
  });
  return { traced, graph, live, bytesReadAside: made?.bytesRead ?? 0 };
}

/** The graph that another thread has made meanwhile. */
function takeGraph({ thread, diagnostics, spans }: HeapLookParts): MadeGraph | undefined {
  const made = thread?.take();
  if (!made?.graph || made.spanCount !== spans.count) return undefined;
  diagnostics.addAll(made.diagnostics);
  return made;
}

/** Goroutines that are named where several ran while they were read. */
const namedGoroutines = 5;

/** What a process that goes on does not let us see. */
function noteMoved(
  { totals }: ObjectGraph | MarkedHeap,
  goroutines: readonly Goroutine[],
  diagnostics: Diagnostics,
): void {
  const { newer, strayPointers } = totals;
  if (newer.bytes > 0 || strayPointers > 0)
    diagnostics.add(
      'graph-outrun',
      `${newer.objects} live objects of ${newer.bytes} bytes, and what ${strayPointers} pointers lead to, were made after the list of objects had been read: they are in no table, and what they replaced counts as garbage. --freeze stops the process meanwhile.`,
    );
  const running = goroutines.filter(({ standing }) => standing === 'unknown').map(({ id }) => id);
  if (running.length === 0) return;
  const named =
    running.slice(0, namedGoroutines).join(', ') + (running.length > namedGoroutines ? ', …' : '');
  diagnostics.add(
    'stacks-word-by-word',
    `Goroutines that ran while they were read: ${running.length} (${named}). Any word of their stacks counts as a pointer; with --freeze only those that are.`,
  );
}

function noteMarks(graph: ObjectGraph | MarkedHeap, diagnostics: Diagnostics): void {
  if (graph.kind === 'marks')
    diagnostics.add(
      'graph-marks-only',
      'The object graph does not fit the memory allowed: what is live and what is garbage is told, not what each object retains.',
    );
}
