import type { Diagnostics } from '../../base/index.ts';
import { ObjectIndex } from '../holders/object-index.ts';
import type { Memory } from '../memory.ts';
import type { SpanTable } from '../span-table.ts';
import { readAllocatedBits } from './allocated-bits.ts';
import { type EdgeSource, readEdges } from './edge-table.ts';
import { HeapMarks } from './heap-marks.ts';
import { graphBytes, release } from './memory-need.ts';
import { ObjectGraph } from './object-graph.ts';
import { addUp, type HeapTotals } from './retained.ts';
import { resolveRoots, type RootTable } from './root-table.ts';
import type { RootGroup } from './roots.ts';
import { type SolvedGraph, solveGraph } from './solved-graph.ts';
import { StrayPointers } from './stray-pointers.ts';
import { traverse } from './traversal.ts';

/** Ids are 31 bits wide. */
const mostSlots = 2 ** 31 - 1;
const mostEdges = 2 ** 32 - 2 ** 20;

/** What `buildGraph` works on. */
export interface GraphParts {
  readonly spans: SpanTable;
  readonly memory: Memory;
  /** See `heapRoots`; exact stack roots may stand in for conservative ones. */
  readonly roots: Iterable<RootGroup>;
  readonly diagnostics: Diagnostics;
  /** Bytes that the graph may take at its peak; see `graphBytes`. */
  readonly allowedBytes?: number;
}

/** What is left where the graph would not fit the memory allowed: what is reachable and what is garbage, nobody's name. */
export interface MarkedHeap {
  readonly kind: 'marks';
  readonly totals: HeapTotals;
  /** Pointers of the objects that are reached. */
  readonly edgeCount: number;
  readonly guessedObjects: number;
  /** Bytes that a graph needs at least, as far as its size was known when it was given up. */
  readonly neededBytes: number;
  isReached(id: number): boolean;
}

/**
 * Marks from the roots over all spans, finds dominators and sums up retained bytes. Where that would take more memory
 * than allowed, the heap is marked only. Undefined for a heap of more than 2^31 slots.
 */
export function buildGraph(parts: GraphParts): ObjectGraph | MarkedHeap | undefined {
  const index = indexOf(parts);
  if (!index) return undefined;
  const built = columnsOrMarks(parts, index);
  return built.kind === 'solved' ? new ObjectGraph(built, parts.spans, index) : built;
}

/** The same as columns; undefined for a heap of more than 2^31 slots, too. */
export function buildColumns(parts: GraphParts): SolvedGraph | MarkedHeap | undefined {
  const index = indexOf(parts);
  return index && columnsOrMarks(parts, index);
}

function indexOf({ spans, diagnostics }: GraphParts): ObjectIndex | undefined {
  let slots = 0;
  for (let span = 0; span < spans.count; span++) slots += spans.elemCount[span];
  if (slots >= mostSlots) {
    diagnostics.add(
      'graph-too-large',
      'The heap has more than 2 billion slots; its objects are not told apart.',
    );
    return undefined;
  }
  return new ObjectIndex(spans, { leaves: true });
}

function columnsOrMarks(parts: GraphParts, index: ObjectIndex): SolvedGraph | MarkedHeap {
  const { spans, memory, diagnostics, allowedBytes = Infinity } = parts;
  const allocated = readAllocatedBits(spans, index);
  const source: EdgeSource = { spans, index, allocated, memory, diagnostics };
  const roots = resolveRoots(parts.roots, index, allocated, new StrayPointers(index, spans));
  const graph = wholeGraph(source, roots, allowedBytes);
  if (typeof graph !== 'number') return graph;
  const marks = new HeapMarks(source);
  for (const id of roots.ids) marks.mark(id);
  marks.run();
  return {
    kind: 'marks',
    totals: {
      ...addUp(spans, index, allocated, (id) => (marks.isReached(id) ? 1 : 0)),
      strayPointers: marks.strayPointers + roots.unresolvedCount,
    },
    edgeCount: marks.edgeCount,
    guessedObjects: marks.guessedObjects,
    neededBytes: Math.max(graph, allowedBytes),
    isReached: (id) => marks.isReached(id),
  };
}

/** The graph, or the bytes that it needs at least where they are too many. */
function wholeGraph(source: EdgeSource, roots: RootTable, allowedBytes: number): SolvedGraph | number {
  const { spans, index } = source;
  const scanSlots = index.count;
  const size = {
    scanSlots,
    leafSlots: index.lastId - scanSlots,
    edges: 0,
    vertices: roots.holders.length,
    crossEdges: 0,
  };
  const freeBytes = allowedBytes - graphBytes(size);
  if (freeBytes < 0) return graphBytes(size);
  // Every edge takes 4 bytes, and 12 more at a time where it is not of the tree.
  const edgeLimit = Math.min(mostEdges, Math.floor(freeBytes / 4));
  const table = readEdges(source, edgeLimit);
  if (!table) return graphBytes({ ...size, edges: edgeLimit });
  const withEdges = { ...size, edges: table.edgeCount };
  const crossLimit = Math.floor((allowedBytes - graphBytes(withEdges)) / 12);
  const input = { scanCount: scanSlots, lastId: index.lastId, table, roots };
  const traversal = traverse(input, Math.max(0, crossLimit));
  const needed = graphBytes({
    ...withEdges,
    vertices: traversal?.vertexCount ?? 0,
    crossEdges: traversal?.source.length ?? crossLimit,
  });
  if (!traversal || needed > allowedBytes) {
    const columns = traversal ? [traversal.parent, traversal.head, traversal.source] : [];
    for (const column of [table.node, table.edges, ...columns]) release(column);
    return needed;
  }
  return solveGraph(input, traversal, spans, index, source.allocated);
}
