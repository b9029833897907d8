import { parseByteCount, parseNamedNumbers } from './cgroup.ts';

/** The memory files of one cgroup by name, as text; a file that is not there is missing. */
export type CgroupFiles = ReadonlyMap<string, string>;

/** One cgroup on the way from the process's own up to the root, in bytes. */
export interface CgroupLevel {
  /** Path in the hierarchy. */
  readonly path: string;
  /** The hard limit; null where there is none. */
  readonly limitBytes: number | null;
  /** Version 2: above it the kernel slows the processes down and reclaims (memory.high); null where there is none. */
  readonly highBytes: number | null;
  readonly usageBytes: number;
}

/**
 * What the kernel charges to a cgroup, in bytes; `null` where this kernel does not say. The parts are counters that the
 * kernel updates at different times: together they can differ from the usage by some pages a processor.
 */
export interface CgroupMemory {
  readonly version: 1 | 2;
  readonly path: string;
  /** Everything that is charged, page cache included (memory.current, memory.usage_in_bytes). */
  readonly usageBytes: number;
  /** Highest usage so far. */
  readonly peakBytes: number | null;
  /**
   * Usage less inactive file pages, at least 0: what the kubelet and metrics-server call memory, and what an HPA sees
   * (cadvisor container/libcontainer/handler.go, setMemoryStats).
   */
  readonly workingSetBytes: number;
  readonly anonymousBytes: number | null;
  readonly activeFileBytes: number | null;
  readonly inactiveFileBytes: number | null;
  /** tmpfs, memfd and shared memory: charged to whom wrote it first, and never dropped under pressure but to swap. */
  readonly tmpfsBytes: number | null;
  /** Kernel memory: slabs, stacks, page tables. */
  readonly kernelBytes: number | null;
  /** Part of the kernel's memory that it can drop (dentries, inodes). */
  readonly reclaimableSlabBytes: number | null;
  readonly socketBytes: number | null;
  readonly swapBytes: number | null;
  /** Processes that the OOM killer ended in this cgroup. */
  readonly oomKills: number | null;
  /** How often the usage met the limit (memory.events max, memory.failcnt): each time something had to be reclaimed. */
  readonly limitHits: number | null;
  /** The limit that is nearest to being met, of this cgroup or of one above it; null where none has a limit. */
  readonly nearestLimit: NearestLimit | null;
  /** From the process's own cgroup upward. */
  readonly levels: readonly CgroupLevel[];
}

export interface NearestLimit {
  readonly path: string;
  readonly limitBytes: number;
  /** Until the limit is met; page cache is dropped then, so that no one need die. */
  readonly leftBytes: number;
  /** The same once all page cache and reclaimable slabs of the own cgroup are dropped: then the OOM killer comes. */
  readonly leftAfterReclaimBytes: number;
}

/** A cgroup and those above it, the own one first, each with its files. */
export interface CgroupTexts {
  readonly version: 1 | 2;
  readonly levels: readonly { readonly path: string; readonly files: CgroupFiles }[];
}

/** Undefined where the own cgroup has no readable usage: the root of version 2 has none. */
export function readCgroupMemory({ version, levels }: CgroupTexts): CgroupMemory | undefined {
  const own = levels.at(0);
  if (!own) return undefined;
  const files = version === 1 ? filesOfVersion1 : filesOfVersion2;
  const number = (name: string): number | null => finite(own.files, name);
  const usageBytes = number(files.usage);
  if (usageBytes === null) return undefined;
  const statistics = parseNamedNumbers(own.files.get('memory.stat') ?? '');
  const parts =
    version === 1 ? partsOfVersion1(statistics, own.files) : partsOfVersion2(statistics, own.files);
  const read = levels.flatMap(({ path, files: texts }): CgroupLevel[] => {
    const usage = finite(texts, files.usage);
    if (usage === null) return [];
    const limitBytes = finite(texts, files.limit);
    const highBytes = version === 2 ? finite(texts, 'memory.high') : null;
    return [{ path, usageBytes: usage, limitBytes, highBytes }];
  });
  return {
    version,
    path: own.path,
    usageBytes,
    peakBytes: number(files.peak),
    workingSetBytes: Math.max(0, usageBytes - (parts.inactiveFileBytes ?? 0)),
    ...parts,
    nearestLimit: nearestLimit(read, parts),
    levels: read,
  };
}

