import type { RemedyContext } from '../../catalogue/entry.ts';

/** What a log says of the program that wrote it: the newest Go is supposed where it names none. */
export type LogContext = RemedyContext;

/** Collections of one stretch of a program's life. CPU times leave idle marking out, which costs nobody. */
export interface CollectionPeriod {
  /** Since the program started. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly cycleCount: number;
  /** Of these, the collections whose goal stood at most a quarter above what the one before them had found alive. */
  readonly pressedCount: number;
  readonly lowestLiveBytes: number;
  /** Goal of the last collection in it, and what the one before that had found alive. */
  readonly goalBytes: number;
  readonly precedingLiveBytes: number;
  readonly gcCpuMs: number;
  readonly assistCpuMs: number;
  /** Time in which a collection ran. */
  readonly collectingMs: number;
  /** All CPU time that GOMAXPROCS processors had meanwhile. */
  readonly cpuMs: number;
}

/** The life of one process, as lines of gctrace=1 tell it. */
export interface CollectionEvidence extends LogContext {
  /** Container or unit; '' where the log names none. */
  readonly source: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly processorCount: number;
  readonly cycleCount: number;
  readonly periods: readonly CollectionPeriod[];
  /** What GOGC must be for the goals of collections that were not pressed, median; null where that cannot be said. */
  readonly easyGogc: number | null;
  /** The same of those that were. */
  readonly pressedGogc: number | null;
  /** Some goal, of whatever size, stood so far above what was alive that a GOGC cannot be what presses others. */
  readonly hadRoom: boolean;
  /** By runtime.GC or debug.FreeOSMemory; without those that look for leaked goroutines. */
  readonly forcedCount: number;
  readonly forcedCpuMs: number;
  /** Median time between two of them, and how many of such times lie within a tenth of it; null below three of them. */
  readonly forcedPace: { readonly intervalMs: number; readonly regularShare: number } | null;
  /** Who asked, most frequent first; of an execution trace, whose times are since it began. */
  readonly callers?: readonly (CodePlace & { readonly request: string; readonly count: number })[];
  /** By debug.FreeOSMemory, as scavtrace=1 says; null where the log has no lines of it. */
  readonly freeOsMemoryCount: number | null;
}

/** Goroutines of a dump that one go statement started and that stand at one line in one state; '' is not known. */
export interface DumpedGoroutines {
  readonly count: number;
  readonly function: string;
  readonly createdBy: string;
  readonly createdAt: string;
  /** '' in texts of debug=1. */
  readonly state: string;
  readonly standsIn: string;
  readonly standsAt: string;
  /** Of those whose wait the text has: whole minutes since a collection first met them. */
  readonly waitedMinutes: { readonly median: number; readonly oldest: number } | null;
  readonly unknownWaitCount: number;
  /** A collection has proved that nothing can wake them (Go 1.26+). */
  readonly isLeaked: boolean;
  /** The runtime's own. */
  readonly isSystem: boolean;
}

export interface DumpEvidence extends LogContext {
  readonly count: number;
  readonly groups: readonly DumpedGoroutines[];
}

/** A call in a program's own code, or in a library's. */
export interface CodePlace {
  /** `main.(*cache).put`. */
  readonly function: string;
  /** `/src/a.go:40`; '' where the text does not say. */
  readonly at: string;
}

/** Another goroutine that has the same map in hand, and how that is known. */
export interface MapSharer extends CodePlace {
  readonly goroutineId: number;
  /** Its arguments have an address of the first one's; it is in a call of the runtime's for maps; it runs a method of the same type, or the same function. */
  readonly known: 'same-address' | 'map-call' | 'same-type' | 'same-function';
}

/** A death that came of how a map was used, with others like it. */
export interface MapDeathEvidence extends LogContext {
  readonly kind: 'concurrent-map' | 'nil-map';
  readonly count: number;
  readonly message: string;
  /** Null where the traceback is missing. */
  readonly place: CodePlace | null;
  /** `c.sessions`, of the line as the source file has it now; '' where there is none to read, or where it does not say. */
  readonly expression: string;
  readonly goroutineId: number;
  readonly sharers: readonly MapSharer[];
  /** Of the first one. */
  readonly lineNumber: number;
}

/** Reports of one pair of places by the race detector. */
export interface RaceEvidence extends LogContext {
  readonly count: number;
  /** Both go through the runtime's functions for maps. */
  readonly isMap: boolean;
  readonly expression: string;
  readonly accesses: readonly {
    readonly kind: 'read' | 'write';
    readonly place: CodePlace;
    /** `goroutine 7, started at main.main (/src/a.go:73)` is made of these; '' for the main goroutine, or not known. */
    readonly goroutineId: number;
    readonly created: CodePlace | null;
  }[];
  readonly lineNumber: number;
}

/** Deaths by lack of memory of one kind at one place. */
export interface MemoryDeathEvidence extends LogContext {
  /** `killed`: by the kernel; else the runtime gave up. */
  readonly kind: 'killed' | 'out-of-memory';
  readonly count: number;
  readonly message: string;
  /** Name of the process and path of its cgroup, as the kernel has them; '' where the log does not say. */
  readonly processName: string;
  readonly cgroup: string;
  /** What it held, and what it could have: null where the log does not say. */
  readonly heldBytes: number | null;
  readonly limitBytes: number | null;
  /** What could not be had. */
  readonly askedBytes: number | null;
  /** Where the last piece was asked for: rarely who holds the others. */
  readonly place: CodePlace | null;
  /** Of the last collection before it, where the log has one run of gctrace=1 alone. */
  readonly liveBytes: number | null;
  readonly lineNumber: number;
}
