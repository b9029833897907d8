import { Diagnostics } from '../base/index.ts';
import {
  accountMemory,
  type AddressSpace,
  type DeadGoroutine,
  everythingResident,
  findRuntime,
  type Goroutine,
  type HolderParts,
  type Holders,
  type HeapSpans,
  type Memory,
  type MemoryAccount,
  openFunctions,
  openTypes,
  ProcessHashes,
  readGcState,
  readGoroutines,
  readMaps,
  readSpans,
  type Runtime,
  scannedBytes,
  type SpanTable,
  surveyGoroutines,
  traceHolders,
} from '../image/index.ts';
import { mapsOfNote } from '../findings/index.ts';
import { BoundedMemory, OverBudgetError } from './bounded-memory.ts';
import type { Census } from './census.ts';
import { copyHeap } from './copy-heap.ts';
import type { CopyRoom } from './copy-room.ts';
import type { GraphThread } from './graph-thread/graph-thread.ts';
import type { OpenTarget } from './open-target.ts';
import { chosenCount, type InspectOptions } from './options.ts';
import { containersOf } from './read-containers.ts';
import { heapOf, heapWanted } from './read-heap.ts';
import { planStop } from './stop-plan.ts';

/** What was made ready before. */
export interface CensusAids {
  readonly room?: CopyRoom | undefined;
  readonly thread?: GraphThread | undefined;
}

/** Everything that is read of the target before it is judged. */
export function readCensus(
  opened: OpenTarget,
  options: InspectOptions,
  { room, thread }: CensusAids = {},
): Census {
  const { evidence } = opened;
  const memory = new BoundedMemory(evidence.memory, options.maxMemoryBytes);
  const diagnostics = new Diagnostics();
  const ground = readGround(opened, memory, diagnostics, options);
  const { runtime, spans, goroutines, dead, addressSpace } = ground;
  const wanted = heapWanted(opened, spans, options);
  const plan = opened.canGoOn ? planStop(spans, wanted === true, 0, room?.byteCount ?? 0).kind : 'stand';
  const goOnWithCopy = (leaves: boolean): void => {
    options.onPhase?.('copy');
    memory.useCopy(copyHeap({ runtime, spans, goroutines, memory: evidence.memory, leaves, room }));
    opened.resume();
  };
  if (plan === 'copy-all') goOnWithCopy(true);
  const account = accountOf(opened, memory, diagnostics, ground);
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
  if (plan === 'census-first') {
    table.checkUnheld();
    goOnWithCopy(false);
  }
  const heap = wanted === true ? heapOf({ ...read, account, residency, thread }, options) : undefined;
  const holders = options.holders === false ? undefined : (heap?.traced.holders ?? holdersOf(read, options));
  table.checkUnheld();
  const containers = options.holders === false ? undefined : containersOf(read, evidence.monotonicNs, heap);
  memory.lift();
  const hashes = new ProcessHashes(runtime, memory);
  return {
    runtime,
    types,
    hashes,
    spans,
    goroutineList: goroutines,
    account,
    residency,
    goroutines: survey,
    gc,
    nowNs,
    table,
    containers,
    memory,
    holders,
    heap,
    omitted: typeof wanted === 'object' ? wanted : undefined,
    diagnostics,
  };
}

/** What everything else stands on: the runtime, spans, goroutines, and which pages are in memory. */
function readGround(
  opened: OpenTarget,
  memory: Memory,
  diagnostics: Diagnostics,
  options: InspectOptions,
): Ground {
  const { evidence } = opened;
  options.onPhase?.('runtime');
  const runtime = findRuntime(evidence, diagnostics);
  options.onPhase?.('spans');
  const spans = evidence.heap?.spans ?? readSpans(runtime, memory, diagnostics);
  const dead: DeadGoroutine[] = [];
  const goroutines = readGoroutines(runtime, memory, evidence.threads, diagnostics, (each) =>
    dead.push(each),
  );
  const addressSpace = evidence.readAddressSpace?.();
  return { runtime, spans, goroutines, dead, addressSpace };
}

function accountOf(
  { evidence, isFrozen }: OpenTarget,
  memory: Memory,
  diagnostics: Diagnostics,
  { runtime, spans, goroutines, addressSpace }: Ground,
): MemoryAccount {
  return accountMemory({
    runtime,
    memory,
    spans,
    goroutines,
    addressSpace,
    memStats: evidence.heap?.dump.memStats,
    // Only a process that runs can have moved anything; what the second reading meets, the first has told.
    spansAfter: addressSpace && !isFrozen ? spansAgain(runtime, memory) : undefined,
    diagnostics,
  });
}

interface Ground {
  readonly runtime: Runtime;
  readonly spans: SpanTable;
  readonly goroutines: readonly Goroutine[];
  readonly dead: readonly DeadGoroutine[];
  readonly addressSpace: AddressSpace | undefined;
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

function spansAgain(runtime: Runtime, memory: Memory): HeapSpans {
  memory.refresh();
  return readSpans(runtime, memory, new Diagnostics());
}
