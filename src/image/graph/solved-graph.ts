import type { ObjectIndex } from '../holders/object-index.ts';
import type { SpanTable } from '../span-table.ts';
import { findDominators } from './dominator-tree.ts';
import { leafDominators } from './leaf-dominators.ts';
import { release } from './memory-need.ts';
import { addUp, type HeapTotals, retainChildren, unitColumn } from './retained.ts';
import { type GraphInput, rootVertex, type Traversal } from './traversal.ts';

/** A graph as plain columns, which one thread can hand to another; `ObjectGraph` answers from them. */
export interface SolvedGraph {
  readonly kind: 'solved';
  readonly input: GraphInput;
  readonly vertexCount: number;
  /** Vertex of each holder. */
  readonly holderVertex: Uint32Array;
  /** By vertex. */
  readonly dominator: Uint32Array;
  /** Object or holder that a vertex is, see `GraphPlace`. */
  readonly places: Uint32Array;
  /** Dominator of each object without pointers, by id - scanCount; 0 where nothing reaches it. */
  readonly leaves: Uint32Array;
  /** Retained bytes by vertex, in units of 8. */
  readonly units: Uint32Array | Float64Array;
  readonly totals: HeapTotals;
}

/** Dominators and retained bytes. Takes over the traversal. */
export function solveGraph(
  input: GraphInput,
  traversal: Traversal,
  spans: SpanTable,
  index: ObjectIndex,
  allocated: Int32Array,
): SolvedGraph {
  const { scanCount, lastId, roots, table } = input;
  const { vertexCount, holderVertex } = traversal;
  const tree = findDominators(traversal);
  release(traversal.source);
  const leaves = leafDominators(input, traversal, tree);
  release(tree.jump);
  const units = unitColumn(spans, vertexCount);
  const added = addUp(spans, index, allocated, (id) => holdingVertex(input, leaves, id), units);
  const strayPointers =
    roots.unresolvedCount + table.strayFrom.filter((id) => table.node[2 * id + 1] !== 0).length;
  retainChildren(units, tree.dominator);
  // Depths are no longer needed: their column says which object or holder a vertex is.
  const places = tree.depth;
  for (let id = 1; id <= scanCount; id++) {
    const vertex = table.node[2 * id + 1];
    if (vertex !== 0) places[vertex] = id;
  }
  for (let holder = 0; holder < roots.holders.length; holder++)
    places[holderVertex[holder]] = lastId + 1 + holder;
  places[rootVertex] = 0;
  return {
    kind: 'solved',
    input,
    vertexCount,
    holderVertex,
    dominator: tree.dominator,
    places,
    leaves,
    units,
    totals: { ...added, strayPointers },
  };
}

/** The vertex that an object's bytes count for: its own, or for one without pointers its dominator's; 0 for garbage. */
export function holdingVertex({ scanCount, table }: GraphInput, leaves: Uint32Array, id: number): number {
  return id > scanCount ? leaves[id - scanCount] : table.node[2 * id + 1];
}

/** What a thread hands over with a graph, rather than copy it. */
export function columnsOf({ input, ...columns }: SolvedGraph): ArrayBufferLike[] {
  const { table, roots } = input;
  const { holderVertex, dominator, places, leaves, units } = columns;
  const ofInput = [table.node, table.edges, roots.starts, roots.ids];
  return [...ofInput, holderVertex, dominator, places, leaves, units].map(({ buffer }) => buffer);
}
