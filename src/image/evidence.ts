import type { Address, ByteSource } from '../base/index.ts';
import type { DumpRecords, Inflate } from '../formats/index.ts';
import type { Memory } from './memory.ts';
import type { AddressSpace } from './residency/address-space.ts';
import type { DumpedSpans } from './spans/dumped-spans.ts';

export type { Inflate };

/** Where a thread stood: from NT_PRSTATUS of a core, or from /proc/PID/task/TID/syscall of a stopped process. */
export interface ThreadRegisters {
  readonly threadId: number;
  readonly pc: Address;
  readonly sp: Address;
  /** arm64's x30, where the source says it; /proc does not. */
  readonly linkRegister?: Address;
}

/** What a heap dump says in place of the runtime's own tables, which it leaves out. */
export interface DumpedHeap {
  readonly dump: DumpRecords;
  readonly spans: DumpedSpans;
  /** False where the executable was not found: names of types, variables and functions are missing then. */
  readonly hasExecutable: boolean;
}

/** A Go process image as an adapter hands it to this layer. */
export interface ImageEvidence {
  readonly kind: 'process' | 'core' | 'heap-dump';
  /** 0 where a core does not say; a heap dump never does. */
  readonly pid: number;
  readonly memory: Memory;
  /** The executable as the user should read its name. */
  readonly executablePath: string;
  readonly executable: ByteSource;
  /** Start address and file offset of each mapping of the executable: gives the load bias of a PIE. */
  readonly executableMappings: readonly {
    readonly start: Address;
    readonly end: Address;
    readonly fileOffset: number;
  }[];
  readonly threads: readonly ThreadRegisters[];
  /** CLOCK_MONOTONIC as the process reads it, in nanoseconds, now; undefined for a core, which keeps no time. */
  readonly monotonicNs?: number | undefined;
  /** Which pages are in memory now; undefined for a process that has ended. A core cannot tell. */
  readAddressSpace?(): AddressSpace | undefined;
  /** Of a heap dump only. */
  readonly heap?: DumpedHeap;
  readonly inflate: Inflate;
}
