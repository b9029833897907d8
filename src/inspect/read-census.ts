import { Diagnostics } from '../base/index.ts';
import {
  accountMemory,
  type DeadGoroutine,
  everythingResident,
  findRuntime,
  type HolderParts,
  type Holders,
  openFunctions,
  openTypes,
  ProcessHashes,
  readGcState,
  readGoroutines,
  readMaps,
  readSpans,
  scannedBytes,
  surveyGoroutines,
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
  const dead: DeadGoroutine[] = [];
  const goroutines = readGoroutines(runtime, memory, evidence.threads, diagnostics, (each) =>
    dead.push(each),
  );
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
  const functions = openFunctions(runtime, memory);
  const residency = addressSpace?.pages ?? everythingResident;
  const nowNs = evidence.monotonicNs;
  // At once: what a process that runs does to its goroutines is not waited for.
  const place = { runtime, functions, memory, spans, residency };
  const survey = surveyGoroutines({ ...place, goroutines, dead, nowNs });
  const gc = readGcState(runtime, memory);
  options.onPhase?.('maps');
  options.onHeap?.(scannedBytes(spans));
  const types = openTypes(runtime, memory, diagnostics);
  const table = readMaps(runtime, spans, memory, goroutines, diagnostics, {
    types,
    checkLater: options.holders !== false,
  });
  const read = { runtime, types, spans, maps: table, memory, goroutines, functions, diagnostics };
  const holders = options.holders === false ? undefined : holdersOf(read, options);
  table.checkUnheld();
  memory.lift();
  const hashes = new ProcessHashes(runtime, memory);
  return {
    runtime,
    types,
    hashes,
    spans,
    account,
    residency,
    goroutines: survey,
    gc,
    nowNs,
    table,
    memory,
    holders,
    diagnostics,
  };
}

/** Who holds the maps; undefined where that would take more memory than is allowed. */
function holdersOf(read: Omit<HolderParts, 'options'>, options: InspectOptions): Holders | undefined {
  options.onPhase?.('holders');
  const wanted = [...mapsOfNote(read.maps, chosenCount(options.top))];
  try {
    return traceHolders({
      ...read,
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
