import type { EdgeTable } from './edge-table.ts';
import { release } from './memory-need.ts';
import type { RootTable } from './root-table.ts';
import { rankCount } from './roots.ts';

/** The virtual vertex above all holders. */
export const rootVertex = 1;

/** What the steps after reading work on. */
export interface GraphInput {
  /** Highest id of an object with pointers; higher ids have none. */
  readonly scanCount: number;
  readonly lastId: number;
  readonly table: EdgeTable;
  readonly roots: RootTable;
}

/**
 * A depth-first spanning tree of what is reached: vertices 1 (virtual root), holders and objects with pointers, numbered
 * in the order of the visits, so that a parent's number is below its child's. Objects without pointers have no vertex.
 */
export interface Traversal {
  readonly vertexCount: number;
  /** By vertex, from 1. */
  readonly parent: Uint32Array;
  /** Sources of the edges into v that are not in the tree: source[head[v]] up to source[head[v + 1]]. */
  readonly head: Uint32Array;
  readonly source: Uint32Array;
  /** Vertex of each holder. */
  readonly holderVertex: Uint32Array;
  /** Last vertex of each rank: those above the one before are reached from no earlier rank. */
  readonly rankEnd: Uint32Array;
}

/**
 * Visits all that the holders reach and writes each object's vertex to `table.node[2 * id + 1]`. A rank does not lead
 * into what an earlier one has reached: such edges are left out. Undefined once there are more than `crossLimit` edges
 * beside the tree.
 */
export function traverse(input: GraphInput, crossLimit: number): Traversal | undefined {
  const { scanCount, roots, table } = input;
  const room = scanCount + roots.holders.length + 2;
  const parent = new Uint32Array(room);
  const crossRoom = Math.min(crossLimit, table.edgeCount + roots.ids.length) + 1;
  const cross = { from: new Uint32Array(crossRoom), to: new Uint32Array(crossRoom) };
  const holderVertex = new Uint32Array(roots.holders.length);
  const rankEnd = new Uint32Array(rankCount);
  const stack = new VisitStack(scanCount + 2);
  let vertex = rootVertex;
  let crossCount = 0;
  let rank = 0;
  let settled = rootVertex;
  for (let holder = 0; holder < roots.holders.length; holder++) {
    for (; rank < roots.holders[holder].rank; rank++) settled = rankEnd[rank] = vertex;
    const top = ++vertex;
    holderVertex[holder] = top;
    parent[top] = rootVertex;
    for (let place = roots.starts[holder]; place < roots.starts[holder + 1]; place++) {
      const id = roots.ids[place];
      if (id > scanCount) continue;
      const known = table.node[2 * id + 1];
      if (known !== 0) {
        if (known > settled) {
          cross.from[crossCount] = top;
          cross.to[crossCount++] = known;
        }
      } else {
        parent[++vertex] = top;
        ({ vertex, crossCount } = descend(input, id, vertex, settled, parent, cross, crossCount, stack));
      }
      if (crossCount >= crossRoom - 1 && crossCount >= crossLimit) {
        stack.release();
        for (const column of [parent, cross.from, cross.to]) release(column);
        return undefined;
      }
    }
  }
  for (; rank < rankCount; rank++) rankEnd[rank] = vertex;
  stack.release();
  const { head, source } = byTarget(vertex, cross.from, cross.to, crossCount);
  release(cross.from);
  release(cross.to);
  return { vertexCount: vertex, parent, head, source, holderVertex, rankEnd };
}

/** Three columns of what waits on the way down; only what is used of them costs memory. */
class VisitStack {
  readonly vertex: Uint32Array;
  readonly next: Uint32Array;
  readonly end: Uint32Array;

  constructor(room: number) {
    this.vertex = new Uint32Array(room);
    this.next = new Uint32Array(room);
    this.end = new Uint32Array(room);
  }

  release(): void {
    for (const column of [this.vertex, this.next, this.end]) release(column);
  }
}

/** Visits all that an object, just numbered `first`, leads to. Stops short where there is no more room for cross edges. */
function descend(
  { scanCount, table: { node, edges } }: GraphInput,
  id: number,
  first: number,
  settled: number,
  parent: Uint32Array,
  cross: { readonly from: Uint32Array; readonly to: Uint32Array },
  crossBefore: number,
  stack: VisitStack,
): { vertex: number; crossCount: number } {
  const { from, to } = cross;
  const crossEnd = from.length - 1;
  let crossCount = crossBefore;
  let vertex = first;
  let height = 0;
  let current = first;
  let next = node[2 * id];
  let end = node[2 * id + 2];
  node[2 * id + 1] = first;
  for (;;) {
    if (next < end) {
      const target = edges[next++];
      // An object without pointers: seen to later, without touching memory of its own.
      if (target > scanCount) continue;
      const known = node[2 * target + 1];
      if (known === 0) {
        node[2 * target + 1] = ++vertex;
        parent[vertex] = current;
        if (next < end) {
          stack.vertex[height] = current;
          stack.end[height] = end;
          stack.next[height++] = next;
        }
        current = vertex;
        next = node[2 * target];
        end = node[2 * target + 2];
      } else if (known !== current && known > settled) {
        if (crossCount === crossEnd) break;
        from[crossCount] = current;
        to[crossCount++] = known;
      }
    } else {
      if (height === 0) break;
      current = stack.vertex[--height];
      next = stack.next[height];
      end = stack.end[height];
    }
  }
  return { vertex, crossCount };
}

/** Counting sort: dominators then read the sources of each vertex, from the last to the first, as one stream. */
function byTarget(
  vertexCount: number,
  from: Uint32Array,
  to: Uint32Array,
  count: number,
): { head: Uint32Array; source: Uint32Array } {
  const head = new Uint32Array(vertexCount + 2);
  const source = new Uint32Array(count);
  for (let edge = 0; edge < count; edge++) head[to[edge]]++;
  let sum = 0;
  for (let vertex = 1; vertex <= vertexCount; vertex++) head[vertex] = sum += head[vertex];
  head[vertexCount + 1] = sum;
  for (let edge = count - 1; edge >= 0; edge--) source[--head[to[edge]]] = from[edge];
  return { head, source };
}
