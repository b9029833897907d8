import { type Address, u64At } from '../../base/index.ts';
import type { FunctionTable, SourcePosition } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';
import { type ProfileLabel, ProfileLabels } from './profile-labels.ts';
import { readWaitReasons } from './wait-reasons.ts';

/** What the runtime keeps of a goroutine beside its stack. */
export interface GoroutineFacts {
  readonly id: number;
  /** `chan receive`; for one that does not wait `runnable`, `running`, `syscall`, `preempted`, … as tracebacks say it. */
  readonly state: string;
  /**
   * Nanoseconds that it has waited, at most. The runtime notes no time when a goroutine begins to wait. The first
   * collection that meets it waiting does (runtime/mgcmark.go, markroot), and writes when the collection before ended its
   * marking (work.tstart, set by gcMark): the figure is too large by up to the time between two collections, two minutes
   * where nothing but time starts them. Undefined where no collection has met it, where that was the first one of the
   * process, or where the present time is not known.
   */
  readonly waitedNs: number | undefined;
  /** Where the go statement stands, inlined calls resolved; '' and undefined where unknown. */
  readonly createdBy: string;
  readonly createdAt: SourcePosition | undefined;
  /** The goroutine that ran the go statement; 0 before Go 1.21 and for the first one. */
  readonly parentId: number;
  /** The function that it runs: `main.worker`. */
  readonly startName: string;
  readonly labels: readonly ProfileLabel[];
  /** Bytes in use; all that are reserved where the place of a running one is not known. */
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** By runtime.LockOSThread. */
  readonly isLockedToThread: boolean;
  /** One of the runtime's own (runtime/traceback.go, isSystemGoroutine). */
  readonly isSystem: boolean;
}

const waitingStatus = 4;
const syscallStatus = 3;
/** runtime/traceback.go, gStatusStrings. */
const stateNames: Readonly<Record<number, string>> = {
  1: 'runnable',
  2: 'running',
  3: 'syscall',
  4: 'waiting',
  8: 'copystack',
  9: 'preempted',
  10: 'leaked',
};
/** What the runtime starts for the program. */
const programStarts: ReadonlySet<string> = new Set([
  'runtime.main',
  'runtime.corostart',
  'runtime.handleAsyncEvent',
]);
/** These run code of the program now and then, and are the runtime's own while they wait for work. */
const sharedStarts: ReadonlySet<string> = new Set([
  'runtime.runfinq',
  'runtime.runFinalizers',
  'runtime.runCleanups',
]);
const idleReasons: ReadonlySet<string> = new Set(['finalizer wait', 'cleanup wait']);

/** Reads facts of goroutines one by one. `nowNs` is CLOCK_MONOTONIC where the process runs, the clock of runtime.nanotime. */
export class GoroutineFactsReader {
  readonly #reader: Reader;
  readonly #functions: FunctionTable;
  readonly #reasons: readonly string[];
  readonly #labelReader: ProfileLabels;
  readonly #nowNs: number | undefined;
  readonly #size: number;
  readonly #waitSince: number;
  readonly #waitReason: number;
  readonly #gopc: number;
  readonly #parentGoid: number;
  readonly #labels: number;
  readonly #lockedM: number;

  constructor(runtime: Runtime, functions: FunctionTable, memory: Memory, nowNs: number | undefined) {
    const { layouts } = runtime;
    const at = (field: string): number => layouts.offset('runtime.g', field);
    this.#reader = new Reader(memory);
    this.#functions = functions;
    this.#reasons = readWaitReasons(runtime, memory);
    this.#labelReader = new ProfileLabels(runtime, layouts, this.#reader);
    this.#nowNs = nowNs;
    this.#size = layouts.struct('runtime.g')?.size ?? 0;
    this.#waitSince = at('waitsince');
    this.#waitReason = at('waitreason');
    this.#gopc = at('gopc');
    this.#labels = at('labels');
    this.#lockedM = at('lockedm');
    // Go 1.21+.
    this.#parentGoid = layouts.find('runtime.g', 'parentGoid');
  }

  /** Undefined where the goroutine's own struct cannot be read any more. */
  of(goroutine: Goroutine): GoroutineFacts | undefined {
    const g = this.#reader.view(goroutine.address, this.#size);
    if (!g) return undefined;
    const { id, status, sp, stackLow, stackHigh } = goroutine;
    const waitSince = u64At(g, this.#waitSince);
    const gopc = u64At(g, this.#gopc);
    const labels = u64At(g, this.#labels);
    const parentId = this.#parentGoid < 0 ? 0 : u64At(g, this.#parentGoid);
    const isLockedToThread = u64At(g, this.#lockedM) !== 0;
    const state = this.#state(status, g[this.#waitReason]);
    const startName = this.#functions.nameOf(goroutine.startPc) ?? '';
    // The reading of labels ends the life of the view `g`.
    // The first one is started by assembly, which tracebacks do not tell either.
    const [creation] = gopc === 0 || id === 1 ? [] : this.#functions.callsAt(gopc - 1);
    return {
      id,
      state,
      waitedNs: this.#waited(status, waitSince),
      createdBy: creation?.name ?? '',
      createdAt: creation?.position,
      parentId,
      startName,
      labels: this.#labelReader.at(labels),
      stackUsedBytes: stackHigh - sp,
      stackReservedBytes: stackHigh - stackLow,
      isLockedToThread,
      isSystem: isSystem(startName, state),
    };
  }

  #state(status: number, reason: number): string {
    if (status !== waitingStatus) return stateNames[status] ?? `status ${status}`;
    // Zero says nothing; a number that the table lacks is of a newer version or damage.
    return reason === 0 ? stateNames[waitingStatus] : (this.#reasons[reason] ?? `wait reason ${reason}`);
  }

  #waited(status: number, waitSince: Address): number | undefined {
    const isBlocked = status === waitingStatus || status === syscallStatus;
    if (!isBlocked || waitSince === 0 || this.#nowNs === undefined || waitSince > this.#nowNs)
      return undefined;
    return this.#nowNs - waitSince;
  }
}

function isSystem(startName: string, state: string): boolean {
  if (programStarts.has(startName)) return false;
  if (sharedStarts.has(startName)) return idleReasons.has(state);
  return startName.startsWith('runtime.');
}
