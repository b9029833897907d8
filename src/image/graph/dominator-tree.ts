import { release } from './memory-need.ts';
import { rootVertex, type Traversal } from './traversal.ts';

/** Immediate dominators of the vertices of a traversal, and what finds common ancestors in their tree. */
export interface DominatorTree {
  /** By vertex; the root's is itself. A dominator's number is below that of what it dominates. */
  readonly dominator: Uint32Array;
  /** An ancestor further up: skew-binary jump pointers (Myers 1983) climb n levels in O(log n) steps. */
  readonly jump: Uint32Array;
  readonly depth: Uint32Array;
}

/**
 * Semi-NCA (Georgiadis, Tarjan and others, "Finding Dominators in Practice", 2006), with path compression without
 * recursion, and jump pointers in its second half: plain walks are quadratic on a deep list with shared objects. Takes
 * over the traversal's arrays: `parent` becomes `dominator`, `head` becomes `depth`.
 */
export function findDominators({ vertexCount, parent, head, source }: Traversal): DominatorTree {
  const ancestor = parent.slice(0, vertexCount + 1);
  findSemidominators(vertexCount, parent, head, source, ancestor);
  const dominator = parent;
  const jump = ancestor;
  const depth = head;
  dominator[rootVertex] = jump[rootVertex] = rootVertex;
  depth[rootVertex] = 0;
  for (let vertex = 2; vertex <= vertexCount; vertex++) {
    const wanted = head[vertex];
    let at = dominator[vertex];
    while (at > wanted) at = jump[at] > wanted ? jump[at] : dominator[at];
    const far = jump[at];
    const isBalanced = depth[at] - depth[far] === depth[far] - depth[jump[far]];
    dominator[vertex] = at;
    depth[vertex] = depth[at] + 1;
    jump[vertex] = isBalanced ? jump[far] : at;
  }
  return { dominator, jump, depth };
}

/**
 * Writes to `head` for each vertex the lowest one from which a path leads to it through higher numbers only, or its
 * parent. `ancestor` is a copy of `parent` and comes back as anything.
 */
function findSemidominators(
  vertexCount: number,
  parent: Uint32Array,
  head: Uint32Array,
  source: Uint32Array,
  ancestor: Uint32Array,
): void {
  const label = new Uint32Array(vertexCount + 1);
  const path = new Uint32Array(vertexCount + 1);
  let end = source.length;
  for (let vertex = vertexCount; vertex >= 2; vertex--) {
    let semi = parent[vertex];
    const start = head[vertex];
    for (let edge = start; edge < end; edge++) {
      const from = source[edge];
      let lowest = from;
      if (from > vertex) {
        if (ancestor[from] > vertex) compress(from, vertex, ancestor, label, path);
        lowest = label[from];
      }
      if (lowest < semi) semi = lowest;
    }
    // Compression will lower labels, so the semidominator itself is kept where the edges are no longer needed.
    label[vertex] = head[vertex] = semi;
    end = start;
  }
  release(label);
  release(path);
}

/** Points every vertex on the way up from `from` at the root of its tree in the forest of vertices above `limit`. */
function compress(
  from: number,
  limit: number,
  ancestor: Uint32Array,
  label: Uint32Array,
  path: Uint32Array,
): void {
  let height = 0;
  let at = from;
  do {
    path[height++] = at;
    at = ancestor[at];
  } while (ancestor[at] > limit);
  const top = ancestor[at];
  let lowest = label[at];
  do {
    at = path[--height];
    ancestor[at] = top;
    if (lowest < label[at]) label[at] = lowest;
    else lowest = label[at];
  } while (height > 0);
}
