import { Script } from 'node:vm';

type Slot = { highwaterWork?: (() => unknown) | undefined };

/**
 * Runs synchronous work so that Ctrl-C ends the work and not the program: V8 is asked to watch for SIGINT itself, because no
 * handler of ours could run meanwhile. Undefined where it was broken off; what the work had in hand is lost.
 */
export function interruptible<T>(work: () => T): { readonly result: T } | undefined {
  const slot = globalThis as Slot;
  slot.highwaterWork = work;
  try {
    const script = new Script('globalThis.highwaterWork()');
    return { result: script.runInThisContext({ breakOnSigint: true }) as T };
  } catch (error) {
    if (isInterruption(error)) return undefined;
    throw error;
  } finally {
    slot.highwaterWork = undefined;
  }
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}
