import { type Address, isAddress, u64At } from '../../base/index.ts';
import type { Memory } from '../memory.ts';
import { Reader } from '../reader.ts';
import type { Claim } from '../residency/partition.ts';
import type { Runtime } from '../runtime.ts';
import { scanWords } from '../runtime/scan-words.ts';
import type { SpanTable } from '../span-table.ts';
import { arenaBytes } from '../spans/page-table.ts';
import type { MemoryKind } from './memory-kind.ts';
import { profileBuckets } from './profile-buckets.ts';

/** runtime/malloc.go: persistentChunkSize; runtime/mheap.go: gcBitsChunkBytes. The same from Go 1.18 to 1.26. */
const persistentChunkBytes = 256 * 1024;
const gcBitsChunkBytes = 64 * 1024;
const maxChunks = 2 ** 20;
/** Arena numbers are 22 bits on 64-bit Linux: mheap.arenas[0] is one table of pointers (runtime/malloc.go). */
const arenaTableBytes = 2 ** 22 * 8;

/** Parts of a chunk stand above the chunk itself. */
const chunkRank = 3;
const partRank = 4;

type RangeClaim = Claim<MemoryKind>;

/** What the claims of the runtime's own memory are read from. */
export interface RuntimePlace {
  readonly runtime: Pick<Runtime, 'layouts' | 'mheapAddress' | 'elf' | 'loadBias' | 'modules' | 'arch'>;
  readonly memory: Memory;
  readonly spans: SpanTable;
}

/**
 * The runtime's own memory outside the arenas, as far as its tables lead to it: without symbols the chunk lists of GC bits
 * and profile buckets are not found, and what hangs on them is claimed page by page, or not.
 */
export function runtimeRanges(place: RuntimePlace, arenas: readonly Address[]): RangeClaim[] {
  const reader = new Reader(place.memory);
  return [
    ...arenaMetadata(place, arenas, reader),
    ...pageAllocator(place, reader),
    ...spanStructs(place),
    ...gcBits(place, reader),
    ...persistentChunks(place, reader),
    ...profileBuckets(place, reader, partRank),
  ];
}

function arenaMetadata({ runtime }: RuntimePlace, arenas: readonly Address[], reader: Reader): RangeClaim[] {
  const { layouts, mheapAddress, arch } = runtime;
  const table = reader.u64(mheapAddress + layouts.offset('runtime.mheap', 'arenas'));
  const size = layouts.struct('runtime.heapArena')?.size ?? 0;
  if (!isAddress(table) || size === 0) return [];
  const claims = [claim(table, arenaTableBytes, 'runtime.arenas', chunkRank)];
  for (const arena of arenas) {
    const number = (arena + (arch === 'amd64' ? 2 ** 47 : 0)) / arenaBytes;
    const address = reader.u64(table + number * 8);
    if (isAddress(address)) claims.push(claim(address, size, 'runtime.arenas', partRank));
  }
  return claims;
}

const summaryLevels = 5;
const summaryOffset = 0;
const chunkTableOffset = summaryLevels * 24;
const chunkTableEntries = 2 ** 13;
/** pallocData of 128 bytes for each of 2^13 chunks. */
const chunkTableBytes = 2 ** 20;
/** Largest summary level: one word for each 4 MiB of the 48-bit address space. */
const maxSummaryEntries = 2 ** 26;

/**
 * mheap.pages, a pageAlloc (runtime/mpagealloc.go): five summary levels, the two-level table of page bitmaps, and the
 * scavenger's index. Its first two fields are the same from Go 1.18 to 1.26; the index is found as the only slice behind
 * them with a capacity that only a map of the whole address space has.
 */
function pageAllocator({ runtime, memory }: RuntimePlace, reader: Reader): RangeClaim[] {
  const { layouts, mheapAddress } = runtime;
  const pages = mheapAddress + layouts.offset('runtime.mheap', 'pages');
  const claims: RangeClaim[] = [];
  const add = (start: Address, size: number): void => {
    if (isAddress(start) && start % 4096 === 0)
      claims.push(claim(start, size, 'runtime.page-allocator', chunkRank));
  };
  for (let level = 0; level < summaryLevels; level++) {
    const slice = pages + summaryOffset + level * 24;
    const capacity = reader.u64(slice + 16);
    if (capacity > 0 && capacity <= maxSummaryEntries) add(reader.u64(slice), capacity * 8);
  }
  const table = memory.read(pages + chunkTableOffset, chunkTableEntries * 8);
  for (let at = 0; table && at < table.length; at += 8) {
    const address = u64At(table, at);
    if (address !== 0) add(address, chunkTableBytes);
  }
  const rest = pages + chunkTableOffset + chunkTableEntries * 8;
  const end = mheapAddress + layouts.offset('runtime.mheap', 'sweepgen');
  for (let at = rest; at + 24 <= end; at += 8) {
    const capacity = reader.u64(at + 16);
    // A word a chunk since Go 1.21 (atomicScavChunkData); a bit a chunk before.
    if (capacity === maxSummaryEntries) add(reader.u64(at), capacity * 8);
    else if (capacity === maxSummaryEntries / 8) add(reader.u64(at), capacity);
  }
  return claims;
}

