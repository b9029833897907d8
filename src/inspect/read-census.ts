import { Diagnostics } from '../base/index.ts';
import {
  accountMemory,
  type AddressSpace,
  type DeadGoroutine,
  everythingResident,
  findRuntime,
  findRuntimeAgain,
  type Goroutine,
  type HolderParts,
  type ImageEvidence,
  type Holders,
  type Memory,
  type MemoryAccount,
  openFunctions,
  openTypes,
  ProcessHashes,
  readGcState,
  readGoroutines,
  readMaps,
  type Residency,
  type Runtime,
  scannedBytes,
  type SpanTable,
  surveyGoroutines,
  traceHolders,
} from '../image/index.ts';
import { mapsOfNote } from '../findings/index.ts';
import { BoundedMemory, OverBudgetError } from './bounded-memory.ts';
import type { Census } from './census.ts';
import { copyHeap, copyResident } from './copy-heap.ts';
import type { CopyRoom } from './copy-room.ts';
import type { ExpectedStop, KnownRuntime } from './expected-stop.ts';
import type { GraphThread } from './graph-thread/graph-thread.ts';
import type { OpenTarget } from './open-target.ts';
import { chosenCount, type InspectOptions } from './options.ts';
import { containersOf } from './read-containers.ts';
import { heapOf, heapWanted } from './read-heap.ts';
import {
  readStampedSpans,
  settledAccount,
  type SettledAccount,
  type StampedSpans,
} from './settled-account.ts';
import { planStop, type StopPlan } from './stop-plan.ts';

/** What was made ready before. */
export interface CensusAids {
  readonly room?: CopyRoom | undefined;
  readonly known?: KnownRuntime | undefined;
  readonly thread?: GraphThread | undefined;
  /** Where the heap was right before the process was stopped, if it is to be copied before anything else. */
  readonly heapBefore?: ExpectedStop['heap'];
}

