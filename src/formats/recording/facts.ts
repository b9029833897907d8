import type { Diagnostic } from '../../base/index.ts';
import type { CgroupLevel, CgroupMemory, NearestLimit } from '../procfs/cgroup-memory.ts';
import type { SmapsEntry } from '../procfs/smaps.ts';
import { isCount, isFlag, isOneOf, isText, listOf, orAbsent, orNull, recordOf } from './shape.ts';

interface RecordedRange {
  readonly start: number;
  readonly end: number;
  readonly fileOffset: number;
}

interface RecordedRegion extends RecordedRange {
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  readonly path: string;
}

interface RecordedThread {
  readonly threadId: number;
  readonly pc: number;
  readonly sp: number;
  readonly linkRegister?: number | undefined;
}

interface RecordedCounters {
  readonly rssBytes: number;
  readonly swapBytes: number;
  readonly pageTableBytes: number;
}

interface RecordedProcess {
  readonly pid: number;
  readonly name: string;
  readonly rssBytes: number;
}

interface RecordedCgroup extends CgroupMemory {
  readonly otherProcesses: readonly RecordedProcess[];
}

/** A page of which less than all could be read: the bytes [from, to) of it. */
interface PartialPage {
  readonly page: number;
  readonly from: number;
  readonly to: number;
}

/** What was read of the mappings; the bits of the pages are in sections of their own. */
interface RecordedAddressSpace {
  readonly programPath: string;
  readonly pageBytes: number;
  readonly mappings: readonly SmapsEntry[];
  readonly unwalkedBytes: number;
  readonly before: RecordedCounters;
  readonly after: RecordedCounters;
}

/** Everything of a recording that is no memory. Addresses and sizes in bytes. */
export interface RecordedFacts {
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  readonly host: string;
  /** Objects without pointers are zeros, but for the arrays of maps; keys were not looked for. */
  readonly redacted: boolean;
  readonly kind: 'process' | 'core';
  readonly pid: number;
  readonly executablePath: string;
  readonly executableBytes: number;
  readonly executableMappings: readonly RecordedRange[];
  readonly threads: readonly RecordedThread[];
  readonly regions: readonly RecordedRegion[];
  readonly partialPages: readonly PartialPage[];
  /** How often `Memory.letRun` said that the target had gone on. */
  readonly pauses: number;
  readonly isFrozen: boolean;
  readonly ended: boolean;
  readonly rssBytes: number | null;
  readonly monotonicNs: number | null;
  readonly cgroup: RecordedCgroup | null;
  readonly addressSpace: RecordedAddressSpace | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** vm.max_map_count is 65530, and 2^20 on some distributions. */
const mostMappings = 2 ** 20;
const mostThreads = 2 ** 22;
const mostLevels = 256;
const mostProcesses = 65_536;
const mostNotes = 4096;

const range = { start: isCount, end: isCount, fileOffset: isCount };

const counters = recordOf<RecordedCounters>({
  rssBytes: isCount,
  swapBytes: isCount,
  pageTableBytes: isCount,
});

const smapsEntry = recordOf<SmapsEntry>({
  ...range,
  permissions: isText,
  inode: isCount,
  path: isText,
  rssBytes: isCount,
  pssBytes: isCount,
  sharedBytes: isCount,
  privateBytes: isCount,
  anonymousBytes: isCount,
  swapBytes: isCount,
  hugeBytes: isCount,
  lazyFreeBytes: isCount,
  lockedBytes: isCount,
  hugetlbBytes: isCount,
  flags: listOf(isText, 64),
});

const bytesOrNull = orNull(isCount);

const cgroup = recordOf<RecordedCgroup>({
  version: isOneOf(1, 2),
  path: isText,
  usageBytes: isCount,
  peakBytes: bytesOrNull,
  workingSetBytes: isCount,
  anonymousBytes: bytesOrNull,
  activeFileBytes: bytesOrNull,
  inactiveFileBytes: bytesOrNull,
  tmpfsBytes: bytesOrNull,
  kernelBytes: bytesOrNull,
  reclaimableSlabBytes: bytesOrNull,
  socketBytes: bytesOrNull,
  swapBytes: bytesOrNull,
  oomKills: bytesOrNull,
  limitHits: bytesOrNull,
  nearestLimit: orNull(
    recordOf<NearestLimit>({
      path: isText,
      limitBytes: isCount,
      leftBytes: isWhole,
      leftAfterReclaimBytes: isWhole,
    }),
  ),
  levels: listOf(
    recordOf<CgroupLevel>({
      path: isText,
      limitBytes: bytesOrNull,
      highBytes: bytesOrNull,
      usageBytes: isCount,
    }),
    mostLevels,
  ),
  otherProcesses: listOf(
    recordOf<RecordedProcess>({ pid: isCount, name: isText, rssBytes: isCount }),
    mostProcesses,
  ),
});

/** What is left below a limit may be less than nothing. */
function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Beyond 2^53 after 104 days of uptime: then it is rounded, as it was when it was read. */
function isNanoseconds(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) >= 0;
}

const isFacts = recordOf<RecordedFacts>({
  recordedAt: isText,
  host: isText,
  redacted: isFlag,
  kind: isOneOf('process', 'core'),
  pid: isCount,
  executablePath: isText,
  executableBytes: isCount,
  executableMappings: listOf(recordOf<RecordedRange>(range), mostMappings),
  threads: listOf(
    recordOf<RecordedThread>({
      threadId: isCount,
      pc: isCount,
      sp: isCount,
      linkRegister: orAbsent(isCount),
    }),
    mostThreads,
  ),
  regions: listOf(
    recordOf<RecordedRegion>({
      ...range,
      readable: isFlag,
      writable: isFlag,
      executable: isFlag,
      path: isText,
    }),
    mostMappings,
  ),
  partialPages: listOf(recordOf<PartialPage>({ page: isCount, from: isCount, to: isCount }), mostMappings),
  pauses: isCount,
  isFrozen: isFlag,
  ended: isFlag,
  rssBytes: bytesOrNull,
  monotonicNs: orNull(isNanoseconds),
  cgroup: orNull(cgroup),
  addressSpace: orNull(
    recordOf<RecordedAddressSpace>({
      programPath: isText,
      pageBytes: isOneOf(4096, 16384, 65536),
      mappings: listOf(smapsEntry, mostMappings),
      unwalkedBytes: isCount,
      before: counters,
      after: counters,
    }),
  ),
  diagnostics: listOf(
    recordOf<Diagnostic>({ code: isText, message: isText, count: orAbsent(isCount) }),
    mostNotes,
  ),
});

/** Undefined where the text is no JSON, or not of these facts. */
export function parseFacts(text: string): RecordedFacts | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isFacts(value) ? value : undefined;
}
