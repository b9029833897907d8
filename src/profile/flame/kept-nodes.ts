import type { FlameTrie } from './flame-trie.ts';

/** The nodes of a tree that are kept, and those that stand for the others, callers first. */
export interface KeptNodes {
  readonly parents: readonly number[];
  /** Frame in the trie; -1 of the root and of what stands for others. */
  readonly frames: readonly number[];
  /** How many nodes right below the caller it stands for; 0 of a kept one. */
  readonly joinedCounts: readonly number[];
  /** Of each node of the trie: itself, or what stands for it. */
  readonly ofNode: Uint32Array;
}

/**
 * Keeps nodes that have at least `leastShare` of one of the values of one profile, the largest `mostNodes` of them. `amounts` are sums
 * of absolute values, `width` a node, so that no node has more than its caller. What is left out is joined below its caller.
 */
export function keptNodes(
  { parents, frames, joinedCounts }: Omit<FlameTrie, 'names'>,
  amounts: readonly Float64Array[],
  width: number,
  { leastShare, mostNodes }: { readonly leastShare: number; readonly mostNodes: number },
): KeptNodes {
  const shares = new Float64Array(parents.length);
  for (const sums of amounts)
    for (let column = 0; column < width; column++) {
      const total = sums[column];
      if (!(total > 0)) continue;
      for (let node = 0; node < shares.length; node++)
        shares[node] = Math.max(shares[node], sums[node * width + column] / total);
    }
  // Of equal ones the callers come first: their numbers are lower.
  const largest = Array.from({ length: parents.length - 1 }, (_, at) => at + 1)
    .filter((node) => frames[node] >= 0 && shares[node] >= leastShare && shares[node] > 0)
    .sort((a, b) => shares[b] - shares[a] || a - b)
    .slice(0, mostNodes)
    .sort((a, b) => a - b);
  const kept = { parents: [-1], frames: [-1], joinedCounts: [0] };
  const add = (parent: number, frame: number): number => {
    kept.frames.push(frame);
    kept.joinedCounts.push(0);
    return kept.parents.push(parent) - 1;
  };
  const ofNode = new Uint32Array(parents.length);
  for (const node of largest) ofNode[node] = add(ofNode[parents[node]], frames[node]);
  const keptCount = kept.parents.length;
  const joinedBelow = new Map<number, number>();
  for (let node = 1; node < parents.length; node++) {
    if (ofNode[node] !== 0) continue;
    const caller = ofNode[parents[node]];
    if (caller >= keptCount) {
      ofNode[node] = caller;
      continue;
    }
    let joined = joinedBelow.get(caller);
    if (joined === undefined) joinedBelow.set(caller, (joined = add(caller, -1)));
    ofNode[node] = joined;
    kept.joinedCounts[joined] += Math.max(1, joinedCounts[node]);
  }
  return { ...kept, ofNode };
}
