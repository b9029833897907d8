import type { Address } from '../../base/index.ts';

export interface ElfSegment {
  /** p_type: 1 PT_LOAD, 4 PT_NOTE. */
  readonly type: number;
  readonly flags: number;
  readonly fileOffset: number;
  readonly address: Address;
  readonly fileSize: number;
  readonly memorySize: number;
}

export interface ElfSection {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly address: Address;
  readonly fileOffset: number;
  /** Bytes in the file (compressed size for a compressed section); 0 bytes of a NOBITS section are in the file. */
  readonly size: number;
}

export interface ElfSymbol {
  readonly name: string;
  readonly address: Address;
  readonly size: number;
}

export interface ElfNote {
  /** Owner, without its NUL: `CORE`, `GNU`, `Go`, `DELVE Header`, … */
  readonly owner: string;
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** An ELF64 little-endian file: executable, shared object or core. */
export interface Elf {
  /** e_type: 2 EXEC, 3 DYN, 4 CORE. */
  readonly type: number;
  /** e_machine: 62 x86-64, 183 AArch64. */
  readonly machine: number;
  readonly segments: readonly ElfSegment[];
  readonly sections: readonly ElfSection[];
  section(name: string): ElfSection | undefined;
  /**
   * A section's content, decompressed (SHF_COMPRESSED and .zdebug_*; `name` is then the plain `.debug_*` name), empty
   * where it is missing or damaged. Read once and kept.
   */
  sectionBytes(name: string): Uint8Array;
  /** A symbol of .symtab by exact name; the table is indexed on first use for the names asked, never as objects for all. */
  symbol(name: string): ElfSymbol | undefined;
  /** Notes of all PT_NOTE segments, and of SHT_NOTE sections outside them: Go's own linker puts the GNU build id there. */
  notes(): readonly ElfNote[];
  /** Lower-case hex of NT_GNU_BUILD_ID, '' where absent. */
  readonly buildId: string;
  /** Text of Go's own build id note (owner `Go`, type 4), '' where absent. */
  readonly goBuildId: string;
  /** File content at an ELF address, through PT_LOAD; undefined where the file does not hold all of it. */
  readAt(address: Address, length: number): Uint8Array | undefined;
}
