/* One graph of one process, for graph.ts: prints what it found and took as a line of JSON. Usage: PID [ALLOWED_BYTES]. */
import { openProcess } from '../src/adapters/index.ts';
import { Diagnostics } from '../src/base/index.ts';
import { buildGraph, findRuntime, heapRoots, readGoroutines, readSpans } from '../src/image/index.ts';

export interface GraphLook {
  readonly kind: 'graph' | 'marks';
  readonly workMs: number;
  readonly reachableObjects: number;
  readonly reachableBytes: number;
  readonly edges: number;
}

const startMs = performance.now();
const image = openProcess(Number(process.argv[2]));
const { memory } = image;
const diagnostics = new Diagnostics();
const runtime = findRuntime(image, diagnostics);
const spans = readSpans(runtime, memory, diagnostics);
const goroutines = readGoroutines(runtime, memory, image.threads, diagnostics);
const graph = buildGraph({
  spans,
  memory,
  diagnostics,
  roots: heapRoots({ runtime, spans, memory, goroutines, diagnostics }),
  allowedBytes: Number(process.argv[3] ?? Infinity),
});
if (!graph) throw new Error('too many slots');
const look: GraphLook = {
  kind: graph.kind,
  workMs: performance.now() - startMs,
  reachableObjects: graph.totals.reachable.objects,
  reachableBytes: graph.totals.reachable.bytes,
  edges: graph.edgeCount,
};
console.log(JSON.stringify(look));
image.close();
