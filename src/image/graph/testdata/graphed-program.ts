import { Diagnostics } from '../../../base/index.ts';
import { readGoroutines } from '../../goroutines/read-goroutines.ts';
import type { Memory } from '../../memory.ts';
import type { Inspected } from '../../runtime/testdata/go-process.ts';
import type { SpanTable } from '../../span-table.ts';
import { readSpans } from '../../spans/read-spans.ts';
import { buildGraph, type MarkedHeap } from '../build-graph.ts';
import { heapRoots } from '../heap-roots.ts';
import type { ObjectGraph } from '../object-graph.ts';

export interface Graphed {
  readonly graph: ObjectGraph | MarkedHeap;
  readonly spans: SpanTable;
  readonly diagnostics: Diagnostics;
}

/** The graph of a running program. `memory` is what roots and objects are read from, where that is to be damaged. */
export function graphOf(
  { image, runtime }: Inspected<unknown>,
  { memory = image.memory, allowedBytes = Infinity }: { memory?: Memory; allowedBytes?: number } = {},
): Graphed {
  const diagnostics = new Diagnostics();
  const spans = readSpans(runtime, image.memory, diagnostics);
  const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
  const roots = heapRoots({ runtime, spans, memory, goroutines, diagnostics });
  const graph = buildGraph({ spans, memory, roots, diagnostics, allowedBytes });
  if (!graph) throw new Error('too many slots');
  return { graph, spans, diagnostics };
}
