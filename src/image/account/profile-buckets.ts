import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Reader } from '../reader.ts';
import type { Claim } from '../residency/partition.ts';
import type { MemoryKind } from './memory-kind.ts';
import type { RuntimePlace } from './runtime-ranges.ts';

/** runtime/mprof.go: buckHashSize buckets of one pointer each. */
const hashTableBytes = 179_999 * 8;
/** bucket: next, allnext, typ, hash, size, nstk; then the stack, then the record. */
const headerBytes = 48;
const memoryProfile = 1;
const memoryRecordBytes = 128;
const blockRecordBytes = 16;
const maxStack = 1024;
const maxBuckets = 2 ** 20;

/** The hash table of the profiler and its buckets, where the binary has symbols. They are not told apart without. */
export function profileBuckets({ runtime }: RuntimePlace, reader: Reader, rank: number): Claim<MemoryKind>[] {
  const pointerOf = (name: string): Address => {
    const symbol = runtime.elf.symbol(name);
    return symbol ? reader.u64(symbol.address + runtime.loadBias) : 0;
  };
  const claims: Claim<MemoryKind>[] = [];
  const add = (start: Address, size: number): void => {
    claims.push({ start, end: start + size, kind: 'runtime.profiling', rank });
  };
  const table = pointerOf('runtime.buckhash');
  if (isAddress(table) && table % 4096 === 0) add(table, hashTableBytes);
  for (const list of ['runtime.mbuckets', 'runtime.bbuckets', 'runtime.xbuckets']) {
    let bucket = pointerOf(list);
    for (let count = 0; isAddress(bucket) && bucket % 8 === 0 && count < maxBuckets; count++) {
      const header = reader.view(bucket, headerBytes);
      const kind = header ? u64At(header, 16) : 0;
      const stackLength = header ? u64At(header, 40) : 0;
      if (!header || kind < 1 || kind > 3 || stackLength > maxStack) break;
      const record = kind === memoryProfile ? memoryRecordBytes : blockRecordBytes;
      const next = u64At(header, 8);
      add(bucket, headerBytes + stackLength * 8 + record);
      bucket = next;
    }
  }
  return claims;
}
