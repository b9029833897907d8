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

  get addresses(): Uint8Array {
    return this.#elf.sectionBytes('.debug_addr');
  }
}
