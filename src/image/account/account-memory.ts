import type { Address, Diagnostics } from '../../base/index.ts';
import type { DumpedMemStats } from '../../formats/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { Goroutine } from '../goroutine.ts';
import type { AddressSpace } from '../residency/address-space.ts';
import { type Claim, partition } from '../residency/partition.ts';
import { everythingResident } from '../residency/resident-pages.ts';
import type { GoModule } from '../runtime.ts';
import type { SpanTable } from '../span-table.ts';
import { arenaBytes } from '../spans/page-table.ts';
import { readArenas } from './arenas.ts';
import { accountSpans, type SpanAccount } from './heap-account.ts';
import { accountDump, type DumpAccount } from './dump-account.ts';
import { kindOfMapping } from './mapping-kind.ts';
import type { MemoryKind } from './memory-kind.ts';
import { type OutsideMapping, outsideMappings } from './outside-mappings.ts';
import { settledSpans } from './moved-spans.ts';
import { type RuntimePlace, runtimeRanges } from './runtime-ranges.ts';
import { accountStacks, type StackAccount } from './stack-account.ts';

const arenaRank = 5;
const moduleRank = 1;
/** A change below this share of RSS is told by the line of what is not explained alone. */
const notedShare = 0.01;

/** Where the memory of an image is, by the runtime's own tables and the kernel's. */
export interface MemoryAccount {
  readonly spans: SpanAccount;
  /** One a span: 0 for those that moved while they were read, whose bytes are on no line. */
  readonly isSettled: Uint8Array;
  readonly stacks: StackAccount;
  /** Absent for a core, which does not tell what was resident: it accounts for its spans alone; and for a heap dump. */
  readonly process?: ProcessAccount;
  /** Of a heap dump only. */
  readonly dump?: DumpAccount;
}

/** All resident bytes of a live process; with the spans and stacks these are everything that was seen in memory. */
export interface ProcessAccount {
  /** Sum of Rss over the mappings; the counter of the kernel where that has grown meanwhile. */
  readonly rssBytes: number;
  /** Of pages in no span of the arenas: free, and not yet given back to the kernel. */
  readonly idleBytes: number;
  /** Address space of the arenas in no span and in no memory: given back, or never used. */
  readonly releasedBytes: number;
  /** Resident bytes outside the arenas. */
  readonly outside: ReadonlyMap<MemoryKind, number>;
  readonly swapBytes: number;
  readonly hugePageBytes: number;
  readonly lazyFreeBytes: number;
  /** Of these, in mappings that hold an arena of the Go heap. */
  readonly lazyFreeHeapBytes: number;
  /** The largest mappings outside Go. */
  readonly outsideMappings: readonly OutsideMapping[];
  readonly pageTableBytes: number;
  /** How far RSS moved while it was read. */
  readonly rssChangeBytes: number;
  /** Resident bytes of the heap that changed hands while they were looked at: on no line. */
  readonly movedBytes: number;
}

export interface AccountParts extends RuntimePlace {
  readonly goroutines: readonly Goroutine[];
  /** The spans once more, read after the address space was; undefined where nothing can have moved. */
  readonly spansAfter: SpanTable | undefined;
  /** Undefined for a core and a heap dump. */
  readonly addressSpace: AddressSpace | undefined;
  /** Of a heap dump, where it was not cut off before them. */
  readonly memStats?: DumpedMemStats | undefined;
  readonly diagnostics: Diagnostics;
}

/**
 * Reads what the runtime's tables say of its memory, and puts every resident byte in one place. One snapshot of the present
 * pages is divided: each byte belongs to the claim of the highest rank (an arena, a table of the runtime, a mapping), so
 * that the parts sum to the whole by construction and nothing is scaled. The spans are read before and after the
 * snapshot; what only one reading has is on no line.
 */
export function accountMemory(parts: AccountParts): MemoryAccount {
  const { runtime, memory, spans, goroutines, addressSpace, diagnostics } = parts;
  const residency = addressSpace?.pages ?? everythingResident;
  const settled = settledSpans(spans, parts.spansAfter, residency);
  const account = {
    isSettled: settled.isSettled,
    spans: accountSpans(spans, settled.isSettled, residency, diagnostics),
    stacks: accountStacks(settled.manual, goroutines, residency),
  };
  if (parts.memStats) return { ...account, dump: accountDump(parts.memStats, spans, goroutines) };
  if (!addressSpace) return account;
  const arenas = readArenas(runtime, memory);
  const mappings = mappingClaims(addressSpace);
  const claims = [
    ...runtime.modules.map(moduleClaim),
    ...runtimeRanges(parts, arenas),
    ...arenas.map((start) => heapClaim(start, start + arenaBytes)),
    ...spansElsewhere(parts, arenas),
  ];
  const outside = partition([...mappings, ...claims], residency);
  const inArenas = outside.get('heap.spans') ?? 0;
  outside.delete('heap.spans');
  const { stacks } = account;
  const inStacks = stacks.usedBytes + stacks.reservedBytes + stacks.freeBytes + stacks.workBufferBytes;
  const { movedBytes } = settled;
  const idleBytes = inArenas - account.spans.residentBytes - inStacks - movedBytes;
  const process = {
    ...processAccount(parts, addressSpace, outside, arenas, idleBytes),
    movedBytes,
    outsideMappings: outsideMappings(addressSpace, mappings, claims),
  };
  noteChanges(process, diagnostics);
  return { ...account, process };
}

