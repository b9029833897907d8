import { type Address, i32At, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';

/**
 * What the collector and the scavenger go by, as the process has it now. Fields are undefined where this Go lacks them, or
 * where the binary has no symbols to find them by.
 */
export interface GcState {
  /** GOGC; -1 for off. */
  readonly gcPercent: number | undefined;
  /** GOMEMLIMIT in bytes; undefined also where none is set (Go 1.19+). */
  readonly memoryLimitBytes: number | undefined;
  /** Heap size at which the cycle that comes next is to end, by GOGC; undefined where GOGC is off. */
  readonly heapGoalBytes: number | undefined;
  /** Bytes that the last cycle found alive, and what was allocated since. */
  readonly heapLiveBytes: number | undefined;
  /** When the last cycle ended its marking, in nanoseconds of CLOCK_MONOTONIC; undefined before the first one. */
  readonly lastCycleNs: number | undefined;
  /** Heap spans in use and idle ones still backed: what the scavenger holds against its goal (heapRetained). */
  readonly retainedBytes: number | undefined;
  /** The scavenger gives pages back down to here; undefined where it has nothing to do. */
  readonly scavengeGoalBytes: number | undefined;
  /** All memory that the runtime has ready, where the scavenger is above 95 % of GOMEMLIMIT and gives back down to that. */
  readonly limitExcessBytes: number | undefined;
}

/** No sum of bytes reaches it: goals that do are the runtime's "none" (math.MaxInt64, ^uint64(0)). */
const noBytes = 2 ** 48;
/** runtime.scavenge begins with gcPercentGoal and memoryLimitGoal (runtime/mgcscavenge.go, Go 1.19 to 1.26). */
const scavengeBytes = 16;

/** Reads runtime.gcController (runtime/mgcpacer.go), memstats (mstats.go) and scavenge (mgcscavenge.go). */
export function readGcState(
  runtime: Pick<Runtime, 'elf' | 'loadBias' | 'layouts' | 'goMinor'>,
  memory: Memory,
): GcState {
  const { layouts, goMinor } = runtime;
  const placeOf = (name: string): Address | undefined => {
    const symbol = runtime.elf.symbol(name);
    return symbol && symbol.address + runtime.loadBias;
  };
  const controller = placeOf('runtime.gcController');
  const read = (base: Address | undefined, offset: number, length: number): Uint8Array | undefined =>
    base === undefined || offset < 0 ? undefined : memory.read(base + offset, length);
  const word = (base: Address | undefined, offset: number): number | undefined => {
    const bytes = read(base, offset, 8);
    const value = bytes ? u64At(bytes, 0) : noBytes;
    return value < noBytes ? value : undefined;
  };
  const field = (name: string): number | undefined =>
    word(controller, layouts.find('runtime.gcControllerState', name));
  const gcPercent = read(controller, layouts.find('runtime.gcControllerState', 'gcPercent'), 4);
  // Go 1.18 has the goal itself and no limit.
  const heapGoalBytes = field(goMinor >= 19 ? 'gcPercentHeapGoal' : 'heapGoal');
  const scavenge = goMinor >= 19 ? read(placeOf('runtime.scavenge'), 0, scavengeBytes) : undefined;
  const inUse = field('heapInUse');
  const idle = field('heapFree');
  const limitGoal = scavenge ? u64At(scavenge, 8) : noBytes;
  const ready = field('mappedReady');
  const scavengeGoal = scavenge ? u64At(scavenge, 0) : noBytes;
  const lastCycleNs = word(placeOf('runtime.memstats'), layouts.find('runtime.mstats', 'last_gc_nanotime'));
  return {
    gcPercent: gcPercent && i32At(gcPercent, 0),
    memoryLimitBytes: field('memoryLimit'),
    heapGoalBytes,
    heapLiveBytes: field('heapLive'),
    lastCycleNs: lastCycleNs === 0 ? undefined : lastCycleNs,
    retainedBytes: inUse === undefined || idle === undefined ? undefined : inUse + idle,
    scavengeGoalBytes: scavengeGoal > 0 && scavengeGoal < noBytes ? scavengeGoal : undefined,
    limitExcessBytes:
      ready !== undefined && limitGoal > 0 && limitGoal < noBytes
        ? Math.max(0, ready - limitGoal)
        : undefined,
  };
}