/** Everything that is read of the target before it is judged. */
export function readCensus(opened: OpenTarget, options: InspectOptions, aids: CensusAids = {}): Census {
  const { evidence } = opened;
  const { room, thread } = aids;
  const mayReadAhead = (): boolean => thread?.leavesProcessor ?? true;
  const memory = new BoundedMemory(evidence.memory, options.maxMemoryBytes, mayReadAhead);
  const diagnostics = new Diagnostics();
  const ground = readGround(opened, memory, diagnostics, options, aids);
  const { runtime, goroutines, dead, nowNs } = ground;
  const wanted = heapWanted(evidence.kind, ground.spans, options);
  const plan =
    opened.canGoOn && !ground.goesOn ? planOf(opened, ground.spans, wanted === true, options, room) : 'stand';
  const goOnWithCopy = (leaves: boolean): void => {
    options.onPhase?.('copy');
    const space = ground.addressSpace();
    const pages = space?.before.swapBytes === 0 ? space.pages : undefined;
    const heap = { runtime, spans: ground.spans, goroutines, memory: evidence.memory };
    memory.useCopy(copyHeap({ ...heap, leaves, room, pages }));
    opened.resume();
  };
  if (plan === 'copy-all') goOnWithCopy(true);
  const functions = openFunctions(runtime, memory);
  const surveyed = (): SurveyedGround => {
    const found = accountOf(opened, memory, diagnostics, ground);
    const { account, spans: settled } = found;
    const residency = found.addressSpace?.pages ?? everythingResident;
    const place = { runtime, functions, memory, spans: settled, residency };
    const survey = surveyGoroutines({ ...place, goroutines, dead, nowNs });
    return { spans: settled, residency, account, survey, gc: readGcState(runtime, memory) };
  };
  // At once: what a process that runs does to its goroutines is not waited for. One that stands is to go on first.
  const before = plan === 'census-first' ? undefined : surveyed();
  const { spans } = before ?? ground;
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
  const { residency, account, survey, gc } = before ?? surveyed();
  const heap = wanted === true ? heapOf({ ...read, account, residency, thread }, options) : undefined;
  const holders = options.holders === false ? undefined : (heap?.traced.holders ?? holdersOf(read, options));
  table.checkUnheld();
  const containers = options.holders === false ? undefined : containersOf(read, nowNs, heap);
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

/** What has been looked at beside maps and objects. */
interface SurveyedGround {
  /** Of a process that runs, those that the account was made of. */
  readonly spans: SpanTable;
  readonly residency: Residency;
  readonly account: MemoryAccount;
  readonly survey: Census['goroutines'];
  readonly gc: Census['gc'];
}

function planOf(
  { rssBytes }: OpenTarget,
  spans: SpanTable,
  withGraph: boolean,
  { holders, maxMemoryBytes }: InspectOptions,
  room: CopyRoom | undefined,
): StopPlan['kind'] {
  return planStop(spans, {
    withGraph,
    withHolders: holders !== false,
    maxMemoryBytes,
    tablesMs: 0,
    reservedBytes: room?.byteCount ?? 0,
    residentBytes: rssBytes ?? 0,
    mayCopyFirst: false,
  }).kind;
}

/** What everything else stands on: the runtime, spans, goroutines, and which pages are in memory. */
function readGround(
  opened: OpenTarget,
  memory: BoundedMemory,
  diagnostics: Diagnostics,
  options: InspectOptions,
  { room, known, heapBefore }: CensusAids,
): Ground {
  const { evidence } = opened;
  options.onPhase?.('runtime');
  if (known) diagnostics.addAll(known.diagnostics.list());
  const runtime = known
    ? findRuntimeAgain(known.runtime, evidence, diagnostics)
    : findRuntime(evidence, diagnostics);
  const copied = heapBefore && copyFirst(opened, memory, runtime, heapBefore, options, room);
  options.onPhase?.('spans');
  const stamped = evidence.heap
    ? { spans: evidence.heap.spans, stamp: undefined }
    : readStampedSpans(runtime, memory, diagnostics);
  const dead: DeadGoroutine[] = [];
  const goroutines = readGoroutines(
    runtime,
    memory,
    copied?.threads ?? evidence.threads,
    diagnostics,
    (each) => dead.push(each),
  );
  const nowNs = copied?.nowNs ?? evidence.monotonicNs;
  let space = copied && { read: copied.addressSpace };
  const addressSpace = (): AddressSpace | undefined =>
    (space ??= { read: evidence.readAddressSpace?.() }).read;
  return { runtime, ...stamped, goroutines, dead, addressSpace, nowNs, goesOn: copied !== undefined };
}

/**
 * Copies all that is there and lets the process go on; undefined where that cannot be done: what is in swap cannot be had.
 * Says what else is only to be seen while it stands.
 */
function copyFirst(
  opened: OpenTarget,
  memory: BoundedMemory,
  runtime: Runtime,
  heap: NonNullable<ExpectedStop['heap']>,
  { onPhase }: InspectOptions,
  room: CopyRoom | undefined,
): CopiedFirst | undefined {
  const { evidence, canGoOn } = opened;
  const addressSpace = canGoOn ? evidence.readAddressSpace?.() : undefined;
  if (addressSpace?.before.swapBytes !== 0) return undefined;
  const { threads, monotonicNs: nowNs } = evidence;
  onPhase?.('copy');
  memory.useCopy(copyResident({ runtime, memory: evidence.memory, room, addressSpace, heap }));
  opened.resume();
  return { addressSpace, nowNs, threads };
}

function accountOf(
  { evidence, isFrozen }: OpenTarget,
  memory: Memory,
  diagnostics: Diagnostics,
  ground: Ground,
): SettledAccount {
  const { runtime, spans, goroutines } = ground;
  // Only a process that runs can move anything meanwhile.
  if (evidence.kind === 'process' && !isFrozen) {
    const readAddressSpace = (): AddressSpace | undefined => evidence.readAddressSpace?.();
    return settledAccount({ readAddressSpace, runtime, memory, goroutines, diagnostics }, ground);
  }
  const addressSpace = ground.addressSpace();
  const memStats = evidence.heap?.dump.memStats;
  const place = { runtime, memory, spans, goroutines, addressSpace, memStats, diagnostics };
  return { spans, addressSpace, account: accountMemory({ ...place, spansAfter: undefined }) };
}

interface Ground extends StampedSpans {
  readonly runtime: Runtime;
  readonly goroutines: readonly Goroutine[];
  readonly dead: readonly DeadGoroutine[];
  /** Read once, when it is first asked for: before a process that stands goes on. */
  addressSpace(): AddressSpace | undefined;
  readonly nowNs: number | undefined;
  /** True where the process was copied and goes on. */
  readonly goesOn: boolean;
}

/** What is only to be seen of a process while it stands. */
interface CopiedFirst {
  readonly addressSpace: AddressSpace | undefined;
  readonly nowNs: number | undefined;
  readonly threads: ImageEvidence['threads'];
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
