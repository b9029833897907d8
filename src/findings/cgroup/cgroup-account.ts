import type { Language } from '../language.ts';
import { formatBytes, formatCount, formatShare } from '../number-text.ts';
import { type CgroupWords, cgroupWords } from './cgroup-words.ts';

/** What is told of a memory cgroup, in bytes; null where the kernel does not say. */
export interface CgroupAccount {
  readonly version: 1 | 2;
  readonly path: string;
  readonly usageBytes: number;
  readonly workingSetBytes: number;
  readonly anonymousBytes: number | null;
  readonly activeFileBytes: number | null;
  readonly inactiveFileBytes: number | null;
  readonly tmpfsBytes: number | null;
  readonly kernelBytes: number | null;
  readonly socketBytes: number | null;
  readonly swapBytes: number | null;
  readonly oomKills: number | null;
  readonly limitHits: number | null;
  readonly nearestLimit: {
    readonly path: string;
    readonly limitBytes: number;
    readonly leftBytes: number;
    readonly leftAfterReclaimBytes: number;
  } | null;
  readonly levels: readonly { readonly highBytes: number | null }[];
  readonly otherProcesses: readonly {
    readonly pid: number;
    readonly name: string;
    readonly rssBytes: number;
  }[];
}

/** One amount of a cgroup; `isPart` where it is one of those that the usage consists of. */
export interface CgroupRow {
  readonly label: string;
  readonly bytes: number;
  readonly isPart: boolean;
}

const namedProcesses = 3;

/** Usage and its parts, working set, swap; parts of 0 bytes are left out. */
export function cgroupRows(cgroup: CgroupAccount, language: Language): CgroupRow[] {
  const words = cgroupWords[language];
  const { usageBytes } = cgroup;
  const parts: [label: string, bytes: number | null][] = [
    [words.anonymous, cgroup.anonymousBytes],
    [words.activeFile, cgroup.activeFileBytes],
    [words.inactiveFile, cgroup.inactiveFileBytes],
    [words.tmpfs, cgroup.tmpfsBytes],
    [words.kernel, cgroup.kernelBytes],
    // Version 1 does not charge them to the usage.
    [words.sockets, cgroup.version === 2 ? cgroup.socketBytes : null],
  ];
  const known = parts.reduce((sum, [, bytes]) => sum + (bytes ?? 0), 0);
  if (usageBytes > known) parts.push([words.rest, usageBytes - known]);
  const rows: CgroupRow[] = [{ label: words.usage, bytes: usageBytes, isPart: false }];
  for (const [label, bytes] of parts)
    if (bytes !== null && bytes > 0) rows.push({ label, bytes, isPart: true });
  rows.push({ label: words.workingSet, bytes: cgroup.workingSetBytes, isPart: false });
  if (cgroup.swapBytes !== null && cgroup.swapBytes > 0)
    rows.push({ label: words.swap, bytes: cgroup.swapBytes, isPart: false });
  return rows;
}

/** What a table of a cgroup is called. */
export function cgroupTitle(cgroup: CgroupAccount, language: Language): string {
  return cgroupWords[language].title(cgroup.version);
}

/** How far its limit is, what the OOM killer did, who else is in it. */
export function cgroupSentences(cgroup: CgroupAccount, language: Language): string[] {
  const words = cgroupWords[language];
  return [...limitSentences(cgroup, words), ...eventSentences(cgroup, words)];
}

function* limitSentences(
  { nearestLimit, path, levels }: CgroupAccount,
  words: CgroupWords,
): Generator<string> {
  if (!nearestLimit) yield words.noLimit;
  else {
    const { limitBytes, leftBytes, leftAfterReclaimBytes } = nearestLimit;
    const share = formatShare(limitBytes - leftBytes, limitBytes);
    yield words.limit(
      formatBytes(limitBytes),
      formatBytes(leftBytes),
      formatBytes(leftAfterReclaimBytes),
      share,
    );
    if (nearestLimit.path !== path) yield words.limitAbove(nearestLimit.path);
  }
  const high = levels.find(({ highBytes }) => highBytes !== null)?.highBytes;
  if (typeof high === 'number') yield words.high(formatBytes(high));
}

function* eventSentences(
  { oomKills, limitHits, otherProcesses }: CgroupAccount,
  words: CgroupWords,
): Generator<string> {
  if (oomKills !== null && oomKills > 0) yield words.oomKills(formatCount(oomKills));
  if (limitHits !== null && limitHits > 0) yield words.limitHits(formatCount(limitHits));
  if (otherProcesses.length === 0) return;
  const bytes = otherProcesses.reduce((sum, { rssBytes }) => sum + rssBytes, 0);
  const names = otherProcesses
    .slice(0, namedProcesses)
    .map((each) => `${each.name} ${each.pid} (${formatBytes(each.rssBytes)})`);
  const dots = otherProcesses.length > namedProcesses ? ', …' : '';
  yield words.others(formatCount(otherProcesses.length), formatBytes(bytes), names.join(', ') + dots);
}
