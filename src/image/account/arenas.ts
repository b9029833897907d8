import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { HeapPlace } from '../spans/heap-place.ts';
import { arenaBytes } from '../spans/page-table.ts';

/** 2^22 arenas of 64 MiB are the address space; no process has more of them mapped than this. */
const maxArenas = 2 ** 20;
/** arenaBaseOffset (runtime/malloc.go): on amd64 arena numbers count from the most negative address. */
const amd64Base = 2 ** 47;

/** First addresses of the heap's arenas, ascending: mheap.heapArenas (Go 1.25+) or allArenas, and user arenas. */
export function readArenas({ layouts, mheapAddress, arch }: HeapPlace, memory: Memory): Address[] {
  const found = new Set<Address>();
  for (const field of ['heapArenas', 'allArenas', 'userArenaArenas']) {
    const offset = layouts.find('runtime.mheap', field);
    const slice = offset < 0 ? undefined : memory.read(mheapAddress + offset, 16);
    const count = slice ? u64At(slice, 8) : 0;
    if (!slice || count === 0 || count > maxArenas) continue;
    const numbers = memory.read(u64At(slice, 0), count * 8);
    if (!numbers) continue;
    for (let at = 0; at < numbers.length; at += 8) {
      const address = u64At(numbers, at) * arenaBytes - (arch === 'amd64' ? amd64Base : 0);
      if (isAddress(address)) found.add(address);
    }
  }
  return [...found].sort((a, b) => a - b);
}
