import type { DominatorTree } from './dominator-tree.ts';
import { rankCount } from './roots.ts';
import { type GraphInput, rootVertex, type Traversal } from './traversal.ts';

/**
 * Dominators of the objects without pointers, by id - scanCount, 0 where nothing reaches one: the nearest common
 * ancestor of all that hold it. In order of the ids, so that rows and edges are read once, in sequence.
 */
export function leafDominators(
  { scanCount, lastId, table: { node, edges }, roots }: GraphInput,
  { holderVertex, rankEnd }: Traversal,
  tree: DominatorTree,
): Uint32Array {
  const leaves = new Uint32Array(lastId - scanCount + 1);
  const exactEnd = rankEnd[0];
  // What later ranks reach is few, and waits until the exact holders of every leaf are known.
  const later: number[] = [];
  for (let id = 1; id <= scanCount; id++) {
    const vertex = node[2 * id + 1];
    if (vertex === 0) continue;
    if (vertex > exactEnd) later.push(id);
    else addRow(edges, node[2 * id], node[2 * id + 2], vertex, 0);
  }
  const addHolders = (rank: number): void => {
    for (let holder = 0; holder < holderVertex.length; holder++) {
      if (roots.holders[holder].rank === rank)
        addRow(
          roots.ids,
          roots.starts[holder],
          roots.starts[holder + 1],
          holderVertex[holder],
          settledBefore(rank),
        );
    }
  };
  const settledBefore = (rank: number): number => (rank === 0 ? 0 : rankEnd[rank - 1]);
  addHolders(0);
  for (let rank = 1; rank < rankCount; rank++) {
    for (const id of later) {
      const vertex = node[2 * id + 1];
      if (vertex > settledBefore(rank) && vertex <= rankEnd[rank])
        addRow(edges, node[2 * id], node[2 * id + 2], vertex, settledBefore(rank));
    }
    addHolders(rank);
  }
  return leaves;

  function addRow(row: Uint32Array, start: number, end: number, vertex: number, settled: number): void {
    for (let place = start; place < end; place++) {
      const leaf = row[place] - scanCount;
      if (leaf <= 0) continue;
      const known = leaves[leaf];
      if (known === 0) leaves[leaf] = vertex;
      else if (known !== vertex && known > settled && known !== rootVertex)
        leaves[leaf] = commonAncestor(tree, known, vertex);
    }
  }
}

/** The lowest vertex that dominates both. */
export function commonAncestor(
  { dominator, jump, depth }: DominatorTree,
  one: number,
  other: number,
): number {
  let low = one;
  let high = other;
  if (depth[low] < depth[high]) {
    low = other;
    high = one;
  }
  while (depth[low] > depth[high]) low = depth[jump[low]] >= depth[high] ? jump[low] : dominator[low];
  while (low !== high) {
    const mayJump = jump[low] !== jump[high];
    low = mayJump ? jump[low] : dominator[low];
    high = mayJump ? jump[high] : dominator[high];
  }
  return low;
}
