import type { GoroutineGroup, GoroutineSurvey } from '../image/index.ts';

/** The goroutines of the target, in groups; the JSON of `inspect` has it as it is. */
export interface GoroutineAccount {
  /** Those that are not dead, the runtime's own among them. */
  readonly count: number;
  /** g structs of goroutines that have ended: the runtime reuses them and frees none. */
  readonly dead: number;
  readonly deadBytes: number;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** By creation site, wait reason and place, the largest group first. */
  readonly groups: readonly GoroutineGroupAccount[];
}

export interface GoroutineGroupAccount {
  /** What they run: `main.worker`; '' where unknown. */
  readonly function: string;
  /** The function that has the go statement, and where that stands; '' where unknown. */
  readonly createdBy: string;
  readonly createdAt: string;
  /** `chan receive`; `runnable`, `running`, `syscall` for those that do not wait. */
  readonly waitReason: string;
  /** The innermost frame of the program's own packages or its dependencies; '' where unknown. */
  readonly standsIn: string;
  readonly standsAt: string;
  readonly count: number;
  /** Upper bounds (see `GoroutineFacts.waitedNs`); null where no collection has met them waiting. */
  readonly oldestWaitMs: number | null;
  readonly medianWaitMs: number | null;
  readonly stackUsedBytes: number;
  readonly stackReservedBytes: number;
  /** What the heap spends on their g structs. */
  readonly structBytes: number;
  /** The most frequent labels of runtime/pprof. */
  readonly labels: readonly { readonly key: string; readonly value: string; readonly count: number }[];
  /** The runtime's own. */
  readonly isSystem: boolean;
}

/** Without labels, whose texts come from the target's memory. */
export function withoutLabels(survey: GoroutineSurvey): GoroutineSurvey {
  return { ...survey, groups: survey.groups.map((group) => ({ ...group, labels: [] })) };
}

/** The survey as the library and JSON have it. */
export function goroutineAccount(survey: GoroutineSurvey): GoroutineAccount {
  const { count, dead, stackUsedBytes, stackReservedBytes } = survey;
  return {
    count,
    dead: dead.count,
    deadBytes: dead.structBytes + dead.stackBytes,
    stackUsedBytes,
    stackReservedBytes,
    groups: survey.groups.map((group) => groupAccount(group)),
  };
}

function groupAccount(group: GoroutineGroup): GoroutineGroupAccount {
  const { waitedNs, labels } = group;
  return {
    function: group.startName,
    createdBy: group.createdBy,
    createdAt: group.createdAt,
    waitReason: group.state,
    standsIn: group.standsIn,
    standsAt: group.standsAt,
    count: group.count,
    oldestWaitMs: milliseconds(waitedNs?.max),
    medianWaitMs: milliseconds(waitedNs?.median),
    stackUsedBytes: group.stackUsedBytes,
    stackReservedBytes: group.stackReservedBytes,
    structBytes: group.structBytes,
    labels: labels,
    isSystem: group.isSystem,
  };
}

function milliseconds(elapsedNs: number | undefined): number | null {
  return elapsedNs === undefined ? null : Math.round(elapsedNs / 1e6);
}
