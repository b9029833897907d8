import { type Address, isAddress } from '../../base/index.ts';
import type { CodeFunction, FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { type CodePoint, CodePoints, type SpecialFunction } from './code-points.ts';
import { StackWords } from './stack-words.ts';

/**
 * How the walk of a stack ended. `top`: at the function that started the goroutine, so that every frame was seen. Others
 * leave frames above unseen: a function that moves the stack pointer in ways no table tells, a return address that is in
 * no function, a frame that leaves the stack, a word that cannot be read, or a place that is not known to begin with.
 */
export type StackEnd = 'top' | 'stack-switch' | 'unknown-code' | 'outside' | 'unreadable' | 'unknown-place';

/**
 * Walks the frames of one goroutine after the other, as the runtime does (runtime/traceback.go, unwinder; the same since
 * Go 1.18). Its fields are those of the frame it stands at; walking makes no objects. Every step moves up in the stack, so
 * that a damaged one ends too.
 */
export class Unwinder {
  /** False before the first `start` and after the last frame. */
  valid = false;
  /** Why the walk ended, once `valid` is false. */
  end: StackEnd = 'unknown-place';
  /** The return address into this function; of the innermost frame, where it stands. */
  pc: Address = 0;
  /** The instruction that called, or that was interrupted: what to ask for lines and pointer maps. */
  callPc: Address = 0;
  sp: Address = 0;
  /** Stack pointer of the caller before the call's arguments; DWARF's canonical frame address. */
  fp: Address = 0;
  /** End of the local variables. */
  varp: Address = 0;
  /** Start of the arguments. */
  argp: Address = 0;
  /** Where the frame can go on; 0 for one that a trap ended and no deferred call takes up. */
  continuationPc: Address = 0;
  /** 0 for the innermost frame. */
  depth = 0;
  /** Undefined only while not `valid`. */
  function: CodeFunction | undefined;
  special: SpecialFunction = 'none';
  readonly #points: CodePoints;
  readonly #words: StackWords;
  readonly #isArm: boolean;
  #goroutine: Goroutine | undefined;
  #returnAddress: Address = 0;
  #calleeSpecial: SpecialFunction = 'none';

  constructor(runtime: Pick<Runtime, 'arch'>, functions: FunctionTable, memory: Memory) {
    this.#points = new CodePoints(functions);
    this.#words = new StackWords(memory);
    this.#isArm = runtime.arch === 'arm64';
  }

  /** Goes to the innermost frame; false where there is none to be known. */
  start(goroutine: Goroutine): boolean {
    const { standing, pc, sp, stackHigh } = goroutine;
    this.#goroutine = goroutine;
    this.#words.open(stackHigh);
    this.#calleeSpecial = 'none';
    this.depth = 0;
    this.pc = pc;
    this.sp = sp;
    this.#returnAddress = this.#isArm ? goroutine.linkRegister : 0;
    if (standing === 'unknown') return this.#finish('unknown-place');
    // A call of a nil function: begin at the caller.
    if (pc === 0) {
      this.pc = this.#words.at(sp);
      this.#returnAddress = 0;
      if (!this.#isArm) this.sp += 8;
    }
    const point = isAddress(this.pc) ? this.#points.at(this.pc) : undefined;
    if (!point) return this.#finish('unknown-code');
    return this.#resolve(point);
  }

  /** Goes to the caller's frame; false where this was the last. */
  next(): boolean {
    if (!this.valid) return false;
    const caller = this.#returnAddress;
    if (caller === 0) return this.#finish(this.end);
    let point = isAddress(caller) ? this.#points.at(caller) : undefined;
    if (!point) return this.#finish('unknown-code');
    // Only where it stands, or where a signal met it, can a function have no frame: then the link register led here.
    const canBeEmpty = this.depth === 0 || isInjected(this.#calleeSpecial);
    if (this.fp <= this.sp && !canBeEmpty) return this.#finish('outside');
    this.#calleeSpecial = this.special;
    this.pc = caller;
    this.sp = this.fp;
    this.#returnAddress = 0;
    this.depth++;
    if (this.#isArm && isInjected(this.#calleeSpecial)) {
      // The signal handler stored the interrupted function's link register on the stack before it faked the call.
      const link = this.#words.at(this.sp);
      this.sp += 16;
      if (point.frameBytes === 0 && link > 0) this.#returnAddress = link;
      point = this.#points.at(this.pc) ?? point;
    }
    return this.#resolve(point);
  }

  #resolve(point: CodePoint): boolean {
    const { function: code, frameBytes } = point;
    const goroutine = this.#goroutine;
    const isInnermost = this.depth === 0;
    if (!goroutine || code.frameSizes === 0 || frameBytes < 0) return this.#finish('unknown-code');
    const fp = this.sp + frameBytes + (this.#isArm ? 0 : 8);
    if (this.sp < goroutine.stackLow || fp > goroutine.stackHigh) return this.#finish('outside');
    this.valid = true;
    this.function = code;
    this.special = point.special;
    this.fp = fp;
    this.varp = this.#isArm ? fp : fp - 8;
    // The saved frame pointer lies there wherever there is a frame.
    if (this.varp > this.sp) this.varp -= 8;
    this.argp = this.#isArm ? fp + 8 : fp;
    this.callPc = this.pc > code.entry && !this.#isTrapped() ? this.pc - 1 : this.pc;
    this.continuationPc = this.pc;
    if (this.#calleeSpecial === 'sigpanic')
      this.continuationPc = code.deferReturn === 0 ? 0 : code.entry + code.deferReturn + 1;
    this.#returnAddress = this.#findReturnAddress(point, goroutine, isInnermost);
    return true;
  }

  /** 0 where the walk ends at this frame, with `end` set. */
  #findReturnAddress(point: CodePoint, goroutine: Goroutine, isInnermost: boolean): Address {
    if (point.isTop) {
      this.end = 'top';
      return 0;
    }
    // A saved innermost function has given up the processor at its entry, before it wrote anything.
    const isSafe = isInnermost && goroutine.standing !== 'thread';
    if (point.writesStackPointer && !isSafe) {
      this.end = 'stack-switch';
      return 0;
    }
    const link = this.#returnAddress;
    if (this.#isArm ? link !== 0 && !(isInnermost && this.sp < this.fp) : link !== 0) return link;
    const word = this.#words.at(this.#isArm ? this.sp : this.fp - 8);
    this.end = word < 0 ? 'unreadable' : 'unknown-code';
    return Math.max(0, word);
  }

  /** True where `pc` is the interrupted instruction itself, not one after a call. */
  #isTrapped(): boolean {
    return this.depth === 0 ? this.#goroutine?.standing === 'thread' : isInjected(this.#calleeSpecial);
  }

  #finish(end: StackEnd): false {
    this.valid = false;
    this.function = undefined;
    this.end = end;
    return false;
  }
}

/** The signal handler makes it look as if the interrupted function had called these (runtime/traceback.go). */
function isInjected(special: SpecialFunction): boolean {
  return special === 'sigpanic' || special === 'asyncPreempt' || special === 'debugCall';
}
