import { type Address, u32At, u64At } from '../../base/index.ts';
import { ByteWindow, type ReadBytes } from './byte-window.ts';

/** What the code at a program counter is called and where it was written, from .gopclntab, which stripping leaves. */
export interface FunctionTable {
  /** `main.(*server).serve`, `main.main.func1`; undefined where no function covers the address. */
  nameOf(pc: Address): string | undefined;
  /** True where the function is code of the compiler around one of the program, which tracebacks leave out. */
  isWrapper(pc: Address): boolean;
  /** First instruction of the function that covers the address, 0 where none does. */
  entryOf(pc: Address): Address;
  /** Source position of the instruction. For a return address ask for the byte before it. */
  lineOf(pc: Address): { readonly file: string; readonly line: number } | undefined;
}

export interface FunctionTableOptions {
  /** Address of the pclntab header: moduledata.pcHeader, or section .gopclntab. */
  readonly address: Address;
  /**
   * Address of runtime.text, in the address space that program counters will be asked in. The header's own field is 0
   * from Go 1.26 on and not relocated in the file of a PIE, so it is not used.
   */
  readonly textStart: Address;
  /** Reads at addresses of the same space as `address`. */
  readonly read: ReadBytes;
}

/** internal/abi.PCLnTabMagic: Go 1.18 and 1.19, then 1.20 to 1.26. Older tables have another layout. */
const magics: readonly number[] = [0xfffffff0, 0xfffffff1];
const headerBytes = 72;
/** The largest known binaries have under a million functions. */
const maximumFunctions = 1 << 22;
/** _func up to cuOffset (runtime/runtime2.go, Go 1.18 to 1.26). */
const functionBytes = 36;
/**
 * internal/abi.FuncIDWrapper is 21 up to Go 1.21 (runtime.funcID_wrapper) and 22 in Go 1.22, where 21 is systemstack_switch,
 * assembly that no table user asks about. Later lines name wrappers `.gowrapN`; they are told by that.
 */
const wrapperIds: readonly number[] = [21, 22];
const maximumNameBytes = 1 << 16;
/** A table of one function has at most some thousand steps; the bound stops damage from walking all of memory. */
const maximumSteps = 1 << 20;

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
  readonly #window: ByteWindow;
  readonly #textStart: Address;
  readonly #quantum: number;
  /** Offset of _func.funcID: Go 1.20 put startLine before it (runtime/runtime2.go). */
  readonly #idOffset: number;
  readonly #functionCount: number;
  readonly #names: Address;
  readonly #units: Address;
  readonly #files: Address;
  readonly #steps: Address;
  /** Start of functab; _func offsets count from here too. */
  readonly #functions: Address;
  readonly #nameByIndex = new Map<number, string | undefined>();
  /** functab: pairs of u32 (entry offset, _func offset) and one last end offset. */
  #index: Uint8Array | undefined;

  constructor(options: FunctionTableOptions, header: Uint8Array, functionCount: number) {
    const part = (word: number): Address => options.address + u64At(header, 8 + word * 8);
    this.#read = options.read;
    this.#window = new ByteWindow(options.read);
    this.#textStart = options.textStart;
    this.#quantum = header[6];
    this.#idOffset = u32At(header, 0) === magics[0] ? 36 : 40;
    this.#functionCount = functionCount;
    this.#names = part(3);
    this.#units = part(4);
    this.#files = part(5);
    this.#steps = part(6);
    this.#functions = part(7);
  }

  nameOf(pc: Address): string | undefined {
    const index = this.#find(pc);
    if (index < 0) return undefined;
    const known = this.#nameByIndex.get(index);
    if (known !== undefined || this.#nameByIndex.has(index)) return known;
    const nameOffset = this.#window.u32(this.#functionAddress(index) + 4);
    const name = nameOffset < 0 ? undefined : this.#window.textAt(this.#names + nameOffset, maximumNameBytes);
    this.#nameByIndex.set(index, name);
    return name;
  }

  isWrapper(pc: Address): boolean {
    const index = this.#find(pc);
    const record = index < 0 ? undefined : this.#read(this.#functionAddress(index), this.#idOffset + 1);
    return record !== undefined && wrapperIds.includes(record[this.#idOffset]);
  }

  entryOf(pc: Address): Address {
    const index = this.#find(pc);
    return index < 0 ? 0 : this.#entry(index);
  }

  lineOf(pc: Address): { file: string; line: number } | undefined {
    const index = this.#find(pc);
    const record = index < 0 ? undefined : this.#read(this.#functionAddress(index), functionBytes);
    if (!record) return undefined;
    const entry = this.#entry(index);
    const fileNumber = this.#valueAt(u32At(record, 20), entry, pc);
    const line = this.#valueAt(u32At(record, 24), entry, pc);
    if (fileNumber < 0 || line < 0) return undefined;
    const nameOffset = this.#window.u32(this.#units + (u32At(record, 32) + fileNumber) * 4);
    // The linker leaves all ones for a file that no kept function uses.
    if (nameOffset < 0 || nameOffset === 0xffffffff) return undefined;
    const file = this.#window.textAt(this.#files + nameOffset, maximumNameBytes);
    return file === undefined ? undefined : { file, line };
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

  #functionAddress(index: number): Address {
    return this.#functions + u32At(this.#functabBytes(), index * 8 + 4);
  }

  /**
   * runtime.pcvalue: pairs of a zig-zag value step and a pc step, from value -1 at the entry; a zero value step after
   * the first pair ends the table. -1 where the table has no value for pc.
   */
  #valueAt(tableOffset: number, entry: Address, pc: Address): number {
    if (tableOffset === 0) return -1;
    let value = -1;
    let reached = entry;
    let at = this.#steps + tableOffset;
    for (let count = 0; count < maximumSteps; count++) {
      const valueStep = this.#window.uleb(at);
      if (!valueStep || (valueStep.value === 0 && count > 0)) return -1;
      const pcStep = this.#window.uleb(valueStep.end);
      if (!pcStep) return -1;
      value += valueStep.value % 2 === 0 ? valueStep.value / 2 : -(valueStep.value + 1) / 2;
      reached += pcStep.value * this.#quantum;
      if (pc < reached) return value;
      at = pcStep.end;
    }
    return -1;
  }
}