function processAccount(
  { spans }: AccountParts,
  { mappings, before, after }: AddressSpace,
  outside: ReadonlyMap<MemoryKind, number>,
  arenas: readonly Address[],
  idleBytes: number,
): Omit<ProcessAccount, 'movedBytes' | 'outsideMappings'> {
  let spanPages = 0;
  for (let span = 0; span < spans.count; span++) spanPages += spans.pageCount[span];
  for (const { pageCount } of spans.manual) spanPages += pageCount;
  const sum = (key: 'rssBytes' | 'swapBytes' | 'hugeBytes' | 'lazyFreeBytes'): number =>
    mappings.reduce((bytes, mapping) => bytes + mapping[key], 0);
  const mappedRss = sum('rssBytes');
  const rssChangeBytes = after.rssBytes - before.rssBytes;
  const hasGrown = rssChangeBytes > mappedRss * notedShare;
  return {
    // The counter of the kernel can be off by some pages a processor (before Linux 6.16): the mappings are exact.
    rssBytes: hasGrown ? Math.max(mappedRss, after.rssBytes) : mappedRss,
    idleBytes,
    releasedBytes: Math.max(0, arenas.length * arenaBytes - spanPages * pageBytes - idleBytes),
    outside,
    swapBytes: sum('swapBytes'),
    hugePageBytes: sum('hugeBytes'),
    lazyFreeBytes: sum('lazyFreeBytes'),
    lazyFreeHeapBytes: mappings.reduce(
      (bytes, { start, end, lazyFreeBytes }) =>
        arenas.some((arena) => arena < end && arena + arenaBytes > start) ? bytes + lazyFreeBytes : bytes,
      0,
    ),
    pageTableBytes: after.pageTableBytes,
    rssChangeBytes,
  };
}

function noteChanges(
  { rssBytes, movedBytes, rssChangeBytes, idleBytes }: ProcessAccount,
  diagnostics: Diagnostics,
): void {
  const changed = Math.max(movedBytes, Math.abs(rssChangeBytes));
  if (changed > rssBytes * notedShare) {
    diagnostics.add(
      'memory-changed',
      `The memory of the process changed by ${changed} bytes while it was counted: so much of the ledger is not explained, or not as it is now; --freeze stops the process meanwhile.`,
    );
  }
  if (idleBytes < 0) {
    diagnostics.add(
      'ledger-overfull',
      `The spans of the heap have ${-idleBytes} bytes more in memory than the heap: a part of it is counted twice.`,
    );
  }
}

function mappingClaims({ mappings, programPath }: AddressSpace): Claim<MemoryKind>[] {
  const executablePaths = new Set(
    mappings
      .filter(({ permissions, inode }) => permissions[2] === 'x' && inode !== 0)
      .map(({ path }) => path),
  );
  return mappings.map((mapping, index) => {
    const before = mappings[index - 1];
    const after = mappings[index + 1];
    const kind = kindOfMapping(mapping, { before, after, executablePaths, programPath });
    return { start: mapping.start, end: mapping.end, kind, rank: 0 };
  });
}

/** Data and zeroed data, which the kernel maps without the name of the program. */
function moduleClaim(module: GoModule): Claim<MemoryKind> {
  const start = Math.min(module.noptrdata, module.data, module.bss, module.noptrbss);
  const end = Math.max(module.enoptrdata, module.edata, module.ebss, module.enoptrbss);
  return { start, end, kind: 'file.program-data', rank: moduleRank };
}

/** Spans that lie in no arena of the list: an arena that was mapped after the list was read. */
function spansElsewhere({ spans }: AccountParts, arenas: readonly Address[]): Claim<MemoryKind>[] {
  const known = new Set(arenas.map((start) => start / arenaBytes));
  const found: Claim<MemoryKind>[] = [];
  const add = (base: Address, pageCount: number): void => {
    const end = base + pageCount * pageBytes;
    const last = Math.floor((end - 1) / arenaBytes);
    for (let arena = Math.floor(base / arenaBytes); arena <= last; arena++) {
      if (known.has(arena)) continue;
      found.push(heapClaim(Math.max(base, arena * arenaBytes), Math.min(end, (arena + 1) * arenaBytes)));
    }
  };
  for (let span = 0; span < spans.count; span++) add(spans.base[span], spans.pageCount[span]);
  for (const { base, pageCount } of spans.manual) add(base, pageCount);
  return found;
}

function heapClaim(start: Address, end: Address): Claim<MemoryKind> {
  return { start, end, kind: 'heap.spans', rank: arenaRank };
}
