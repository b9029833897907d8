import type { Diagnostics } from '../base/index.ts';
import {
  buildGraph,
  frameStackRoots,
  type Goroutine,
  heapRoots,
  type HolderParts,
  type LiveHeap,
  type MarkedHeap,
  type MemoryAccount,
  type ObjectGraph,
  type Residency,
  sumLive,
  traceHeap,
  type TracedHeap,
} from '../image/index.ts';

/** Every object of the heap: what reaches it, its type and holder, what it retains. */
export interface HeapLook {
  readonly traced: TracedHeap;
  readonly graph: ObjectGraph | MarkedHeap;
  readonly live: LiveHeap;
}

export interface HeapLookParts extends HolderParts {
  readonly account: MemoryAccount;
  readonly residency: Residency;
  /** Bytes that the graph may take. */
  readonly allowedBytes: number;
}

/** Builds the graph and finds types and holders of everything in it; undefined for a heap of more slots than a graph has ids. */
export function lookAtHeap(
  parts: HeapLookParts,
  onPhase: (phase: 'graph' | 'holders') => void,
): HeapLook | undefined {
  const { runtime, spans, memory, goroutines, functions, diagnostics, allowedBytes } = parts;
  onPhase('holders');
  const traced = traceHeap(parts);
  onPhase('graph');
  const stackRoots = functions ? frameStackRoots(runtime, functions, goroutines, memory) : undefined;
  const roots = heapRoots({
    runtime,
    spans,
    memory,
    goroutines,
    diagnostics,
    extents: traced.objects.staticExtents(),
    ...(stackRoots ? { stackRoots } : {}),
  });
  const graph = buildGraph({ spans, memory, roots, diagnostics, allowedBytes });
  if (!graph) return undefined;
  noteMarks(graph, diagnostics);
  noteMoved(graph, goroutines, diagnostics);
  const live = sumLive({
    spans,
    objects: traced.objects,
    isReached: (id) => graph.isReached(id),
    residency: parts.residency,
    isSettled: parts.account.isSettled,
  });
  return { traced, graph, live };
}

/** Goroutines that are named where several ran while they were read. */
const namedGoroutines = 5;

/** What a process that goes on does not let us see. */
function noteMoved(
  { unresolvedRoots }: ObjectGraph | MarkedHeap,
  goroutines: readonly Goroutine[],
  diagnostics: Diagnostics,
): void {
  if (unresolvedRoots > 0)
    diagnostics.add(
      'graph-outrun',
      `${unresolvedRoots} pointers of package variables lead to memory that is newer than the span table; what only they hold is in no table of objects.`,
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
