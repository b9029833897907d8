import { Diagnostics } from '../base/index.ts';
import {
  accountMemory,
  everythingResident,
  findRuntime,
  type HolderParts,
  type Holders,
  openFunctions,
  openTypes,
  ProcessHashes,
  readGoroutines,
  readMaps,
  readSpans,
  scannedBytes,
  type SpanTable,
  traceHolders,
} from '../image/index.ts';
import { mapsOfNote } from '../findings/index.ts';
import { BoundedMemory, OverBudgetError } from './bounded-memory.ts';
import type { Census } from './census.ts';
import { estimateGraph, type GraphEstimate } from './graph-estimate.ts';
import { type HeapLook, type HeapLookParts, lookAtHeap } from './heap-look.ts';
import type { OpenTarget } from './open-target.ts';
import { chosenCount, type InspectOptions } from './options.ts';

/** Everything that is read of the target before it is judged. */
export function readCensus(opened: OpenTarget, options: InspectOptions): Census {
  const { evidence } = opened;
  const memory = new BoundedMemory(evidence.memory, options.maxMemoryBytes);
  const diagnostics = new Diagnostics();
  options.onPhase?.('runtime');
  const runtime = findRuntime(evidence, diagnostics);
  options.onPhase?.('spans');
  const spans = readSpans(runtime, memory, diagnostics);
  const goroutines = readGoroutines(runtime, memory, evidence.threads, diagnostics);
  const addressSpace = evidence.readAddressSpace?.();
  const account = accountMemory({
    runtime,
    memory,
    spans,
    goroutines,
    addressSpace,
    // Only a process that runs can have moved anything; what the second reading meets, the first has told.
    spansAfter: addressSpace && !opened.isFrozen ? readSpans(runtime, memory, new Diagnostics()) : undefined,
    diagnostics,
  });
  options.onPhase?.('maps');
  options.onHeap?.(scannedBytes(spans));
  const types = openTypes(runtime, memory, diagnostics);
  const table = readMaps(runtime, spans, memory, goroutines, diagnostics, {
    types,
    checkLater: options.holders !== false,
  });
  const read = { runtime, types, spans, maps: table, memory, goroutines, diagnostics };
  const residency = addressSpace?.pages ?? everythingResident;
  const wanted = heapWanted(opened, spans, options);
  const heap = wanted === true ? heapOf({ ...read, account, residency }, options) : undefined;
  const holders = options.holders === false ? undefined : (heap?.traced.holders ?? holdersOf(read, options));
  table.checkUnheld();
  memory.lift();
  const hashes = new ProcessHashes(runtime, memory);
  return {
    runtime,
    types,
    hashes,
    spans,
    goroutines,
    account,
    residency,
    table,
    memory,
    holders,
    heap,
    omitted: typeof wanted === 'object' ? wanted : undefined,
    diagnostics,
  };
}

/** A live process is looked at object by object without being asked where that takes a moment only. */
const unaskedMs = 1500;
const unaskedBytes = 200e6;

/** True, false where it is not wanted, or what it would take where that is more than is taken without being asked. */
function heapWanted(opened: OpenTarget, spans: SpanTable, options: InspectOptions): boolean | GraphEstimate {
  if (options.graph === false || options.holders === false) return false;
  const estimate = estimateGraph(spans);
  const isSmall = estimate.expectedMs <= unaskedMs && estimate.expectedBytes <= unaskedBytes;
  if (options.graph !== true && opened.evidence.kind === 'process' && !isSmall) return estimate;
  options.onGraph?.(estimate);
  return true;
}

/** Every object; undefined where that would take more memory than is allowed, or was broken off. */
function heapOf(
  read: Omit<HolderParts, 'functions' | 'options'> & Pick<HeapLookParts, 'account' | 'residency'>,
  options: InspectOptions,
): HeapLook | undefined {
  const wanted = [...mapsOfNote(read.maps, chosenCount(options.top))];
  const functions = openFunctions(read.runtime, read.memory);
  const { maxMemoryBytes } = options;
  const allowedBytes =
    maxMemoryBytes === undefined ? Infinity : Math.max(0, maxMemoryBytes - process.memoryUsage.rss());
  const parts = { ...read, functions, allowedBytes, options: { wanted, redact: options.redact ?? false } };
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

/** Who holds the maps; undefined where that would take more memory than is allowed. */
function holdersOf(
  read: Omit<HolderParts, 'functions' | 'options'>,
  options: InspectOptions,
): Holders | undefined {
  options.onPhase?.('holders');
  const wanted = [...mapsOfNote(read.maps, chosenCount(options.top))];
  try {
    return traceHolders({
      ...read,
      functions: openFunctions(read.runtime, read.memory),
      options: { wanted, redact: options.redact ?? false },
    });
  } catch (error) {
    if (!(error instanceof OverBudgetError)) throw error;
    read.diagnostics.add(
      'holders-dropped',
      'Who holds each map is not told: tracing it took more memory than --max-memory allows.',
    );
    return undefined;
  }
}
