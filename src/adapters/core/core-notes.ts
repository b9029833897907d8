import { type Address, isAddress, latin1, u32At, u64At, utf8 } from '../../base/index.ts';
import type { ElfNote } from '../../formats/index.ts';
import type { ThreadRegisters } from '../../image/index.ts';

/** One entry of NT_FILE: a file that was mapped. */
export interface MappedFile {
  readonly start: Address;
  readonly end: Address;
  readonly fileOffset: number;
  readonly path: string;
}

/** What the notes of a core say, whoever wrote it; 0 and '' where they say nothing. */
export interface CoreNotes {
  readonly pid: number;
  /** Command name, at most 15 characters, and the command line, at most 79. */
  readonly name: string;
  readonly commandLine: string;
  readonly threads: readonly ThreadRegisters[];
  readonly files: readonly MappedFile[];
  /** AT_PHDR, AT_PHNUM, AT_ENTRY, AT_EXECFN of the auxiliary vector. */
  readonly programHeaders: Address;
  readonly programHeaderCount: number;
  readonly entry: Address;
  readonly executableName: Address;
}

// Note types of Linux (include/uapi/linux/elf.h) and of Delve (pkg/elfwriter/delve_core_notes.go, v1.27).
const processStatus = 1;
const processInfo = 3;
const auxiliaryVector = 6;
const mappedFiles = 0x46494c45;
const delveHeader = 0x444c5645;
const delveThread = 0x444c5654;

const amd64 = 62;

/** A damaged note yields nothing; the others stand. */
export function readCoreNotes(notes: readonly ElfNote[], machine: number): CoreNotes {
  const delve = notes.find((note) => note.type === delveHeader && note.owner.startsWith('Delve'));
  const delveText = delve ? latin1(delve.bytes.subarray(0, 4096)) : '';
  const vector = auxiliaryValues(find(notes, auxiliaryVector));
  const info = find(notes, processInfo);
  return {
    pid: u32Or0(info, 24) || Number(/^Target Pid: (\d+)$/m.exec(delveText)?.[1] ?? 0),
    name: textOf(info, 40, 16),
    commandLine: textOf(info, 56, 80).trim(),
    threads: threadsOf(notes, machine),
    files: filesOf(find(notes, mappedFiles)),
    programHeaders: vector.get(3) ?? 0,
    programHeaderCount: vector.get(5) ?? 0,
    entry: vector.get(9) ?? Number(/^Entry Point: (0x[0-9a-f]{1,12})$/m.exec(delveText)?.[1] ?? 0),
    executableName: vector.get(31) ?? 0,
  };
}

function find(notes: readonly ElfNote[], type: number): Uint8Array {
  return notes.find((note) => note.type === type && isLinuxNote(note))?.bytes ?? new Uint8Array(0);
}

/** Delve writes the kernel's notes without their owner. */
function isLinuxNote({ owner }: ElfNote): boolean {
  return owner === 'CORE' || owner === '';
}

function u32Or0(bytes: Uint8Array, offset: number): number {
  return offset + 4 <= bytes.length ? u32At(bytes, offset) : 0;
}

function textOf(bytes: Uint8Array, offset: number, length: number): string {
  const field = bytes.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return utf8(end < 0 ? field : field.subarray(0, end));
}

/**
 * struct elf_prstatus: pr_pid at 32, pr_reg at 112. The registers are user_regs_struct: on amd64 rip is the 17th and rsp
 * the 20th word; on arm64 x0 to x30, then sp, pc.
 */
function threadsOf(notes: readonly ElfNote[], machine: number): ThreadRegisters[] {
  const spOffset = 112 + (machine === amd64 ? 19 : 31) * 8;
  const pcOffset = 112 + (machine === amd64 ? 16 : 32) * 8;
  const threads = new Map<number, ThreadRegisters>();
  for (const note of notes) {
    const { type, bytes } = note;
    let thread: ThreadRegisters | undefined;
    if (type === processStatus && isLinuxNote(note) && bytes.length >= Math.max(spOffset, pcOffset) + 8) {
      thread = { threadId: u32At(bytes, 32), pc: u64At(bytes, pcOffset), sp: u64At(bytes, spOffset) };
      if (machine !== amd64) thread = { ...thread, linkRegister: u64At(bytes, spOffset - 8) };
    } else if (type === delveThread && bytes.length >= 24) {
      // Delve's own layout (pkg/proc/dump.go: dumpThreadNotes): thread id, pc, sp, bp, tls, … of 8 bytes each.
      thread = { threadId: u64At(bytes, 0), pc: u64At(bytes, 8), sp: u64At(bytes, 16) };
    }
    if (thread && isAddress(thread.sp) && !threads.has(thread.threadId)) threads.set(thread.threadId, thread);
  }
  return [...threads.values()];
}

/** Count, page size, then start, end, offset in pages of each file, then the names, each with its NUL. */
function filesOf(bytes: Uint8Array): MappedFile[] {
  if (bytes.length < 16) return [];
  const count = u64At(bytes, 0);
  // gdb writes 1 here and offsets in bytes.
  const pageBytes = u64At(bytes, 8);
  if (!(count <= (bytes.length - 16) / 24)) return [];
  const files: MappedFile[] = [];
  let nameAt = 16 + count * 24;
  for (let index = 0; index < count; index++) {
    const at = 16 + index * 24;
    const nameEnd = bytes.indexOf(0, nameAt);
    if (nameEnd < 0) break;
    const start = u64At(bytes, at);
    const end = u64At(bytes, at + 8);
    const fileOffset = u64At(bytes, at + 16) * pageBytes;
    const path = utf8(bytes.subarray(nameAt, nameEnd));
    if (isAddress(start) && isAddress(end) && end > start && fileOffset < 2 ** 52) {
      files.push({ start, end, fileOffset, path });
    }
    nameAt = nameEnd + 1;
  }
  return files;
}

/** Pairs of words up to AT_NULL; the first of a key counts. */
function auxiliaryValues(bytes: Uint8Array): Map<number, number> {
  const values = new Map<number, number>();
  for (let at = 0; at + 16 <= bytes.length; at += 16) {
    const key = u64At(bytes, at);
    const value = u64At(bytes, at + 8);
    if (key === 0) break;
    if (!values.has(key) && value < 2 ** 48) values.set(key, value);
  }
  return values;
}
