import type { DumpRecords } from '../../formats/index.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';

/**
 * What a heap dump lists of finalizers, in place of specials and queues, which lie outside the heap. It does not list
 * cleanups (Go 1.24+) and the handles of weak pointers: what only they keep counts as garbage.
 */
export function* dumpedRoots({ finalizers, otherRoots }: DumpRecords): Generator<RootGroup> {
  const kept = new PointerList();
  const revived = new PointerList();
  const queued = new PointerList();
  for (const { object, closure, isQueued } of finalizers) {
    if (isQueued) {
      queued.add(object);
      queued.add(closure);
    } else {
      kept.add(closure);
      revived.add(object);
    }
  }
  for (const root of otherRoots) kept.add(root);
  const common = { address: 0, rank: rootRank.exact };
  yield { ...common, kind: 'special', name: 'finalizers', pointers: kept.take() };
  yield { ...common, kind: 'queue', name: 'finalizers that wait to be run', pointers: queued.take() };
  yield {
    kind: 'finalizer',
    name: 'objects that wait for their finalizer',
    address: 0,
    rank: rootRank.finalizer,
    pointers: revived.take(),
  };
}
