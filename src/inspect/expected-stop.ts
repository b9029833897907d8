import { pageBytes } from '../gomem/index.ts';
import { type Address, Diagnostics } from '../base/index.ts';
import { findRuntime, readSpans, type SpanTable } from '../image/index.ts';
import { openTarget } from './open-target.ts';
import { heapWanted } from './read-heap.ts';
import { planStop } from './stop-plan.ts';

/** How long a process will be stopped, said before it is. */
export interface ExpectedStop {
  readonly pid: number;
  readonly stopMs: number;
  /** Bytes that are copied meanwhile; 0 where the look itself is made while the process stands. */
  readonly copiedBytes: number;
  /** Bounds of the heap, where all that is there is to be copied before anything is looked at. */
  readonly heap: { readonly start: Address; readonly end: Address } | undefined;
}

/** Looks at the span table of a process that runs, to say how long a look at it will stop it; undefined for a core. */
export async function expectStop(
  target: string,
  { graph, ...place }: { readonly exe?: string; readonly graph?: boolean },
): Promise<ExpectedStop | undefined> {
  const opened = await openTarget(target, { ...place, freeze: false });
  try {
    const { evidence, rssBytes } = opened;
    if (evidence.kind !== 'process') return undefined;
    const diagnostics = new Diagnostics();
    const startedMs = performance.now();
    const spans = readSpans(findRuntime(evidence, diagnostics), evidence.memory, diagnostics);
    const tablesMs = performance.now() - startedMs;
    const withGraph = heapWanted(opened, spans, graph === undefined ? {} : { graph }) === true;
    const plan = planStop(spans, { withGraph, tablesMs, reservedBytes: 0, rssBytes });
    const { stopMs, copiedBytes, kind } = plan;
    const heap = kind === 'copy-first' ? boundsOf(spans) : undefined;
    return { pid: evidence.pid, stopMs, copiedBytes, heap };
  } finally {
    opened.close();
  }
}

function boundsOf({ count, base, pageCount }: SpanTable): { start: Address; end: Address } {
  const last = count - 1;
  return last < 0 ? { start: 0, end: 0 } : { start: base[0], end: base[last] + pageCount[last] * pageBytes };
}
