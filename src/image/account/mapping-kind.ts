import type { SmapsEntry } from '../../formats/index.ts';
import type { MemoryKind } from './memory-kind.ts';

/** The purposes that Go 1.25+ names its mappings by (`[anon: Go: heap]`; every call of setVMAName in runtime/). */
const kindOfName: Readonly<Record<string, MemoryKind>> = {
  'heap index': 'runtime.arenas',
  'heap metadata': 'runtime.arenas',
  'heap reservation': 'runtime.arenas',
  'page summary': 'runtime.page-allocator',
  'page alloc': 'runtime.page-allocator',
  'page alloc index': 'runtime.page-allocator',
  'scavenge index': 'runtime.page-allocator',
  'allspans array': 'runtime.spans',
  'gc bits': 'runtime.gc-bits',
  'GC span queue': 'runtime.gc-work',
  'profiler hash buckets': 'runtime.profiling',
  'immortal metadata': 'runtime.metadata',
  'trace buffer': 'runtime.tracing',
  'trace arena alloc': 'runtime.tracing',
  'goroutine stack (system)': 'stacks.system',
  'OS thread stack': 'stacks.system',
  // Arenas that are known are claimed before; one mapped since then is not taken apart.
  heap: 'unknown',
  'user arena chunk': 'unknown',
};

/** glibc's secondary malloc arenas begin at multiples of HEAP_MAX_SIZE (malloc/arena.c) and are reserved up to the next one. */
const mallocHeapBytes = 64 * 2 ** 20;
const largestGuardBytes = 64 * 1024;
const smallestStackBytes = 64 * 1024;
const largestStackBytes = 2 ** 30;

export interface MappingNeighbours {
  readonly before: SmapsEntry | undefined;
  readonly after: SmapsEntry | undefined;
  /** Paths that are mapped executable somewhere: programs and libraries. */
  readonly executablePaths: ReadonlySet<string>;
  /** Path of the program itself. */
  readonly programPath: string;
}

/** What a mapping is where no table of the runtime claims its bytes. */
export function kindOfMapping(mapping: SmapsEntry, neighbours: MappingNeighbours): MemoryKind {
  const { path, permissions, inode } = mapping;
  const goName = /^\[anon(?:_shmem)?: Go: (.*)\]$/.exec(path)?.[1];
  if (goName !== undefined) return Object.hasOwn(kindOfName, goName) ? kindOfName[goName] : 'runtime.other';
  if (path === '[heap]') return 'outside.c-heap';
  if (path.startsWith('[stack')) return 'outside.thread-stacks';
  if (path === '[vdso]' || path.startsWith('[vvar') || path === '[uprobes]') return 'file.kernel';
  if (path === '' || path.startsWith('[anon')) return anonymousKind(mapping, neighbours);
  if (isSharedMemory(path) || path.startsWith('[anon_shmem')) return 'file.shared-memory';
  if (inode !== 0 && path === neighbours.programPath) return programKind(permissions);
  return neighbours.executablePaths.has(path) ? 'file.libraries' : 'file.mapped';
}

function programKind(permissions: string): MemoryKind {
  if (permissions[2] === 'x') return 'file.program-text';
  return permissions[1] === 'w' ? 'file.program-data' : 'file.program-rodata';
}

function anonymousKind(mapping: SmapsEntry, { before, after }: MappingNeighbours): MemoryKind {
  const { start, end, permissions } = mapping;
  if (!permissions.startsWith('rw')) return 'outside.anonymous';
  const size = end - start;
  const reservedUntil = after?.start === end && after.permissions === '---p' ? after.end : end;
  if (start % mallocHeapBytes === 0 && reservedUntil === start + mallocHeapBytes) return 'outside.c-heap';
  const hasGuard =
    before?.end === start &&
    before.permissions === '---p' &&
    before.path === '' &&
    before.end - before.start <= largestGuardBytes;
  return hasGuard && size >= smallestStackBytes && size <= largestStackBytes
    ? 'outside.thread-stacks'
    : 'outside.anonymous';
}

function isSharedMemory(path: string): boolean {
  return ['/dev/shm/', '/memfd:', '/SYSV', '/dev/zero', '/anon_hugepage'].some((prefix) =>
    path.startsWith(prefix),
  );
}
