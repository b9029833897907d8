import { type Address, isAddress, u32At, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import type { Runtime } from '../runtime.ts';
import { chain } from './chain.ts';
import { runtimeVariable } from './runtime-variable.ts';

/** runtime/mfinal.go: finBlockSize; runtime/mcleanup.go: cleanupBlockSize. */
const finalizerBlockBytes = 4096;
const largestBlockBytes = 65536;
const finalizerBytes = 40;

/** A finalizer that waits to be run. */
export interface QueuedFinalizer {
  /** The func value. */
  readonly function: Address;
  /** The object; 0 for a cleanup of Go 1.24, which is queued here. */
  readonly object: Address;
  /** *_type of the pointer to the object. */
  readonly pointerType: Address;
}

/**
 * Finalizers in the blocks of runtime.allfin (Go 1.18 to 1.26), the one that runs just now included; undefined where
 * nothing says where they are: a stripped binary. finBlock {alllink, next *finBlock; cnt uint32; _ int32; fin []finalizer},
 * finalizer {fn, arg, nret, fint, ot}. Blocks lie outside the heap.
 */
export function queuedFinalizers(runtime: Runtime, memory: Memory): Generator<QueuedFinalizer> | undefined {
  const allfin = runtimeVariable(runtime, 'runtime.allfin');
  return allfin === 0 ? undefined : finalizersFrom(wordAt(memory, allfin), memory);
}

function* finalizersFrom(first: Address, memory: Memory): Generator<QueuedFinalizer> {
  for (const block of chain(first, (at) => wordAt(memory, at))) {
    const bytes = memory.read(block, finalizerBlockBytes);
    if (!bytes) return;
    const count = Math.min(u32At(bytes, 16), Math.floor((finalizerBlockBytes - 24) / finalizerBytes));
    for (let index = 0; index < count; index++) {
      const at = 24 + index * finalizerBytes;
      yield { function: u64At(bytes, at), object: u64At(bytes, at + 8), pointerType: u64At(bytes, at + 32) };
    }
  }
}

/**
 * Cleanups in the blocks of runtime.gcCleanups.all (Go 1.25+), each as its words: the closure alone in Go 1.25; call,
 * function and argument in Go 1.26. cleanupBlock: a header with alllink and n, then n cleanups.
 */
export function* queuedCleanups(runtime: Runtime, memory: Memory): Generator<readonly Address[]> {
  const { layouts } = runtime;
  const queue = runtimeVariable(runtime, 'runtime.gcCleanups');
  const all = layouts.find('runtime.cleanupQueue', 'all');
  const alllink = layouts.find('runtime.cleanupBlockHeader', 'alllink');
  const countAt = layouts.find('runtime.cleanupBlockHeader', 'n');
  const cleanups = layouts.find('runtime.cleanupBlock', 'cleanups');
  const blockBytes = layouts.struct('runtime.cleanupBlock')?.size ?? 0;
  if (queue === 0 || Math.min(all, alllink, countAt, cleanups) < 0 || blockBytes > largestBlockBytes) return;
  const wordsEach = runtime.goMinor >= 26 ? 3 : 1;
  for (const block of chain(wordAt(memory, queue + all), (at) => wordAt(memory, at + alllink))) {
    const bytes = memory.read(block, blockBytes);
    if (!bytes) return;
    const end = Math.min(blockBytes, cleanups + u32At(bytes, countAt) * wordsEach * 8);
    for (let at = cleanups; at + wordsEach * 8 <= end; at += wordsEach * 8) {
      const words = Array.from({ length: wordsEach }, (_, word) => u64At(bytes, at + word * 8));
      // One that runs or has run is cleared, and its block still counts it.
      if (words.some((word) => isAddress(word))) yield words;
    }
  }
}

function wordAt(memory: Memory, address: Address): Address {
  const bytes = address === 0 ? undefined : memory.read(address, 8);
  return bytes ? u64At(bytes, 0) : 0;
}
