import type { Address } from '../../base/index.ts';
import type { ObjectRuns } from './object-runs.ts';

/** The record `params`: what wrote the dump. */
export interface DumpParameters {
  readonly bigEndian: boolean;
  readonly pointerBytes: number;
  /** The lowest and the highest address of all arenas of the heap. */
  readonly arenaStart: Address;
  readonly arenaEnd: Address;
  readonly arch: string;
  /** runtime.buildVersion, with ` X:` and the experiments that differ from the default. */
  readonly goVersion: string;
  readonly cpuCount: number;
}

/** A type that an itab or a finalizer names: no other types are in a dump, and objects do not say theirs. */
export interface DumpedType {
  readonly address: Address;
  readonly size: number;
  readonly name: string;
}

/** A goroutine that is not dead, by what its g says (runtime/heapdump.go, dumpgoroutine). */
export interface DumpedGoroutine {
  readonly address: Address;
  readonly sp: Address;
  readonly id: number;
  /** Where the `go` statement stands. */
  readonly createdAt: Address;
  readonly status: number;
  readonly isSystem: boolean;
  /** Nanoseconds of the monotonic clock; 0 where it does not wait. */
  readonly waitingSinceNs: number;
  readonly waitReason: string;
  /** Its frames in `DumpedFrames`, innermost first. */
  readonly firstFrame: number;
  readonly frameCount: number;
}

/** Stack frames of all goroutines as columns, in file order. */
export interface DumpedFrames {
  readonly count: number;
  /** Lowest address of each. */
  readonly sp: Float64Array;
  readonly byteCount: Float64Array;
  /** Where the bytes are in the file. */
  readonly contents: Float64Array;
  readonly pc: Float64Array;
  /** Index into `functions`. */
  readonly name: Uint32Array;
  readonly functions: readonly string[];
}

/** The data or the bss segment of the program (not of plugins), without what has no pointers. */
export interface DumpedSegment {
  readonly address: Address;
  readonly byteCount: number;
  readonly contents: number;
  /** One bit a word, 1 where it holds a pointer. */
  readonly pointerMask: Uint8Array;
}

/** A finalizer that is set, or (`isQueued`) waits to be run. */
export interface DumpedFinalizer {
  readonly object: Address;
  readonly closure: Address;
  readonly isQueued: boolean;
}

/** runtime.MemStats at the moment of the dump; the pauses of collections are left out. */
export interface DumpedMemStats {
  readonly alloc: number;
  readonly totalAlloc: number;
  readonly sys: number;
  readonly mallocs: number;
  readonly frees: number;
  readonly heapAlloc: number;
  readonly heapSys: number;
  readonly heapIdle: number;
  readonly heapInuse: number;
  readonly heapReleased: number;
  readonly heapObjects: number;
  readonly stackInuse: number;
  readonly stackSys: number;
  readonly mspanInuse: number;
  readonly mspanSys: number;
  readonly mcacheInuse: number;
  readonly mcacheSys: number;
  readonly buckHashSys: number;
  readonly gcSys: number;
  readonly otherSys: number;
  readonly nextGc: number;
  readonly lastGcNs: number;
  readonly gcCount: number;
}

/** An allocation site of the memory profile. */
export interface DumpedProfileBucket {
  readonly id: Address;
  readonly size: number;
  /** Innermost first: `function file:line`. */
  readonly calls: readonly string[];
  readonly allocations: number;
  readonly frees: number;
}

/** All of a heap dump but its objects. */
export interface DumpRecords {
  /** Undefined where the dump is cut off before it, which leaves nothing. */
  readonly parameters: DumpParameters | undefined;
  readonly types: readonly DumpedType[];
  readonly goroutines: readonly DumpedGoroutine[];
  readonly frames: DumpedFrames;
  readonly data: DumpedSegment | undefined;
  readonly bss: DumpedSegment | undefined;
  readonly finalizers: readonly DumpedFinalizer[];
  readonly otherRoots: readonly Address[];
  readonly memStats: DumpedMemStats | undefined;
  readonly profile: readonly DumpedProfileBucket[];
  /** False where the file ends, or is damaged, before its end record: what came after is missing. */
  readonly isWhole: boolean;
}

/** A heap dump, indexed: contents stay in the file. Objects take eight bytes each: drop them once they are spans. */
export interface HeapDump extends DumpRecords {
  readonly objects: ObjectRuns;
}
