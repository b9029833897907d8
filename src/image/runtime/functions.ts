import { type Address, u64At } from '../../base/index.ts';
import { type FunctionTable, openFunctionTable, type ReadBytes } from '../../formats/index.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Runtime } from '../runtime.ts';

/**
 * Names of functions by program counter (a run-time address), for the program and its plugins. Reads the pclntab from
 * memory, and from the executable where memory lacks it: many cores leave read-only pages out.
 */
export function openFunctions(runtime: Runtime, memory: Memory): FunctionTable {
  const read = constantReader(runtime, memory);
  const tables: { text: Address; etext: Address; table: FunctionTable }[] = [];
  for (const { address, text, etext, gofunc } of runtime.modules) {
    const header = read(address, 8);
    const table =
      header && openFunctionTable({ address: u64At(header, 0), textStart: text, functionData: gofunc, read });
    if (table) tables.push({ text, etext, table });
  }
  const of = (pc: Address): FunctionTable | undefined =>
    tables.find(({ text, etext }) => pc >= text && pc < etext)?.table;
  return {
    nameOf: (pc) => of(pc)?.nameOf(pc),
    isWrapper: (pc) => of(pc)?.isWrapper(pc) ?? false,
    entryOf: (pc) => of(pc)?.entryOf(pc) ?? 0,
    lineOf: (pc) => of(pc)?.lineOf(pc),
    functionAt: (pc) => of(pc)?.functionAt(pc),
    callsAt: (pc) => of(pc)?.callsAt(pc) ?? [],
    frameSizeAt: (pc) => of(pc)?.frameSizeAt(pc),
    pcDataAt: (pc, kind) => of(pc)?.pcDataAt(pc, kind) ?? -1,
    functionDataAt: (pc, kind) => of(pc)?.functionDataAt(pc, kind) ?? 0,
  };
}

/** Reads what the program never writes: from memory, else from the executable. */
export function constantReader(runtime: Pick<Runtime, 'elf' | 'loadBias'>, memory: Memory): ReadBytes {
  const reader = new Reader(memory, 16);
  return (address, length) =>
    copyOf(reader.view(address, length)) ?? runtime.elf.readAt(address - runtime.loadBias, length);
}

/** A reader's view lasts until its next call only; the table keeps what it reads. */
function copyOf(view: Uint8Array | undefined): Uint8Array | undefined {
  return view?.slice();
}