const filesOfVersion1 = {
  usage: 'memory.usage_in_bytes',
  limit: 'memory.limit_in_bytes',
  peak: 'memory.max_usage_in_bytes',
};
const filesOfVersion2 = { usage: 'memory.current', limit: 'memory.max', peak: 'memory.peak' };

/** Every file that `readCgroupMemory` looks at. */
export const cgroupFileNames: readonly string[] = [
  ...Object.values(filesOfVersion1),
  ...Object.values(filesOfVersion2),
  'memory.stat',
  'memory.high',
  'memory.events',
  'memory.swap.current',
  'memory.oom_control',
  'memory.failcnt',
  'memory.kmem.usage_in_bytes',
  'memory.kmem.tcp.usage_in_bytes',
];

type Parts = Pick<
  CgroupMemory,
  | 'anonymousBytes'
  | 'activeFileBytes'
  | 'inactiveFileBytes'
  | 'tmpfsBytes'
  | 'kernelBytes'
  | 'reclaimableSlabBytes'
  | 'socketBytes'
  | 'swapBytes'
  | 'oomKills'
  | 'limitHits'
>;

/** Documentation/admin-guide/cgroup-v1/memory.rst: the `total_` lines include the cgroups below, as the usage does. */
function partsOfVersion1(statistics: ReadonlyMap<string, number>, files: CgroupFiles): Parts {
  const of = (name: string): number | null => statistics.get(`total_${name}`) ?? statistics.get(name) ?? null;
  const oom = parseNamedNumbers(files.get('memory.oom_control') ?? '');
  return {
    anonymousBytes: of('rss'),
    activeFileBytes: of('active_file'),
    inactiveFileBytes: of('inactive_file'),
    tmpfsBytes: of('shmem'),
    kernelBytes: finite(files, 'memory.kmem.usage_in_bytes'),
    reclaimableSlabBytes: null,
    socketBytes: finite(files, 'memory.kmem.tcp.usage_in_bytes'),
    swapBytes: of('swap'),
    oomKills: oom.get('oom_kill') ?? null,
    limitHits: finite(files, 'memory.failcnt'),
  };
}

/** Documentation/admin-guide/cgroup-v2.rst; `kernel` is there since Linux 5.18, its parts were before. */
function partsOfVersion2(statistics: ReadonlyMap<string, number>, files: CgroupFiles): Parts {
  const of = (name: string): number | null => statistics.get(name) ?? null;
  const events = parseNamedNumbers(files.get('memory.events') ?? '');
  return {
    anonymousBytes: of('anon'),
    activeFileBytes: of('active_file'),
    inactiveFileBytes: of('inactive_file'),
    tmpfsBytes: of('shmem'),
    kernelBytes: of('kernel') ?? sumOf(statistics, ['kernel_stack', 'pagetables', 'percpu', 'slab']),
    reclaimableSlabBytes: of('slab_reclaimable'),
    socketBytes: of('sock'),
    swapBytes: finite(files, 'memory.swap.current'),
    oomKills: events.get('oom_kill') ?? null,
    limitHits: events.get('max') ?? null,
  };
}

function sumOf(statistics: ReadonlyMap<string, number>, names: readonly string[]): number | null {
  const known = names.filter((name) => statistics.has(name));
  return known.length === 0 ? null : known.reduce((sum, name) => sum + (statistics.get(name) ?? 0), 0);
}

function nearestLimit(levels: readonly CgroupLevel[], parts: Parts): NearestLimit | null {
  let nearest: NearestLimit | null = null;
  const { activeFileBytes, inactiveFileBytes, reclaimableSlabBytes } = parts;
  const reclaimable = (activeFileBytes ?? 0) + (inactiveFileBytes ?? 0) + (reclaimableSlabBytes ?? 0);
  for (const { path, limitBytes, usageBytes } of levels) {
    if (limitBytes === null) continue;
    // Usage can stand above a limit that was lowered.
    const leftBytes = Math.max(0, limitBytes - usageBytes);
    const leftAfterReclaimBytes = Math.max(0, limitBytes - Math.max(0, usageBytes - reclaimable));
    if (!nearest || leftBytes < nearest.leftBytes)
      nearest = { path, limitBytes, leftBytes, leftAfterReclaimBytes };
  }
  return nearest;
}

/** Null where the file is missing or damaged, and where it says that there is no limit. */
function finite(files: CgroupFiles, name: string): number | null {
  const value = parseByteCount(files.get(name) ?? '');
  return value === undefined || !Number.isFinite(value) ? null : value;
}
