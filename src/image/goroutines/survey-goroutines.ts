import type { Address } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import { goroutineName } from '../holders/goroutine-names.ts';
import type { Memory } from '../memory.ts';
import type { Residency } from '../residency/resident-pages.ts';
import type { Runtime } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { GoroutineFactsReader } from './goroutine-facts.ts';
import { type GoroutineGroup, groupGoroutines, type PlacedGoroutine } from './group-goroutines.ts';
import type { DeadGoroutine } from './read-goroutines.ts';
import { StandingPlaces } from './standing-place.ts';
import { Unwinder } from './unwinder.ts';

/** All goroutines of a process, in groups. */
export interface GoroutineSurvey {
  /** Those that are not dead, the runtime's own among them. */
  readonly count: number;
  /** Without the runtime's own; what runtime.NumGoroutine counts. */
  readonly programCount: number;
  readonly dead: DeadSums;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** The largest first. */
  readonly groups: readonly GoroutineGroup[];
}

/** The g structs of goroutines that have ended. */
export interface DeadSums {
  readonly count: number;
  /** What the heap spends on them: the slots of their size class. */
  readonly structBytes: number;
  /** Of stacks that they keep until the next collection. */
  readonly stackBytes: number;
}

export interface SurveyParts {
  readonly runtime: Runtime;
  readonly functions: FunctionTable;
  readonly memory: Memory;
  readonly spans: SpanTable;
  readonly goroutines: readonly Goroutine[];
  readonly dead: readonly DeadGoroutine[];
  readonly residency: Residency;
  /** CLOCK_MONOTONIC where the process runs; undefined for a core. */
  readonly nowNs: number | undefined;
}

/** The smallest stack, runtime.fixedStack on Linux: none is shrunk below it. */
const smallestStackBytes = 2048;
/** runtime.stackNosplit on amd64 and arm64 without race detector (internal/abi, StackNosplitBase). */
const nosplitBytes = 800;

/** Reads what each goroutine waits for and where, and sums. A goroutine that ended meanwhile is left out. */
export function surveyGoroutines(parts: SurveyParts): GoroutineSurvey {
  const groups = groupGoroutines(placed(parts));
  const sum = (of: (group: GoroutineGroup) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);
  return {
    count: sum(({ count }) => count),
    programCount: sum(({ count, isSystem }) => (isSystem ? 0 : count)),
    dead: deadSums(parts),
    stackUsedBytes: sum(({ stackUsedBytes }) => stackUsedBytes),
    stackReservedBytes: sum(({ stackReservedBytes }) => stackReservedBytes),
    groups,
  };
}

function* placed(parts: SurveyParts): Generator<PlacedGoroutine> {
  const { runtime, functions, memory, spans, goroutines, residency, nowNs } = parts;
  const reader = new GoroutineFactsReader(runtime, functions, memory, nowNs);
  const places = new StandingPlaces(runtime, functions, new Unwinder(runtime, functions, memory));
  // The wrapper of one go statement calls one function.
  const names = new Map<Address, string>();
  for (const goroutine of goroutines) {
    const facts = reader.of(goroutine);
    if (!facts) continue;
    const { stackLow, stackHigh, sp, standing } = goroutine;
    const span = spans.find(goroutine.address);
    // The collector does not shrink what a system call may use, nor what it does not know (runtime/stack.go, isShrinkStackSafe).
    const isShrinkable = standing === 'saved' && facts.state !== 'syscall';
    const kept = isShrinkable ? shrunkStackBytes(stackHigh - stackLow, stackHigh - sp) : stackHigh - stackLow;
    let name = names.get(goroutine.startPc);
    if (name === undefined) {
      name = goroutineName(goroutine, functions, memory, runtime.arch);
      names.set(goroutine.startPc, name);
    }
    yield {
      ...facts,
      startName: name,
      ...places.of(goroutine),
      stackResidentBytes: residency.bytesIn(stackLow, stackHigh),
      structBytes: span < 0 ? 0 : spans.elemSize[span],
      ...(kept === stackHigh - stackLow
        ? {}
        : {
            oversized: {
              unusedBytes: residency.bytesIn(stackLow, sp),
              shrinkableBytes: residency.bytesIn(stackLow, stackHigh - kept),
            },
          }),
    };
  }
}

/**
 * Bytes of a stack once the collector has shrunk it as far as it does: it halves one of which less than a quarter is used,
 * once a cycle, unless GODEBUG=gcshrinkstackoff=1 (runtime/stack.go, shrinkstack; the same from Go 1.18 to 1.26).
 */
export function shrunkStackBytes(reservedBytes: number, usedBytes: number): number {
  let bytes = reservedBytes;
  while (bytes / 2 >= smallestStackBytes && usedBytes + nosplitBytes < bytes / 4) bytes /= 2;
  return bytes;
}

function deadSums({ dead, spans, residency }: SurveyParts): DeadSums {
  let structBytes = 0;
  let stackBytes = 0;
  for (const { address, stackLow, stackHigh } of dead) {
    const span = spans.find(address);
    if (span >= 0) structBytes += spans.elemSize[span];
    stackBytes += residency.bytesIn(stackLow, stackHigh);
  }
  return { count: dead.length, structBytes, stackBytes };
}