/** mspan structs, in runs as the fixalloc laid them out, and the array of pointers to them. */
function spanStructs({ runtime, memory, spans }: RuntimePlace): RangeClaim[] {
  const { layouts, mheapAddress } = runtime;
  const size = layouts.struct('runtime.mspan')?.size ?? 0;
  const slice = memory.read(mheapAddress + layouts.offset('runtime.mheap', 'allspans'), 24);
  const array = slice ? u64At(slice, 0) : 0;
  const capacity = slice ? u64At(slice, 16) : 0;
  const claims: RangeClaim[] = [];
  if (isAddress(array) && capacity < 2 ** 32) {
    claims.push(claim(array, capacity * 8, 'runtime.spans', chunkRank));
  }
  const addresses = spans.structAddresses;
  for (let first = 0; first < addresses.length; ) {
    let last = first;
    // A chunk of the fixalloc ends with less than one struct unused.
    while (last + 1 < addresses.length && addresses[last + 1] - addresses[last] < 2 * size) last++;
    const start = addresses[first];
    claims.push(claim(start, addresses[last] + size - start, 'runtime.spans', partRank));
    first = last + 1;
  }
  return claims;
}

/** The chunks on the lists of runtime.gcBitsArenas; without symbols the pages that bits of some span lie on. */
function gcBits({ runtime, memory, spans }: RuntimePlace, reader: Reader): RangeClaim[] {
  const symbol = runtime.elf.symbol('runtime.gcBitsArenas');
  const claims: RangeClaim[] = [];
  if (symbol) {
    const lists = symbol.address + runtime.loadBias + 8;
    for (let list = 0; list < 4; list++) {
      for (const chunk of listOf(reader.u64(lists + list * 8), 8, reader)) {
        claims.push(claim(chunk, gcBitsChunkBytes, 'runtime.gc-bits', partRank));
      }
    }
    return claims;
  }
  const seen = new Set<number>();
  for (let span = 0; span < spans.count; span++) {
    for (const address of [spans.allocBits[span], spans.gcMarkBits[span]]) {
      const page = Math.floor(address / 4096);
      if (!isAddress(address) || seen.has(page) || isInProgram(memory, address)) continue;
      seen.add(page);
      claims.push(claim(page * 4096, 4096, 'runtime.gc-bits', partRank));
    }
  }
  return claims;
}

/** Chunks of persistentalloc: each begins with a pointer to the one before it. */
function persistentChunks(place: RuntimePlace, reader: Reader): RangeClaim[] {
  const { runtime } = place;
  const symbol = runtime.elf.symbol('runtime.persistentChunks');
  const first = symbol ? reader.u64(symbol.address + runtime.loadBias) : searchChunks(place, reader);
  return [...listOf(first, 0, reader)].map((chunk) =>
    claim(chunk, persistentChunkBytes, 'runtime.metadata', chunkRank),
  );
}

/** Without symbols: the only list of chunks in zeroed data that ends in nil and has the first mspan in one of its chunks. */
function searchChunks({ runtime, memory, spans }: RuntimePlace, reader: Reader): Address {
  const struct = spans.structAddresses[0];
  const isHead = (word: Address): boolean => {
    if (!isAddress(word) || word % 4096 !== 0) return false;
    const chunks = [...listOf(word, 0, reader)];
    const holdsStruct = chunks.some((chunk) => struct >= chunk && struct < chunk + persistentChunkBytes);
    return holdsStruct && reader.u64(chunks[chunks.length - 1]) === 0;
  };
  let found = 0;
  for (const { noptrbss, enoptrbss, bss, ebss } of runtime.modules.slice(0, 1)) {
    for (const [start, end] of [
      [noptrbss, enoptrbss],
      [bss, ebss],
    ]) {
      scanWords(memory, start, end, (words, index) => {
        const word = words[2 * index] + words[2 * index + 1] * 2 ** 32;
        if (!isHead(word)) return false;
        found = word;
        return true;
      });
      if (found !== 0) return found;
    }
  }
  return 0;
}

/** The page-aligned chunks of a linked list whose next pointer is `offset` bytes into each; ends at damage and at a ring. */
function* listOf(first: Address, offset: number, reader: Reader): Generator<Address> {
  const seen = new Set<Address>();
  for (let chunk = first; isAddress(chunk) && chunk % 4096 === 0 && !seen.has(chunk); ) {
    if (seen.size >= maxChunks) return;
    seen.add(chunk);
    yield chunk;
    chunk = reader.u64(chunk + offset);
  }
}

function isInProgram(memory: Memory, address: Address): boolean {
  return memory.regions.some(({ start, end, path }) => path !== '' && address >= start && address < end);
}

function claim(start: Address, size: number, kind: MemoryKind, rank: number): RangeClaim {
  return { start, end: start + size, kind, rank };
}
