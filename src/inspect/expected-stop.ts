import { pageBytes } from '../gomem/index.ts';
import { openProcess, type ProcessImage, resolveTarget } from '../adapters/index.ts';
import { type Address, Diagnostics } from '../base/index.ts';
import { findRuntime, readSpans, type Runtime, type SpanTable } from '../image/index.ts';
import { CopyRoom } from './copy-room.ts';
import type { InspectOptions } from './options.ts';
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

/** What was found out before the stop, and need not be once the process stands. */
export interface KnownRuntime {
  readonly runtime: Runtime;
  readonly diagnostics: Diagnostics;
}

/** A process that is open and runs, and what is ready for its stop. */
export interface PreparedStop {
  readonly image: ProcessImage;
  readonly expected: ExpectedStop;
  readonly known: KnownRuntime;
  readonly room: CopyRoom;
}

/** Tables and stacks are copied beside the spans, and a process that runs may grow until it is stopped. */
const roomShare = 1.1;

/**
 * Looks at a process that runs, to say how long a look at it will stop it, and does what can be done before; undefined for what
 * is no process.
 */
export async function prepareStop(
  target: string,
  options: InspectOptions,
): Promise<PreparedStop | undefined> {
  const found = resolveTarget(target);
  if (found.kind !== 'process') return undefined;
  const { exe } = options;
  const image = openProcess(found.pid, exe === undefined ? {} : { exe });
  try {
    const { memory, pid } = image;
    const diagnostics = new Diagnostics();
    const runtime = findRuntime(image, diagnostics);
    const startedMs = performance.now();
    const spans = readSpans(runtime, memory, new Diagnostics());
    const tablesMs = performance.now() - startedMs;
    const { onGraph: _, ...quiet } = options;
    const { kind, stopMs, copiedBytes } = planStop(spans, {
      withGraph: heapWanted(image.kind, spans, quiet) === true,
      withHolders: options.holders !== false,
      maxMemoryBytes: options.maxMemoryBytes,
      tablesMs,
      reservedBytes: 0,
      residentBytes: image.rssBytes(),
      mayCopyFirst: true,
    });
    const heap = kind === 'copy-first' ? boundsOf(spans) : undefined;
    const room = new CopyRoom(copiedBytes * roomShare);
    await memory.startCopyThread(room.buffers);
    return { image, expected: { pid, stopMs, copiedBytes, heap }, known: { runtime, diagnostics }, room };
  } catch (error) {
    image.close();
    throw error;
  }
}

function boundsOf({ count, base, pageCount }: SpanTable): { start: Address; end: Address } {
  const last = count - 1;
  return last < 0 ? { start: 0, end: 0 } : { start: base[0], end: base[last] + pageCount[last] * pageBytes };
}
