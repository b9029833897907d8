import { Unwinder } from '../goroutines/unwinder.ts';
import type { ContainerParts } from './container-parts.ts';

/** A goroutine of the runtime that runs finalizers or cleanups, and stands in one. */
export interface BlockedRunner {
  readonly goroutine: number;
  /** Innermost function that is not the runtime's own: `main.(*Conn).finalize`. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** runtime/mfinal.go (runfinq up to Go 1.24) and runtime/mcleanup.go. */
const runners: ReadonlySet<string> = new Set([
  'runtime.runfinq',
  'runtime.runFinalizers',
  'runtime.runCleanups',
]);
const frameLimit = 64;
const runtimeCode = /^(runtime|internal\/runtime|reflect|sync|internal\/sync|time|internal\/poll|syscall)\./;

/** The first runner that stands in a finalizer or cleanup; undefined where all wait for work or cannot be unwound. */
export function blockedRunner({
  runtime,
  functions,
  memory,
  goroutines,
}: ContainerParts): BlockedRunner | undefined {
  const unwinder = new Unwinder(runtime, functions, memory);
  for (const goroutine of goroutines) {
    if (!runners.has(functions.nameOf(goroutine.startPc) ?? '')) continue;
    let depth = 0;
    for (let is = unwinder.start(goroutine); is && depth < frameLimit; is = unwinder.next(), depth++) {
      for (const { name, position } of functions.callsAt(unwinder.callPc)) {
        if (runtimeCode.test(name)) continue;
        return {
          goroutine: goroutine.id,
          function: name,
          file: position?.file ?? '',
          line: position?.line ?? 0,
        };
      }
    }
  }
  return undefined;
}
