import { Diagnostics } from '../base/index.ts';
import {
  accountMemory,
  everythingResident,
  findRuntime,
  type HolderParts,
  type Holders,
  type HeapSpans,
  type Memory,
  openFunctions,
  openTypes,
  ProcessHashes,
  readGoroutines,
  readMaps,
  readSpans,
  type Runtime,
  scannedBytes,
  traceHolders,
} from '../image/index.ts';
import { mapsOfNote } from '../findings/index.ts';
import { BoundedMemory, OverBudgetError } from './bounded-memory.ts';
import type { Census } from './census.ts';
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
    spansAfter: addressSpace && !opened.isFrozen ? spansAgain(runtime, memory) : undefined,
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
  const holders = options.holders === false ? undefined : holdersOf(read, options);
  table.checkUnheld();
  memory.lift();
  const hashes = new ProcessHashes(runtime, memory);
  const residency = addressSpace?.pages ?? everythingResident;
  return { runtime, types, hashes, spans, account, residency, table, memory, holders, diagnostics };
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

function spansAgain(runtime: Runtime, memory: Memory): HeapSpans {
  memory.refresh();
  return readSpans(runtime, memory, new Diagnostics());
}
