import type { Diagnostics } from '../../base/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { dumpedRoots } from './dumped-roots.ts';
import { queueRoots } from './queue-roots.ts';
import type { RootGroup } from './roots.ts';
import { type Extent, segmentRoots } from './segment-roots.ts';
import { specialRoots } from './special-roots.ts';
import { conservativeStackRoots } from './stack-roots.ts';

/** What the roots of an image are read from. */
export interface RootParts {
  readonly runtime: Runtime;
  readonly spans: SpanTable;
  readonly memory: Memory;
  readonly goroutines: readonly Goroutine[];
  readonly diagnostics: Diagnostics;
  /** Roots on stacks by the program's own stack maps, in place of every word of the stacks. */
  readonly stackRoots?: Iterable<RootGroup>;
  /** Whose the stretches of data and bss are, in place of what DWARF says of package variables. */
  readonly extents?: readonly Extent[];
}

/**
 * All roots of the collector (runtime/mgcmark.go, gcPrepareMarkRoots): data and bss of every module, stacks, specials,
 * finalizers and cleanups that wait. What sync.Pool keeps is reached from its package variables. Memory that the runtime
 * manages outside the heap (stacks, specials, mspans, queues) is no object, and is not counted.
 */
export function* heapRoots(parts: RootParts): Generator<RootGroup> {
  const { runtime, spans, memory, goroutines, diagnostics } = parts;
  yield* segmentRoots(runtime, memory, diagnostics, parts.extents);
  if (runtime.dump) yield* dumpedRoots(runtime.dump);
  else {
    yield* queueRoots(runtime, memory, diagnostics);
    yield* specialRoots(runtime, spans, memory, diagnostics);
  }
  yield* parts.stackRoots ?? conservativeStackRoots(goroutines, memory, diagnostics);
}
