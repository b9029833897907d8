import type { Mapping } from '../process/mappings.ts';
import type { ThreadState } from './thread-states.ts';

/** What the notes of a core tell. */
export interface CoreFacts {
  readonly machine: number;
  readonly pid: number;
  readonly parent: number;
  /** Command name. */
  readonly name: string;
  readonly commandLine: string;
  readonly userId: number;
  /** The main thread first, as debuggers expect. */
  readonly threads: readonly ThreadState[];
  /** /proc/PID/auxv. */
  readonly auxiliaryVector: Uint8Array;
  readonly mappings: readonly Mapping[];
  readonly pageBytes: number;
}

// include/uapi/linux/elf.h
const processStatus = 1;
const processInfo = 3;
const auxiliaryVector = 6;
const mappedFiles = 0x46494c45;

const amd64 = 62;
const userCodeSegment = 0x33;
const userDataSegment = 0x2b;

/** NT_PRPSINFO, NT_PRSTATUS of each thread, NT_AUXV and NT_FILE, as the kernel writes them (fs/binfmt_elf.c). */
export function coreNotes(facts: CoreFacts): Uint8Array {
  return Buffer.concat([
    // The kernel's order: the first thread, what is of the process, the other threads.
    ...facts.threads.slice(0, 1).map((thread) => note(processStatus, statusOf(thread, facts))),
    note(processInfo, infoOf(facts)),
    note(auxiliaryVector, facts.auxiliaryVector),
    note(mappedFiles, filesOf(facts.mappings, facts.pageBytes)),
    ...facts.threads.slice(1).map((thread) => note(processStatus, statusOf(thread, facts))),
  ]);
}

function note(type: number, bytes: Uint8Array): Buffer {
  const whole = Buffer.alloc(20 + Math.ceil(bytes.length / 4) * 4);
  whole.writeUInt32LE(5, 0);
  whole.writeUInt32LE(bytes.length, 4);
  whole.writeUInt32LE(type, 8);
  whole.write('CORE\0', 12, 'latin1');
  whole.set(bytes, 20);
  return whole;
}

/**
 * struct elf_prstatus: pr_pid at 32, pr_ppid at 36, pr_reg at 112 (user_regs_struct of 27 words on amd64, 34 on arm64).
 * /proc gives pc and sp, and of a thread in a system call its number and arguments; every other register is 0.
 */
function statusOf(thread: ThreadState, { machine, parent, pid }: CoreFacts): Uint8Array {
  const isAmd64 = machine === amd64;
  const bytes = Buffer.alloc(isAmd64 ? 336 : 392);
  bytes.writeInt32LE(thread.threadId, 32);
  bytes.writeInt32LE(parent, 36);
  bytes.writeInt32LE(pid, 40);
  const register = (index: number, value: bigint | number): void => {
    bytes.writeBigUInt64LE(BigInt(value), 112 + index * 8);
  };
  const { call } = thread;
  if (isAmd64) {
    // rdi, rsi, rdx, r10, r8, r9.
    if (call)
      for (const [at, index] of [14, 13, 12, 7, 9, 8].entries()) register(index, call.arguments[at] ?? 0);
    register(15, call ? call.number : 2n ** 64n - 1n);
    register(16, thread.pc);
    register(17, userCodeSegment);
    register(19, thread.sp);
    register(20, userDataSegment);
    return bytes;
  }
  if (call) {
    for (const [index, value] of call.arguments.entries()) register(index, value);
    register(8, call.number);
  }
  register(31, thread.sp);
  register(32, thread.pc);
  return bytes;
}

/** struct elf_prpsinfo, 136 bytes. */
function infoOf({ pid, parent, userId, name, commandLine }: CoreFacts): Uint8Array {
  const bytes = Buffer.alloc(136);
  bytes.write('S', 1, 'latin1');
  bytes.writeUInt32LE(userId, 16);
  bytes.writeInt32LE(pid, 24);
  bytes.writeInt32LE(parent, 28);
  bytes.writeInt32LE(pid, 32);
  // Each ends in a NUL.
  bytes.set(Buffer.from(name).subarray(0, 15), 40);
  bytes.set(Buffer.from(commandLine).subarray(0, 79), 56);
  return bytes;
}

/** Count, page size, then start, end, offset in pages of each mapping of a file, then the names. */
function filesOf(mappings: readonly Mapping[], pageBytes: number): Uint8Array {
  const files = mappings.filter(({ path, inode }) => path.startsWith('/') && inode !== 0);
  const numbers = files.flatMap(({ start, end, fileOffset }) => [start, end, fileOffset / pageBytes]);
  const head = Buffer.alloc((2 + numbers.length) * 8);
  for (const [index, value] of [files.length, pageBytes, ...numbers].entries())
    head.writeBigUInt64LE(BigInt(value), index * 8);
  return Buffer.concat([head, ...files.map(({ path }) => Buffer.from(`${path}\0`, 'latin1'))]);
}
