import type { Elf } from '../elf/elf.ts';

/** The debug sections, decompressed; those besides .debug_info and .debug_abbrev are read when something refers to them. */
export class DebugSections {
  readonly info: Uint8Array;
  readonly abbreviations: Uint8Array;
  readonly #elf: Elf;

  constructor(elf: Elf) {
    this.#elf = elf;
    this.info = elf.sectionBytes('.debug_info');
    this.abbreviations = elf.sectionBytes('.debug_abbrev');
  }

  get strings(): Uint8Array {
    return this.#elf.sectionBytes('.debug_str');
  }

  get lineStrings(): Uint8Array {
    return this.#elf.sectionBytes('.debug_line_str');
  }

  get stringOffsets(): Uint8Array {
    return this.#elf.sectionBytes('.debug_str_offsets');
  }

  /** DWARF 4; `locationLists` is DWARF 5, and so with the ranges. */
  get locations(): Uint8Array {
    return this.#elf.sectionBytes('.debug_loc');
  }

  get locationLists(): Uint8Array {
    return this.#elf.sectionBytes('.debug_loclists');
  }

  get ranges(): Uint8Array {
    return this.#elf.sectionBytes('.debug_ranges');
  }

  get rangeLists(): Uint8Array {
    return this.#elf.sectionBytes('.debug_rnglists');
  }

  get addresses(): Uint8Array {
    return this.#elf.sectionBytes('.debug_addr');
  }
}
