/** A mapping of /proc/PID/smaps (proc_pid_smaps(5)); all sizes in bytes. */
export interface SmapsEntry {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** `rw-p`. */
  readonly permissions: string;
  readonly fileOffset: number;
  /** 0 for anonymous memory. */
  readonly inode: number;
  /** Backing file, `[heap]`, `[anon: Go: heap]` (Go 1.25+ on a kernel with CONFIG_ANON_VMA_NAME), … or ''. */
  readonly path: string;
  readonly rssBytes: number;
  readonly pssBytes: number;
  /** Clean and dirty pages that other processes map too. */
  readonly sharedBytes: number;
  readonly privateBytes: number;
  /** Pages of no file: untouched copies of a private file mapping are not among them. */
  readonly anonymousBytes: number;
  readonly swapBytes: number;
  /** Anonymous memory in transparent huge pages. */
  readonly hugeBytes: number;
  /** Pages under MADV_FREE: the kernel takes them when it needs them; they count in RSS until then. */
  readonly lazyFreeBytes: number;
  readonly lockedBytes: number;
  /** Pages of hugetlbfs, which RSS leaves out. */
  readonly hugetlbBytes: number;
  /** Two-letter flags (`rd wr mr mw me ac sd`); empty on kernels that print none. */
  readonly flags: readonly string[];
}

type Sizes = { -readonly [Key in keyof SmapsEntry as Key extends `${string}Bytes` ? Key : never]: number };

/** Which sum a line of the file goes into; those that are not here are not asked for. */
const sumOfLine = new Map<string, keyof Sizes>([
  ['Rss', 'rssBytes'],
  ['Pss', 'pssBytes'],
  ['Shared_Clean', 'sharedBytes'],
  ['Shared_Dirty', 'sharedBytes'],
  ['Private_Clean', 'privateBytes'],
  ['Private_Dirty', 'privateBytes'],
  ['Anonymous', 'anonymousBytes'],
  ['Swap', 'swapBytes'],
  ['AnonHugePages', 'hugeBytes'],
  ['LazyFree', 'lazyFreeBytes'],
  ['Locked', 'lockedBytes'],
  ['Shared_Hugetlb', 'hugetlbBytes'],
  ['Private_Hugetlb', 'hugetlbBytes'],
]);

const headLine = /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) (\S{4}) ([0-9a-f]+) \S+ (\d+) *(.*)$/;
const sizeLine = /^(\w+): +(\d{1,15}) kB$/;

/**
 * The mappings of a smaps text in its order, up to 2^52 ([vsyscall] lies above). A mapping whose head line is damaged is
 * left out with its sizes; a size that is missing or damaged is 0.
 */
export function parseSmaps(text: string): SmapsEntry[] {
  const entries: SmapsEntry[] = [];
  let sizes: Sizes | undefined;
  let flags: string[] = [];
  for (const line of text.split('\n')) {
    const size = sizeLine.exec(line);
    if (size) {
      const sum = sumOfLine.get(size[1]);
      if (sizes && sum !== undefined) sizes[sum] += Number(size[2]) * 1024;
      continue;
    }
    if (line.startsWith('VmFlags:')) {
      flags.push(...line.slice(8).trim().split(' '));
      continue;
    }
    const head = headLine.exec(line);
    if (!head) {
      // A damaged head: what follows belongs to a mapping that is not known.
      if (/^[0-9a-f]+-/.test(line)) sizes = undefined;
      continue;
    }
    const start = Number.parseInt(head[1], 16);
    const end = Number.parseInt(head[2], 16);
    sizes = undefined;
    if (end > 2 ** 52 || end <= start) continue;
    sizes = noSizes();
    flags = [];
    const entry = { start, end, permissions: head[3], fileOffset: Number.parseInt(head[4], 16), flags };
    entries.push(Object.assign(sizes, entry, { inode: Number(head[5]), path: unescapePath(head[6]) }));
  }
  return entries;
}

function noSizes(): Sizes {
  return {
    rssBytes: 0,
    pssBytes: 0,
    sharedBytes: 0,
    privateBytes: 0,
    anonymousBytes: 0,
    swapBytes: 0,
    hugeBytes: 0,
    lazyFreeBytes: 0,
    lockedBytes: 0,
    hugetlbBytes: 0,
  };
}

/** The kernel writes a newline in a path as `\012`; a backslash stays as it is. */
function unescapePath(path: string): string {
  return path.includes('\\') ? path.replaceAll('\\012', '\n') : path;
}
