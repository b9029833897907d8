import type { HolderParts, ImageEvidence, SpanTable } from '../image/index.ts';
import { mapsOfNote } from '../findings/index.ts';
import { OverBudgetError } from './bounded-memory.ts';
import { estimateGraph, type GraphEstimate } from './graph-estimate.ts';
import { type HeapLook, type HeapLookParts, lookAtHeap } from './heap-look.ts';
import { chosenCount, type InspectOptions } from './options.ts';

/** A live process is looked at object by object without being asked where that takes a moment only. */
const unaskedMs = 1500;
const unaskedBytes = 200e6;

/** True, false where it is not wanted, or what it would take where that is more than is taken without being asked. */
export function heapWanted(
  kind: ImageEvidence['kind'],
  spans: SpanTable,
  options: InspectOptions,
): boolean | GraphEstimate {
  if (options.graph === false || options.holders === false) return false;
  const estimate = estimateGraph(spans);
  const isSmall = estimate.expectedMs <= unaskedMs && estimate.expectedBytes <= unaskedBytes;
  if (options.graph !== true && kind === 'process' && !isSmall) return estimate;
  options.onGraph?.(estimate);
  return true;
}

/** Every object; undefined where that would take more memory than is allowed, or was broken off. */
export function heapOf(
  read: Omit<HolderParts, 'options'> & Pick<HeapLookParts, 'account' | 'residency' | 'thread'>,
  options: InspectOptions,
): HeapLook | undefined {
  const wanted = [...mapsOfNote(read.maps, chosenCount(options.top))];
  const { maxMemoryBytes } = options;
  const allowedBytes =
    maxMemoryBytes === undefined ? Infinity : Math.max(0, maxMemoryBytes - process.memoryUsage.rss());
  const parts = { ...read, allowedBytes, options: { wanted, redact: options.redact ?? false } };
  const look = (): HeapLook | undefined => lookAtHeap(parts, (phase) => options.onPhase?.(phase));
  try {
    const heap = options.interruptible ? options.interruptible(look) : { result: look() };
    if (heap) return heap.result;
    read.diagnostics.add(
      'graph-interrupted',
      'The look at every object was broken off; what was known by then is told.',
    );
  } catch (error) {
    if (!(error instanceof OverBudgetError)) throw error;
    read.diagnostics.add(
      'graph-dropped',
      'Not every object was looked at: that took more memory than --max-memory allows.',
    );
  }
  return undefined;
}
