import { type Address, i32At, u32At, u64At } from '../../base/index.ts';
import { ByteWindow, type ReadBytes } from './byte-window.ts';
import {
  type CodeFunction,
  decodeFunction,
  functionHeadBytes,
  functionRecordBytes,
  noFunctionData,
} from './code-function.ts';
import { PcValues } from './pc-values.ts';

export interface SourcePosition {
  readonly file: string;
  readonly line: number;
}

/** One call as the source has it, at an instruction: the compiler may have put the callee's code into its caller. */
export interface SourceCall {
  readonly name: string;
  /** Undefined where the linker dropped it. */
  readonly position: SourcePosition | undefined;
  readonly isWrapper: boolean;
}

/** What the code at a program counter is called and where it was written, from .gopclntab, which stripping leaves. */
export interface FunctionTable {
  /** `main.(*server).serve`, `main.main.func1`; undefined where no function covers the address. */
  nameOf(pc: Address): string | undefined;
  /** True where the function is code of the compiler around one of the program, which tracebacks leave out. */
  isWrapper(pc: Address): boolean;
  /** First instruction of the function that covers the address, 0 where none does. */
  entryOf(pc: Address): Address;
  /** Source position of the instruction. For a return address ask for the byte before it. */
  lineOf(pc: Address): SourcePosition | undefined;
  /** The linker's record of the function, one object for each function that is asked for. */
  functionAt(pc: Address): CodeFunction | undefined;
  /**
   * The calls at the instruction, innermost first; the last is the function itself, those before it were inlined
   * (runtime/symtabinl.go). Empty where no function covers it. For a return address ask for the byte before it.
   */
  callsAt(pc: Address): readonly SourceCall[];
  /** Bytes that the function has taken from the stack when this instruction is next (pcsp); undefined where unknown. */
  frameSizeAt(pc: Address): number | undefined;
  /** PCDATA of the instruction, -1 where the function has no such table or no value (internal/abi PCDATA_). */
  pcDataAt(pc: Address, kind: number): number;
  /** Address of FUNCDATA, 0 where there is none or the module's base is not known (internal/abi FUNCDATA_). */
  functionDataAt(pc: Address, kind: number): Address;
}

export interface FunctionTableOptions {
  /** Address of the pclntab header: moduledata.pcHeader, or section .gopclntab. */
  readonly address: Address;
  /**
   * Address of runtime.text, in the address space that program counters will be asked in. The header's own field is 0
   * from Go 1.26 on and not relocated in the file of a PIE, so it is not used.
   */
  readonly textStart: Address;
  /** moduledata.gofunc, symbol `go:func.*`; without it inlined calls and pointer maps are missing. */
  readonly functionData?: Address;
  /** Reads at addresses of the same space as `address`. */
  readonly read: ReadBytes;
}

/** internal/abi.PCLnTabMagic: Go 1.18 and 1.19, then 1.20 to 1.26. Older tables have another layout. */
const magics: readonly number[] = [0xfffffff0, 0xfffffff1];
const headerBytes = 72;
/** The largest known binaries have under a million functions. */
const maximumFunctions = 1 << 22;
/**
 * internal/abi.FuncIDWrapper: 21 up to Go 1.21, 22 in 1.22 to 1.24, 23 from 1.25 on; where a number is not the wrapper's
 * it is the one of systemstack or systemstack_switch, which are told by their names.
 */
const wrapperIds: readonly number[] = [21, 22, 23];
const maximumNameBytes = 1 << 16;
const inlineTreeIndex = 2;
const inlineTree = 3;
/** The compiler inlines no deeper than its budget allows; a ring of parents is damage. */
const maximumInlineDepth = 256;
const maximumKeptCalls = 1 << 16;

/** True where a pclntab header of a Go that is read here begins with these bytes. */
export function isFunctionTableHeader(bytes: Uint8Array): boolean {
  const quantum = bytes[6];
  return (
    bytes.length >= 8 &&
    magics.includes(u32At(bytes, 0)) &&
    bytes[4] === 0 &&
    bytes[5] === 0 &&
    (quantum === 1 || quantum === 2 || quantum === 4) &&
    bytes[7] === 8
  );
}

