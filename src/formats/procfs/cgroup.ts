/** A line of /proc/PID/cgroup (cgroups(7)): `ID:controllers:path`. */
export interface CgroupMembership {
  /** 0 for version 2. */
  readonly hierarchy: number;
  /** `memory`, `cpu`, …; none for version 2, `name=…` for a hierarchy without a controller. */
  readonly controllers: readonly string[];
  /** From the root of the reader's cgroup namespace: `/kubepods.slice/…`; `/../..` where it lies outside. */
  readonly path: string;
}

/** Lines that do not parse are left out. */
export function parseCgroups(text: string): CgroupMembership[] {
  const found: CgroupMembership[] = [];
  for (const line of text.split('\n')) {
    const match = /^(\d{1,9}):([^:]*):(\/.*)$/.exec(line);
    if (!match) continue;
    const controllers = match[2] === '' ? [] : match[2].split(',');
    // The kernel adds this where the group is gone and the process is not.
    const path = match[3].replace(/ \(deleted\)$/, '');
    found.push({ hierarchy: Number(match[1]), controllers, path });
  }
  return found;
}

/** A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)), as far as cgroups need it. */
export interface MountEntry {
  /** The part of the file system that is mounted here. */
  readonly root: string;
  readonly mountPoint: string;
  /** `cgroup2`, `cgroup`, `tmpfs`. */
  readonly type: string;
  /** Options of the file system: `rw`, `memory`. */
  readonly options: readonly string[];
}

/** Lines that do not parse are left out. */
export function parseMounts(text: string): MountEntry[] {
  const found: MountEntry[] = [];
  for (const line of text.split('\n')) {
    // Any number of optional fields stands before the dash.
    const match = /^\d+ \d+ \S+ (\S+) (\S+) \S+(?: \S+)*? - (\S+) \S+ (\S+)$/.exec(line);
    if (!match) continue;
    found.push({
      root: unescapeOctal(match[1]),
      mountPoint: unescapeOctal(match[2]),
      type: match[3],
      options: match[4].split(','),
    });
  }
  return found;
}

/** `\040` is a blank, and so on. */
function unescapeOctal(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Lines of `name number`, as in memory.stat and memory.events. Those that do not parse are left out. */
export function parseNamedNumbers(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^(\w+) (\d{1,20})$/.exec(line);
    if (match) found.set(match[1], Number(match[2]));
  }
  return found;
}

/** A limit of version 1 that was never set: the largest page-aligned 64-bit number, less with large pages. */
const unlimitedFrom = 2 ** 62;

/**
 * The one number of a cgroup file. Infinity for `max`, for -1, and for what version 1 prints where there is no limit;
 * undefined where the text is no number.
 */
export function parseByteCount(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === 'max' || trimmed === '-1') return Number.POSITIVE_INFINITY;
  if (!/^\d{1,20}$/.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return value >= unlimitedFrom ? Number.POSITIVE_INFINITY : value;
}
