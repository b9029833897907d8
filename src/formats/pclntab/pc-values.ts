import type { Address } from '../../base/index.ts';
import { ByteWindow, type ReadBytes } from './byte-window.ts';

/** A table of one function has at most some thousand steps; the bound stops damage from walking all of memory. */
const maximumSteps = 1 << 20;

/** The tables of runtime.pctab: what holds at a program counter of one function. */
export class PcValues {
  readonly #window: ByteWindow;
  readonly #tables: Address;
  readonly #quantum: number;

  constructor(read: ReadBytes, tables: Address, quantum: number) {
    this.#window = new ByteWindow(read);
    this.#tables = tables;
    this.#quantum = quantum;
  }

  /**
   * runtime.pcvalue (runtime/symtab.go): pairs of a zig-zag value step and a pc step, from value -1 at the entry; a zero
   * value step after the first pair ends the table. Undefined where the table has no value for pc, or is damaged.
   */
  at(tableOffset: number, entry: Address, pc: Address): number | undefined {
    if (tableOffset === 0) return undefined;
    const window = this.#window;
    let value = -1;
    let reached = entry;
    window.next = this.#tables + tableOffset;
    for (let count = 0; count < maximumSteps; count++) {
      const valueStep = window.uleb(window.next);
      if (valueStep < 0 || (valueStep === 0 && count > 0)) return undefined;
      const pcStep = window.uleb(window.next);
      if (pcStep < 0) return undefined;
      // The value wraps around as the runtime's int32 does; damage alone gets there.
      value = (value + (valueStep % 2 === 0 ? valueStep / 2 : -(valueStep + 1) / 2)) | 0;
      reached += pcStep * this.#quantum;
      if (pc < reached) return value;
    }
    return undefined;
  }
}
