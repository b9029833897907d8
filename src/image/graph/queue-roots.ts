import { type Address, type Diagnostics, isAddress, u32At, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { PointerList, type RootGroup, rootRank } from './roots.ts';

/** runtime/mfinal.go: finBlockSize; runtime/mcleanup.go: cleanupBlockSize. */
const finalizerBlockBytes = 4096;
const largestBlockBytes = 65536;
const blockLimit = 1_000_000;
const finalizerBytes = 40;

/**
 * Finalizers and cleanups that wait to be run: the blocks of runtime.allfin (Go 1.18 to 1.26) and, from Go 1.25 on, of
 * runtime.gcCleanups.all. Blocks lie outside the heap. Their places are known by symbol alone: a stripped binary keeps
 * them to itself.
 */
export function* queueRoots(
  runtime: Runtime,
  memory: Memory,
  diagnostics: Diagnostics,
): Generator<RootGroup> {
  const list = new PointerList();
  const allfin = variableAddress(runtime, 'runtime.allfin');
  if (allfin === 0)
    diagnostics.add(
      'finalizer-queue-unknown',
      'A stripped binary does not say where finalizers wait to be run; objects that only they keep count as garbage.',
    );
  addFinalizers(memory, wordAt(memory, allfin), list);
  addCleanups(runtime, memory, list);
  if (list.count > 0)
    yield {
      kind: 'queue',
      name: 'finalizers and cleanups that wait to be run',
      address: 0,
      rank: rootRank.exact,
      pointers: list.take(),
    };
}

/** finBlock {alllink, next *finBlock; cnt uint32; _ int32; fin []finalizer}, finalizer {fn, arg, nret, fint, ot}. */
function addFinalizers(memory: Memory, first: Address, list: PointerList): void {
  let block = first;
  for (let turn = 0; isAddress(block) && turn < blockLimit; turn++) {
    const bytes = memory.read(block, finalizerBlockBytes);
    if (!bytes) return;
    const count = Math.min(u32At(bytes, 16), Math.floor((finalizerBlockBytes - 24) / finalizerBytes));
    for (let index = 0; index < count; index++) {
      for (const field of [0, 8]) {
        const word = u64At(bytes, 24 + index * finalizerBytes + field);
        if (isAddress(word)) list.add(word);
      }
    }
    block = u64At(bytes, 0);
  }
}

/** cleanupBlock: a header with alllink and n, then n cleanups of pointers only (1 word in Go 1.25, 3 in Go 1.26). */
function addCleanups(runtime: Runtime, memory: Memory, list: PointerList): void {
  const { layouts } = runtime;
  const queue = variableAddress(runtime, 'runtime.gcCleanups');
  const all = layouts.find('runtime.cleanupQueue', 'all');
  const alllink = layouts.find('runtime.cleanupBlockHeader', 'alllink');
  const countAt = layouts.find('runtime.cleanupBlockHeader', 'n');
  const cleanups = layouts.find('runtime.cleanupBlock', 'cleanups');
  const blockBytes = layouts.struct('runtime.cleanupBlock')?.size ?? 0;
  if (queue === 0 || Math.min(all, alllink, countAt, cleanups) < 0 || blockBytes > largestBlockBytes) return;
  const wordsEach = runtime.goMinor >= 26 ? 3 : 1;
  let block = wordAt(memory, queue + all);
  for (let turn = 0; isAddress(block) && turn < blockLimit; turn++) {
    const bytes = memory.read(block, blockBytes);
    if (!bytes) return;
    const end = Math.min(blockBytes, cleanups + u32At(bytes, countAt) * wordsEach * 8);
    for (let at = cleanups; at + 8 <= end; at += 8) {
      const word = u64At(bytes, at);
      if (isAddress(word)) list.add(word);
    }
    block = u64At(bytes, alllink);
  }
}

/** Run-time address of a variable of the runtime, 0 where neither symbols nor DWARF name it. */
function variableAddress({ elf, dwarf, loadBias }: Runtime, name: string): Address {
  const symbol =
    elf.symbol(name)?.address ?? dwarf?.variables().find((variable) => variable.name === name)?.address;
  return symbol === undefined ? 0 : symbol + loadBias;
}

function wordAt(memory: Memory, address: Address): Address {
  const bytes = address === 0 ? undefined : memory.read(address, 8);
  return bytes ? u64At(bytes, 0) : 0;
}
