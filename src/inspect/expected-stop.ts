import { Diagnostics } from '../base/index.ts';
import { findRuntime, readSpans } from '../image/index.ts';
import { openTarget } from './open-target.ts';
import { planStop } from './stop-plan.ts';

/** How long a process will be stopped, said before it is. */
export interface ExpectedStop {
  readonly pid: number;
  readonly stopMs: number;
  /** Bytes that are copied meanwhile; 0 where the look itself is made while the process stands. */
  readonly copiedBytes: number;
}

/** Looks at the span table of a process that runs, to say how long a look at it will stop it; undefined for a core. */
export async function expectStop(
  target: string,
  { graph, ...place }: { readonly exe?: string; readonly graph: boolean },
): Promise<ExpectedStop | undefined> {
  const opened = await openTarget(target, { ...place, freeze: false });
  try {
    const { evidence } = opened;
    if (evidence.kind !== 'process') return undefined;
    const diagnostics = new Diagnostics();
    const startedMs = performance.now();
    const spans = readSpans(findRuntime(evidence, diagnostics), evidence.memory, diagnostics);
    const { stopMs, copiedBytes } = planStop(spans, graph, performance.now() - startedMs, 0);
    return { pid: evidence.pid, stopMs, copiedBytes };
  } finally {
    opened.close();
  }
}
