import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { looksLikeSlice } from '../runtime/find-mheap.ts';
import { runtimeVariable } from '../runtime/runtime-variable.ts';
import { scanWords } from '../runtime/scan-words.ts';
import type { Runtime } from '../runtime.ts';
import type { ContainerParts } from './container-parts.ts';
import type { HeapSlots } from './heap-slots.ts';
import { localBytes, poolAt, poolBytes, processorLimit } from './pool-layout.ts';

const poolLimit = 1_000_000;
/** Lists that a search takes for sync.allPools and sync.oldPools: a program can hold slices of pools of its own. */
const listLimit = 64;
/** In a process that runs, a pool of a list can be in the middle of a change. */
const poolShare = 0.75;

/**
 * Addresses of the pools that hold anything: those of sync.allPools (filled since the last collection) and sync.oldPools
 * (filled before it; sync/pool.go, poolCleanup). Where nothing names these variables, every slice in .bss whose entries
 * are pools is taken.
 */
export function findPools({ runtime, memory, diagnostics }: ContainerParts, slots: HeapSlots): Set<Address> {
  const pools = new Set<Address>();
  const lists = ['sync.allPools', 'sync.oldPools']
    .map((name) => runtimeVariable(runtime, name))
    .filter((address) => address !== 0);
  // A program without pools has no such variables, and a stripped one hides them.
  const isHidden = lists.length === 0 && runtime.stripped;
  let isMissing = false;
  for (const list of isHidden ? hiddenLists(runtime, memory, slots) : lists) {
    const entries = entriesOf(list, memory, slots);
    isMissing ||= entries === undefined;
    for (const pool of entries ?? []) {
      const bytes = memory.read(pool, poolBytes);
      if (bytes && looksLikePool(bytes, slots)) pools.add(pool);
      else isMissing = true;
    }
  }
  if (isMissing)
    diagnostics.add(
      'pools-missing',
      'Some pools are in memory that was not there when the heap was read, or are damaged; --freeze shows all of them.',
    );
  return pools;
}

/** Entries of the slice at the address; undefined where its array is not an object that has room for them. */
function entriesOf(list: Address, memory: Memory, slots: HeapSlots): Address[] | undefined {
  const header = memory.read(list, 24);
  const array = header ? u64At(header, 0) : 0;
  const count = header ? u64At(header, 8) : 0;
  if (count === 0) return [];
  if (!isAddress(array) || count > poolLimit || count * 8 > slots.roomAt(array)) return undefined;
  const bytes = memory.read(array, count * 8);
  if (!bytes) return undefined;
  const entries: Address[] = [];
  for (let at = 0; at < bytes.length; at += 8) {
    const pool = u64At(bytes, at);
    if (isAddress(pool) && pool % 8 === 0) entries.push(pool);
  }
  return entries;
}

function hiddenLists(runtime: Runtime, memory: Memory, slots: HeapSlots): Address[] {
  const lists: Address[] = [];
  for (const { bss, ebss } of runtime.modules) {
    scanWords(memory, bss, ebss, (words, index, address) => {
      if (!looksLikeSlice(words, index, 1, poolLimit)) return false;
      const entries = entriesOf(address, memory, slots) ?? [];
      const pools = entries.filter((pool) => isPoolAt(pool, memory, slots)).length;
      if (pools > 0 && pools >= poolShare * entries.length) lists.push(address);
      return lists.length === listLimit;
    });
  }
  return lists;
}

function isPoolAt(pool: Address, memory: Memory, slots: HeapSlots): boolean {
  const bytes = memory.read(pool, poolBytes);
  return (
    bytes !== undefined &&
    looksLikePool(bytes, slots) &&
    (hasArray(bytes, 'local') || hasArray(bytes, 'victim'))
  );
}

/** Both arrays are where a pool's are: nil, or an object of the heap that begins there and has room for them. */
function looksLikePool(bytes: Uint8Array, slots: HeapSlots): boolean {
  return (['local', 'victim'] as const).every((which) => {
    const array = u64At(bytes, poolAt[which]);
    const count = u64At(bytes, which === 'local' ? poolAt.localSize : poolAt.victimSize);
    if (array === 0) return count === 0;
    // Get sets victimSize to 0 once it has found nothing there (pool.go, getSlow), and leaves the array.
    const least = Math.max(1, count) * localBytes;
    return isAddress(array) && count <= processorLimit && slots.roomAt(array) >= least;
  });
}

function hasArray(bytes: Uint8Array, which: 'local' | 'victim'): boolean {
  return u64At(bytes, poolAt[which]) !== 0;
}