/** Opens the table at an address; undefined where there is none that can be read. */
export function openFunctionTable(options: FunctionTableOptions): FunctionTable | undefined {
  const header = options.read(options.address, headerBytes);
  if (!header || !isFunctionTableHeader(header)) return undefined;
  const functionCount = u64At(header, 8);
  if (functionCount === 0 || functionCount > maximumFunctions) return undefined;
  return new PclnTable(options, header, functionCount);
}

class PclnTable implements FunctionTable {
  readonly #read: ReadBytes;
  readonly #nameWindow: ByteWindow;
  readonly #fileWindow: ByteWindow;
  readonly #values: PcValues;
  readonly #textStart: Address;
  readonly #functionData: Address;
  /** Go 1.20 changed the magic, _func and inlinedCall. */
  readonly #isOld: boolean;
  readonly #functionCount: number;
  readonly #names: Address;
  readonly #units: Address;
  readonly #files: Address;
  /** Start of functab; _func offsets count from here too. */
  readonly #functions: Address;
  readonly #byIndex = new Map<number, CodeFunction | undefined>();
  /** Many stacks stand at few places. */
  readonly #callsByPc = new Map<Address, readonly SourceCall[]>();
  readonly #nameByOffset = new Map<number, string | undefined>();
  /** functab: pairs of u32 (entry offset, _func offset) and one last end offset. */
  #index: Uint8Array | undefined;

  constructor(options: FunctionTableOptions, header: Uint8Array, functionCount: number) {
    const part = (word: number): Address => options.address + u64At(header, 8 + word * 8);
    this.#read = options.read;
    this.#nameWindow = new ByteWindow(options.read);
    this.#fileWindow = new ByteWindow(options.read);
    this.#textStart = options.textStart;
    this.#functionData = options.functionData ?? 0;
    this.#isOld = u32At(header, 0) === magics[0];
    this.#functionCount = functionCount;
    this.#names = part(3);
    this.#units = part(4);
    this.#files = part(5);
    this.#values = new PcValues(options.read, part(6), header[6]);
    this.#functions = part(7);
  }

  nameOf(pc: Address): string | undefined {
    const found = this.functionAt(pc);
    return found && this.#nameAt(found.nameOffset);
  }

