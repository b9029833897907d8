import type { Address } from '../../base/index.ts';
import type { Dwarf, DwarfLocal, FunctionTable } from '../../formats/index.ts';
import type { Runtime } from '../runtime.ts';

/** The variable that a word of a frame belongs to. */
export interface FrameVariable {
  /** The function whose variable it is: `main.worker`; that of an inlined one where it came from there. */
  readonly functionName: string;
  /** `batch`. */
  readonly name: string;
  /** Section offset of its type's DIE. */
  readonly type: number;
  /** Bytes from the start of the variable to the word. */
  readonly offset: number;
  /** True where the variable itself is in the heap, and the word is the pointer to it. */
  readonly isMovedToHeap: boolean;
  /**
   * False where DWARF places the variable there at another instruction only: the compiler's lists have gaps. From Go 1.23
   * on variables that do not live at the same time share places, so that the name may be that of another one.
   */
  readonly isExact: boolean;
}

/** `goroutine 12 main.worker: batch`. */
export function spellFrameVariable(goroutineId: number, { functionName, name }: FrameVariable): string {
  return `goroutine ${goroutineId} ${functionName}: ${name}`;
}

/** A chain of typedefs in Go has one or two links; damage could make a ring. */
const maximumTypedefs = 16;
const wordBytes = 8;
const typedefTag = 0x16;

/** Names the variables in frames, by DWARF. */
export class FrameVariables {
  readonly #dwarf: Dwarf | undefined;
  readonly #loadBias: number;
  readonly #functions: FunctionTable;
  readonly #locals = new Map<Address, readonly DwarfLocal[]>();

  constructor(runtime: Pick<Runtime, 'dwarf' | 'loadBias'>, functions: FunctionTable) {
    this.#dwarf = runtime.dwarf;
    this.#loadBias = runtime.loadBias;
    this.#functions = functions;
  }

  /** The variable at a word of the frame with this call and frame address (`StackFrame`); undefined where none is known. */
  at(callPc: Address, fp: Address, slot: Address): FrameVariable | undefined {
    const entry = this.#functions.entryOf(callPc);
    if (!this.#dwarf || entry === 0) return undefined;
    const pc = callPc - this.#loadBias;
    const frameOffset = slot - fp;
    let doubtful: FrameVariable | undefined;
    let isAmbiguous = false;
    for (const local of this.#localsOf(entry)) {
      const exact = this.#offsetAt(local, frameOffset, pc);
      if (exact >= 0) return this.#describe(local, entry, exact, true);
      const elsewhere = this.#offsetAt(local, frameOffset, undefined);
      if (elsewhere < 0) continue;
      const described = this.#describe(local, entry, elsewhere, false);
      if (doubtful && doubtful.name !== described.name) isAmbiguous = true;
      doubtful ??= described;
    }
    return isAmbiguous ? undefined : doubtful;
  }

  /** A function's own variables before those of functions inlined into it: the outer one is who holds. */
  #localsOf(entry: Address): readonly DwarfLocal[] {
    let locals = this.#locals.get(entry);
    if (!locals) {
      const all = this.#dwarf?.locals(entry - this.#loadBias) ?? [];
      locals = [
        ...all.filter(({ inlined }) => inlined === ''),
        ...all.filter(({ inlined }) => inlined !== ''),
      ];
      this.#locals.set(entry, locals);
    }
    return locals;
  }

  /** Bytes into the variable at which the word lies, -1 where it is not the variable's; at any instruction without `pc`. */
  #offsetAt(local: DwarfLocal, frameOffset: number, pc: Address | undefined): number {
    const isIn = ({ start, end }: { start: Address; end: Address }): boolean =>
      pc === undefined || (pc >= start && pc < end);
    if (local.scope && !local.scope.some(isIn)) return -1;
    for (const place of local.places) {
      if (!isIn(place)) continue;
      for (const piece of place.pieces) {
        const size = piece.size < 0 ? this.#sizeOf(local.type) : piece.size;
        const inside = frameOffset - piece.frameOffset;
        if (inside >= 0 && inside < size) return piece.offset + inside;
      }
    }
    return -1;
  }

  #describe(local: DwarfLocal, entry: Address, offset: number, isExact: boolean): FrameVariable {
    const isMovedToHeap = local.name.startsWith('&');
    return {
      functionName: local.inlined || (this.#functions.nameOf(entry) ?? ''),
      name: isMovedToHeap ? local.name.slice(1) : local.name,
      type: local.type,
      offset,
      isMovedToHeap,
      isExact,
    };
  }

  /** Go gives arrays, structs and base types a size, and pointers and what is one none. */
  #sizeOf(offset: number): number {
    let type = this.#dwarf?.type(offset);
    for (let count = 0; type?.tag === typedefTag && count < maximumTypedefs; count++)
      type = this.#dwarf?.type(type.type);
    return type && type.byteSize > 0 ? type.byteSize : wordBytes;
  }
}
