import type { Address } from '../../base/index.ts';
import { type CodeFunction, type FunctionTable, functionFlag } from '../../formats/index.ts';

/** Functions of the runtime that an unwinder treats apart (internal/abi FuncID), told by name in every version. */
export type SpecialFunction = 'none' | 'sigpanic' | 'asyncPreempt' | 'debugCall' | 'cgocallback';

const specialNames: Readonly<Record<string, SpecialFunction>> = {
  'runtime.sigpanic': 'sigpanic',
  'runtime.asyncPreempt': 'asyncPreempt',
  'runtime.debugCallV2': 'debugCall',
  'runtime.cgocallback': 'cgocallback',
};

/**
 * They call the vDSO on the stack of g0 (runtime/time_linux_amd64.s, sys_linux_*.s). Where the stack pointer lies on the
 * goroutine's own stack, before and after that call, their frame tables hold.
 */
const vdsoCallers: ReadonlySet<string> = new Set(['time.now', 'runtime.nanotime1', 'runtime.walltime']);

/** What an unwinder needs of one program counter; goroutines stand at few different ones. */
export interface CodePoint {
  readonly function: CodeFunction;
  /** Bytes of the frame below the return address (amd64) or the caller's stack pointer (arm64); -1 where unknown. */
  readonly frameBytes: number;
  readonly special: SpecialFunction;
  readonly isTop: boolean;
  readonly writesStackPointer: boolean;
}

/** Code points by program counter, kept. */
export class CodePoints {
  readonly #functions: FunctionTable;
  readonly #points = new Map<Address, CodePoint | undefined>();

  constructor(functions: FunctionTable) {
    this.#functions = functions;
  }

  at(pc: Address): CodePoint | undefined {
    const known = this.#points.get(pc);
    if (known !== undefined || this.#points.has(pc)) return known;
    const point = this.#read(pc);
    this.#points.set(pc, point);
    return point;
  }

  #read(pc: Address): CodePoint | undefined {
    const found = this.#functions.functionAt(pc);
    if (!found) return undefined;
    const name = this.#functions.nameOf(pc) ?? '';
    const special = Object.hasOwn(specialNames, name) ? specialNames[name] : 'none';
    return {
      function: found,
      frameBytes: this.#functions.frameSizeAt(pc) ?? -1,
      special,
      isTop: (found.flags & functionFlag.topFrame) !== 0,
      // cgocallback writes SP, but both stacks are whole at every moment (runtime/traceback.go, resolveInternal).
      writesStackPointer:
        special !== 'cgocallback' &&
        !vdsoCallers.has(name) &&
        (found.flags & functionFlag.writesStackPointer) !== 0,
    };
  }
}
