import type { Diagnostics } from '../../base/index.ts';
import { isAddress, u64At } from '../../base/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { Memory } from '../memory.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';

const pieceBytes = 2 ** 20;

/**
 * Every word of every goroutine's stack in use that could be a pointer: for images whose stack maps are not read. Stale
 * words are among them, so these roots hold only what no exact one reaches.
 */
export function* conservativeStackRoots(
  goroutines: readonly Goroutine[],
  memory: Memory,
  diagnostics: Diagnostics,
): Generator<RootGroup> {
  const list = new PointerList();
  const buffer = new Uint8Array(pieceBytes);
  for (const { id, address, sp, stackHigh } of goroutines) {
    const start = Math.ceil(sp / 8) * 8;
    for (let from = start; from < stackHigh; from += pieceBytes) {
      const length = Math.min(pieceBytes, stackHigh - from);
      const bytes = memory.read(from, length, buffer);
      if (!bytes) {
        diagnostics.add(
          'stack-unreadable',
          'The stack of a goroutine cannot be read; what only it holds counts as garbage.',
        );
        break;
      }
      for (let at = 0; at + 8 <= length; at += 8) {
        const word = u64At(bytes, at);
        if (isAddress(word)) list.add(word);
      }
    }
    if (list.count > 0)
      yield {
        kind: 'goroutine',
        name: `goroutine ${id}`,
        address,
        rank: rootRank.conservative,
        pointers: list.take(),
      };
  }
}
