import { type Diagnostics, isAddress } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { queuedCleanups, queuedFinalizers } from '../runtime/waiting-queues.ts';
import type { Runtime } from '../runtime.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';

/**
 * Finalizers and cleanups that wait to be run. Their blocks lie outside the heap, and their places are known by symbol
 * alone: a stripped binary keeps them to itself.
 */
export function* queueRoots(
  runtime: Runtime,
  memory: Memory,
  diagnostics: Diagnostics,
): Generator<RootGroup> {
  const list = new PointerList();
  const add = (word: number): void => {
    if (isAddress(word)) list.add(word);
  };
  const finalizers = queuedFinalizers(runtime, memory);
  if (!finalizers)
    diagnostics.add(
      'finalizer-queue-unknown',
      'A stripped binary does not say where finalizers wait to be run; objects that only they keep count as garbage.',
    );
  for (const finalizer of finalizers ?? []) {
    add(finalizer.function);
    add(finalizer.object);
  }
  for (const words of queuedCleanups(runtime, memory)) words.forEach(add);
  if (list.count > 0)
    yield {
      kind: 'queue',
      name: 'finalizers and cleanups that wait to be run',
      address: 0,
      rank: rootRank.exact,
      pointers: list.take(),
    };
}
