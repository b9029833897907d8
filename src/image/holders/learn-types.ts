import type { SpanTable } from '../span-table.ts';
import type { TypeTable } from '../types/type-table.ts';
import type { Graph } from './follower.ts';
import { nodeKind } from './path-trie.ts';
import type { Sweeper } from './sweeper.ts';

/**
 * Follows every object that says its own type (malloc header, mspan.largeType), reachable or not, to learn the types of
 * the maps that it refers to: all that a stripped program tells of small maps. Leaves no marks and makes no holder.
 */
export function learnTypes(graph: Graph, spans: SpanTable, types: TypeTable, sweeper: Sweeper): void {
  const { index, marks, outside, trie } = graph;
  const nodes = new Map<number, number>();
  for (let span = 0; span < spans.count; span++) {
    const first = index.firstId[span];
    const isLarge = spans.spanClass[span] < 2;
    if (first === 0 || (spans.headerBytes(span) === 0 && !isLarge)) continue;
    // The view that `allocated` gives is overwritten by the next call, and nothing below makes one.
    const allocated = spans.allocated(span);
    for (let slot = 0; slot < spans.elemCount[span]; slot++) {
      const typeAddress = allocated[slot] === 1 ? spans.headerType(span, slot) : 0;
      if (typeAddress === 0) continue;
      let node = nodes.get(typeAddress);
      if (node === undefined) {
        const map = types.isMapUnitType(typeAddress);
        const type = map ?? types.fromRuntime(typeAddress);
        const kind = map ? nodeKind.entries : nodeKind.elements;
        node = type && graph.scope.wants(type) ? trie.root('', '', kind, type, { silent: true }) : 0;
        nodes.set(typeAddress, node);
      }
      if (node !== 0 && marks.node[first + slot] === 0) marks.mark(first + slot, span, node, 0);
    }
  }
  sweeper.run();
  marks.clear();
  outside.clear();
}
