import type { Address } from '../../base/index.ts';
import { Reader } from '../reader.ts';
import { queuedCleanups, queuedFinalizers } from '../runtime/waiting-queues.ts';
import { blockedRunner, type BlockedRunner } from './blocked-runner.ts';
import { type ContainerParts, MostFrequent, retainedBytes } from './container-parts.ts';
import { FuncValues } from './func-values.ts';
import { HeapSlots } from './heap-slots.ts';
import { OwnedObjects } from './owned-objects.ts';

export type { BlockedRunner };

/** Finalizers and cleanups that wait to be run. */
export interface Backlog {
  readonly finalizers: number;
  readonly cleanups: number;
  /** Objects that wait for their finalizer, and the closures and arguments of cleanups with what these alone lead to. */
  readonly bytes: number;
  /** Type of most objects, as a pointer: `*os.File`; '' where not known. */
  readonly type: string;
  /** Function of most of them; '' where not known. */
  readonly function: string;
  /** The goroutine that ought to run them, where it stands in code of the program. */
  readonly blocked: BlockedRunner | undefined;
  readonly retainedBytes: number | undefined;
}

const waitingLimit = 4_000_000;
/** The closure of AddCleanup captures a function, an argument and their dictionary. */
const capturedWords = 5;

/** Undefined where nothing says where the queue is: a stripped binary. */
export function readBacklog(parts: ContainerParts): Backlog | undefined {
  const { runtime, memory, types } = parts;
  const queue = queuedFinalizers(runtime, memory);
  if (!queue) {
    // The graph has told it already, where one was built; a heap dump has no queue.
    if (!runtime.dump && !parts.diagnostics.has('finalizer-queue-unknown'))
      parts.diagnostics.add(
        'finalizer-backlog-unknown',
        'A stripped binary does not say where finalizers wait to be run; how many do is not told.',
      );
    return undefined;
  }
  const reader = new Reader(memory, 256);
  const owned = new OwnedObjects(new HeapSlots(parts.spans, parts.maps), reader);
  const functions = new FuncValues(runtime, parts.functions, reader);
  const typeNames = new MostFrequent();
  const functionNames = new MostFrequent();
  const cleanupRoots: Address[][] = [];
  let finalizers = 0;
  for (const { function: value, object, pointerType } of queue) {
    if (finalizers + cleanupRoots.length >= waitingLimit) break;
    if (object === 0) {
      functionNames.add(cleanupName(value, functions, reader));
      cleanupRoots.push([value]);
      continue;
    }
    finalizers++;
    functionNames.add(functions.nameOf(value));
    typeNames.add(types.fromRuntime(pointerType)?.name ?? '');
    owned.addRoot(0, object);
  }
  for (const words of queuedCleanups(runtime, memory)) {
    if (finalizers + cleanupRoots.length >= waitingLimit) break;
    functionNames.add(
      words.length > 1 ? functions.nameOf(words[1]) : cleanupName(words[0], functions, reader),
    );
    cleanupRoots.push([...words]);
  }
  for (const [index, words] of cleanupRoots.entries())
    for (const word of words) owned.addRoot(index + 1, word);
  for (const [index, words] of cleanupRoots.entries())
    for (const word of words) owned.followUntyped(index + 1, word);
  return {
    finalizers,
    cleanups: cleanupRoots.length,
    bytes: owned.bytesByItem(cleanupRoots.length + 1).reduce((sum, each) => sum + each, 0),
    type: typeNames.key,
    function: functionNames.key,
    blocked: finalizers + cleanupRoots.length > 0 ? blockedRunner(parts) : undefined,
    retainedBytes: retainedBytes(parts, owned.roots()),
  };
}

/** Up to Go 1.25 a closure of runtime.AddCleanup calls the function of the program, which is among what it captures. */
function cleanupName(closure: Address, functions: FuncValues, reader: Reader): string {
  const name = functions.nameOf(closure);
  if (!name.startsWith('runtime.AddCleanup')) return name;
  for (let word = 1; word <= capturedWords; word++) {
    const captured = Math.max(0, reader.u64(closure + word * 8));
    // Go 1.25 takes the address of the function, which is then captured by reference.
    const found = functions.nameOf(captured) || functions.nameOf(Math.max(0, reader.u64(captured)));
    if (found !== '') return found;
  }
  return '';
}
