import type { Region } from '../../image/index.ts';

/** A line of /proc/PID/maps. */
export interface Mapping extends Region {
  readonly shared: boolean;
  /** `major:minor` as the kernel prints it; `00:00` for anonymous memory. */
  readonly device: string;
  /** 0 for anonymous memory. */
  readonly inode: number;
}

/** How a page of the mapping that is not in memory now is to be answered. */
export type Backing =
  | 'zeros' // anonymous: it was never touched
  | 'file' // the file holds the bytes
  | 'unknown' // shared memory: another process may have written it, or it is in swap
  | 'never'; // reading may fail, block or have effects: devices, huge pages, kernel pages

/** `start-end perms offset device inode path`; lines that do not parse are left out. */
export function parseMaps(text: string): Mapping[] {
  const mappings: Mapping[] = [];
  for (const line of text.split('\n')) {
    const match = /^([0-9a-f]+)-([0-9a-f]+) (\S{4}) ([0-9a-f]+) (\S+) (\d+) *(.*)$/.exec(line);
    if (!match) continue;
    const start = Number.parseInt(match[1], 16);
    const end = Number.parseInt(match[2], 16);
    // [vsyscall] lies above 2^63 and is of no use.
    if (end > 2 ** 52 || end <= start) continue;
    mappings.push({
      start,
      end,
      readable: match[3][0] === 'r',
      writable: match[3][1] === 'w',
      executable: match[3][2] === 'x',
      shared: match[3][3] === 's',
      fileOffset: Number.parseInt(match[4], 16),
      device: match[5],
      inode: Number(match[6]),
      path: unescapePath(match[7]),
    });
  }
  return mappings;
}

/** `isHugePageFile` is asked for files on no disk, whose kind only the kernel can tell. */
export function backingOf(mapping: Mapping, isHugePageFile: (mapping: Mapping) => boolean): Backing {
  const { path } = mapping;
  if (!mapping.readable) return 'never';
  if (path === '' || path.startsWith('[')) return isKernelPage(path) ? 'never' : 'zeros';
  if (!path.startsWith('/')) return 'never';
  if (path.startsWith('/anon_hugepage') || path.startsWith('/dev/hugepages/')) return 'never';
  if (path.startsWith('/dev/zero')) return mapping.shared ? 'unknown' : 'zeros';
  // Not from the file either: reading it would bring its swapped pages back in.
  if (isSharedMemory(path)) return isHugePageFile(mapping) ? 'never' : 'unknown';
  return path.startsWith('/dev/') ? 'never' : 'file';
}

function isKernelPage(path: string): boolean {
  return path.startsWith('[vvar') || path === '[vsyscall]' || path === '[uprobes]';
}

function isSharedMemory(path: string): boolean {
  return path.startsWith('/dev/shm/') || path.startsWith('/memfd:') || path.startsWith('/SYSV');
}

/** The kernel writes a newline in a path as `\012`; a backslash stays as it is. */
function unescapePath(path: string): string {
  return path.includes('\\') ? path.replaceAll('\\012', '\n') : path;
}
