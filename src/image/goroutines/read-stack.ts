import type { Address } from '../../base/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { StackEnd, Unwinder } from './unwinder.ts';

/** One frame of a stack; what its fields mean is said at those of `Unwinder`. */
export interface StackFrame {
  readonly pc: Address;
  /** What to ask the function table for: `callsAt(callPc)` gives the calls, inlined ones first. */
  readonly callPc: Address;
  readonly sp: Address;
  readonly fp: Address;
  readonly varp: Address;
  readonly argp: Address;
  readonly continuationPc: Address;
}

export interface GoroutineStack {
  /** Innermost first. */
  readonly frames: readonly StackFrame[];
  readonly end: StackEnd | 'cut';
}

/** More frames than a reader looks at; a stack of a gigabyte can have ten million. */
const defaultFrameCount = 1024;

/** The frames of a goroutine as objects, up to a limit. For every frame of every stack drive the unwinder itself. */
export function readStack(
  unwinder: Unwinder,
  goroutine: Goroutine,
  maximumFrames: number = defaultFrameCount,
): GoroutineStack {
  const frames: StackFrame[] = [];
  for (let isThere = unwinder.start(goroutine); isThere; isThere = unwinder.next()) {
    if (frames.length === maximumFrames) return { frames, end: 'cut' };
    const { pc, callPc, sp, fp, varp, argp, continuationPc } = unwinder;
    frames.push({ pc, callPc, sp, fp, varp, argp, continuationPc });
  }
  return { frames, end: unwinder.end };
}
