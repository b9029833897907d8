import type { FunctionTable } from '../../formats/index.ts';
import type { Goroutine } from '../goroutine.ts';
import { rootKind } from '../goroutines/root-columns.ts';
import { StackRoots } from '../goroutines/stack-roots.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';

/**
 * The live pointers of every goroutine's stack by the program's own stack maps; words that only may be pointers, of frames
 * that were interrupted or could not be walked, in a group of a later rank.
 */
export function* frameStackRoots(
  runtime: Runtime,
  functions: FunctionTable,
  goroutines: readonly Goroutine[],
  memory: Memory,
): Generator<RootGroup> {
  const roots = new StackRoots(runtime, functions, memory);
  const exact = new PointerList();
  const doubtful = new PointerList();
  for (const goroutine of goroutines) {
    const count = roots.read(goroutine);
    const { word, kind } = roots.columns;
    for (let at = 0; at < count; at++) (kind[at] === rootKind.conservative ? doubtful : exact).add(word[at]);
    const { id, address } = goroutine;
    const group = { kind: 'goroutine', name: `goroutine ${id}`, address } as const;
    if (exact.count > 0) yield { ...group, rank: rootRank.stack, pointers: exact.take() };
    if (doubtful.count > 0) yield { ...group, rank: rootRank.conservative, pointers: doubtful.take() };
  }
}
