import { Diagnostics } from '../../../base/index.ts';
import { readSpans } from '../../spans/read-spans.ts';
import { heapAddress, sketchHeap } from '../../spans/testdata/synthetic-heap.ts';
import { buildGraph, type MarkedHeap } from '../build-graph.ts';
import type { ObjectGraph } from '../object-graph.ts';
import type { RootRank } from '../roots.ts';

export const scanBytes = 48;
export const leafBytes = 16;
const wordsEach = scanBytes / 8;

/** Objects 0 to `scanned` - 1 have up to six pointers, those above have none. */
export interface SketchedGraph {
  readonly scanned: number;
  readonly leaves: number;
  /** Pointers of each object with pointers, at most six. */
  readonly pointers: readonly (readonly number[])[];
  readonly roots: readonly { readonly rank: RootRank; readonly objects: readonly number[] }[];
}

export interface BuiltGraph {
  readonly graph: ObjectGraph | MarkedHeap;
  addressOf(object: number): number;
  readonly memory: ReturnType<typeof sketchHeap>['memory'];
  readonly diagnostics: Diagnostics;
}

/** Writes the graph into spans as Go 1.24 lays them out (pointer bits at the end of the span) and reads it back. */
export function buildSketch(sketch: SketchedGraph, allowedBytes = Infinity): BuiltGraph {
  const { scanned, leaves, pointers, roots } = sketch;
  const { place, memory, heap } = sketchHeap(24, [
    { base: heapAddress, sizeClass: 2, noscan: true, elemSize: leafBytes, elemCount: 512, freeIndex: leaves },
    { base: heapAddress + 8192, sizeClass: 5, elemSize: scanBytes, elemCount: 168, freeIndex: scanned },
  ]);
  const addressOf = (object: number): number =>
    object < scanned ? heapAddress + 8192 + object * scanBytes : heapAddress + (object - scanned) * leafBytes;
  const view = new DataView(heap.buffer);
  const bits = 2 * 8192 - 128;
  for (const [object, targets] of pointers.entries()) {
    for (const [word, target] of targets.entries()) {
      // Interior pointers hold an object as much as pointers to its start.
      const inside = (word % 2) * 8;
      view.setBigUint64(8192 + object * scanBytes + word * 8, BigInt(addressOf(target) + inside), true);
    }
    for (let word = 0; word < wordsEach; word++) {
      const bit = object * wordsEach + word;
      heap[bits + (bit >> 3)] |= 1 << (bit & 7);
    }
  }
  const diagnostics = new Diagnostics();
  const spans = readSpans(place, memory, diagnostics);
  const graph = buildGraph({
    spans,
    memory,
    diagnostics,
    allowedBytes,
    roots: roots.map(({ rank, objects }, index) => ({
      kind: 'variable',
      name: `root ${index}`,
      address: 0,
      rank,
      pointers: Float64Array.from(objects, addressOf),
    })),
  });
  if (!graph) throw new Error('too many slots');
  return { graph, addressOf, memory, diagnostics };
}
