import type { HolderParts } from '../holders/holders.ts';
import { ObjectIndex } from '../holders/object-index.ts';
import { staticExtents } from '../holders/static-extents.ts';
import type { SpanTable } from '../span-table.ts';
import { buildColumns, type MarkedHeap } from './build-graph.ts';
import { frameStackRoots } from './frame-stack-roots.ts';
import { heapRoots } from './heap-roots.ts';
import { ObjectGraph } from './object-graph.ts';
import type { SolvedGraph } from './solved-graph.ts';

/** What the graph of a whole program is made of. */
export interface ProgramGraphParts extends Omit<HolderParts, 'maps' | 'options'> {
  /** Bytes that the graph may take at its peak. */
  readonly allowedBytes: number;
}

/**
 * From all roots of a program, stacks by their stack maps where its functions are known, to its graph. Rests on nothing that
 * other steps find out, so that a thread of its own can do it. Undefined for a heap of more than 2^31 slots.
 */
export function solveProgram(parts: ProgramGraphParts): SolvedGraph | MarkedHeap | undefined {
  const { runtime, spans, memory, goroutines, functions, diagnostics, allowedBytes } = parts;
  const stackRoots = functions ? frameStackRoots(runtime, functions, goroutines, memory) : undefined;
  const extents = staticExtents(parts);
  const roots = heapRoots({
    runtime,
    spans,
    memory,
    goroutines,
    diagnostics,
    extents,
    ...(stackRoots ? { stackRoots } : {}),
  });
  return buildColumns({ spans, memory, roots, diagnostics, allowedBytes });
}

/** Answers from the columns of a graph of these spans; what is only marked stays as it is. */
export function graphOf(solved: SolvedGraph | MarkedHeap, spans: SpanTable): ObjectGraph | MarkedHeap {
  return solved.kind === 'solved'
    ? new ObjectGraph(solved, spans, new ObjectIndex(spans, { leaves: true }))
    : solved;
}