  isWrapper(pc: Address): boolean {
    const found = this.functionAt(pc);
    return found !== undefined && isWrapper(found.id, this.#nameAt(found.nameOffset));
  }

  entryOf(pc: Address): Address {
    const index = this.#find(pc);
    return index < 0 ? 0 : this.#entry(index);
  }

  lineOf(pc: Address): SourcePosition | undefined {
    const found = this.functionAt(pc);
    return found && this.#position(found, pc);
  }

  functionAt(pc: Address): CodeFunction | undefined {
    const index = this.#find(pc);
    if (index < 0) return undefined;
    const known = this.#byIndex.get(index);
    if (known !== undefined || this.#byIndex.has(index)) return known;
    const found = this.#readFunction(index);
    this.#byIndex.set(index, found);
    return found;
  }

  callsAt(pc: Address): readonly SourceCall[] {
    let calls = this.#callsByPc.get(pc);
    if (!calls) {
      calls = this.#readCalls(pc);
      if (this.#callsByPc.size >= maximumKeptCalls) this.#callsByPc.clear();
      this.#callsByPc.set(pc, calls);
    }
    return calls;
  }

  frameSizeAt(pc: Address): number | undefined {
    const found = this.functionAt(pc);
    return found && this.#values.at(found.frameSizes, found.entry, pc);
  }

  pcDataAt(pc: Address, kind: number): number {
    const found = this.functionAt(pc);
    if (!found || kind >= found.pcData.length) return -1;
    return this.#values.at(found.pcData[kind], found.entry, pc) ?? -1;
  }

  functionDataAt(pc: Address, kind: number): Address {
    const offset = this.functionAt(pc)?.functionData[kind] ?? noFunctionData;
    return offset === noFunctionData || this.#functionData === 0 ? 0 : this.#functionData + offset;
  }

  #readCalls(pc: Address): SourceCall[] {
    const found = this.functionAt(pc);
    const calls: SourceCall[] = [];
    if (!found) return calls;
    const tree = this.functionDataAt(pc, inlineTree);
    let at = pc;
    while (tree !== 0 && calls.length < maximumInlineDepth) {
      const index = this.pcDataAt(at, inlineTreeIndex);
      const call = index < 0 ? undefined : this.#inlinedCall(tree, index);
      if (!call) break;
      const name = this.#nameAt(call.nameOffset) ?? '';
      const isInlinedWrapper = isWrapper(call.id, name);
      calls.push({ name, position: this.#position(found, at), isWrapper: isInlinedWrapper });
      // The position of the call itself is that of an instruction of the caller which the linker names.
      const parent = found.entry + call.parentOffset;
      if (this.entryOf(parent) !== found.entry) break;
      at = parent;
    }
    const name = this.#nameAt(found.nameOffset) ?? '';
    calls.push({ name, position: this.#position(found, at), isWrapper: isWrapper(found.id, name) });
    return calls;
  }

  #readFunction(index: number): CodeFunction | undefined {
    const address = this.#functions + u32At(this.#functabBytes(), index * 8 + 4);
    const headBytes = functionHeadBytes(!this.#isOld);
    const head = this.#read(address, headBytes);
    const byteCount = head ? functionRecordBytes(head) : 0;
    const record = byteCount === 0 ? undefined : this.#read(address, byteCount);
    return record && decodeFunction(record, headBytes, this.#entry(index));
  }

  /** runtime.inlinedCall: 20 bytes up to Go 1.19, 16 from 1.20 on. */
  #inlinedCall(
    tree: Address,
    index: number,
  ): { id: number; nameOffset: number; parentOffset: number } | undefined {
    const byteCount = this.#isOld ? 20 : 16;
    const record = this.#read(tree + index * byteCount, byteCount);
    if (!record) return undefined;
    return this.#isOld
      ? { id: record[2], nameOffset: u32At(record, 12), parentOffset: i32At(record, 16) }
      : { id: record[0], nameOffset: u32At(record, 4), parentOffset: i32At(record, 8) };
  }

  #position(found: CodeFunction, pc: Address): SourcePosition | undefined {
    const fileNumber = this.#values.at(found.files, found.entry, pc) ?? -1;
    const line = this.#values.at(found.lines, found.entry, pc) ?? -1;
    if (fileNumber < 0 || line < 0) return undefined;
    const nameOffset = this.#fileWindow.u32(this.#units + (found.unit + fileNumber) * 4);
    // The linker leaves all ones for a file that no kept function uses.
    if (nameOffset < 0 || nameOffset === 0xffffffff) return undefined;
    const file = this.#fileWindow.textAt(this.#files + nameOffset, maximumNameBytes);
    return file === undefined ? undefined : { file, line };
  }

  #nameAt(offset: number): string | undefined {
    const known = this.#nameByOffset.get(offset);
    if (known !== undefined || this.#nameByOffset.has(offset)) return known;
    const name = this.#nameWindow.textAt(this.#names + offset, maximumNameBytes);
    this.#nameByOffset.set(offset, name);
    return name;
  }

  #functabBytes(): Uint8Array {
    this.#index ??= this.#read(this.#functions, this.#functionCount * 8 + 4) ?? new Uint8Array(0);
    return this.#index;
  }

  /** Index of the function that covers pc, or -1. */
  #find(pc: Address): number {
    const table = this.#functabBytes();
    const offset = pc - this.#textStart;
    if (table.length === 0 || offset < u32At(table, 0)) return -1;
    if (offset >= u32At(table, this.#functionCount * 8)) return -1;
    let low = 0;
    let high = this.#functionCount;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (u32At(table, middle * 8) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  #entry(index: number): Address {
    return this.#textStart + u32At(this.#functabBytes(), index * 8);
  }
}

function isWrapper(id: number, name: string | undefined): boolean {
  return wrapperIds.includes(id) && name !== undefined && !name.startsWith('runtime.systemstack');
}
