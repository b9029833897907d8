import type { Address } from '../../base/index.ts';
import type { FunctionTable } from '../../formats/index.ts';
import { goroutineStackBytes } from '../../gomem/index.ts';
import type { Goroutine } from '../goroutine.ts';
import { goroutineName, isGoWrapper } from '../holders/goroutine-names.ts';
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
  /** Of stacks that they keep: collections free them, but for up to 64 of each P (runtime/proc.go, gfput; mgcmark.go, markrootFreeGStacks). */
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

/** A stack of the largest size, 1 GiB, is halved no more often. */
const mostHalvings = 20;

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
    const reserved = stackHigh - stackLow;
    const used = { peakBytes: 0, presentBytes: stackHigh - sp, startingBytes: reserved };
    // As far as collections shrink it, unless GODEBUG=gcshrinkstackoff=1.
    const kept = isShrinkable ? goroutineStackBytes({ ...used, collections: mostHalvings }) : reserved;
    let name = names.get(goroutine.startPc);
    if (name === undefined) {
      name = goroutineName(goroutine, functions, memory, runtime.arch);
      if (!isGoWrapper(name)) names.set(goroutine.startPc, name);
    }
    yield {
      ...facts,
      startName: name,
      ...places.of(goroutine),
      stackResidentBytes: residency.bytesIn(stackLow, stackHigh),
      structBytes: span < 0 ? 0 : spans.elemSize[span],
      ...(kept === reserved
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
