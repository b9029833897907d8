import { formatBytes, formatCount, formatShare } from '../../findings/index.ts';
import type { ProcessCgroup } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { displayWidth, padEnd, padStart } from '../text/display-width.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import { type CgroupWords, cgroupWords } from '../words/cgroup-words.ts';

const namedProcesses = 3;

/** The memory cgroup as a table of its own, since its bytes are not those of RSS: two processes can share it. */
export function* cgroupLines(
  cgroup: ProcessCgroup,
  { language, columns, paint }: Terminal,
): Generator<string> {
  const words = cgroupWords[language];
  for (const line of wrap(words.title(cgroup.version), columns)) yield paint.bold(line);
  const rows = rowsOf(cgroup, words);
  const width = Math.max(...rows.map(([label]) => displayWidth(label)));
  for (const [label, bytes, share] of rows)
    yield `${padEnd(label, width)}  ${padStart(formatBytes(bytes), 8)}  ${share}`.trimEnd();
  for (const sentence of sentencesOf(cgroup, words)) yield* wrap(printable(sentence), columns);
}

type Row = readonly [label: string, bytes: number, share: string];

function rowsOf(cgroup: ProcessCgroup, words: CgroupWords): Row[] {
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
  const rows: Row[] = [[words.usage, usageBytes, '']];
  for (const [label, bytes] of parts)
    if (bytes !== null && bytes > 0) rows.push([`  ${label}`, bytes, formatShare(bytes, usageBytes)]);
  rows.push([words.workingSet, cgroup.workingSetBytes, '']);
  if (cgroup.swapBytes !== null && cgroup.swapBytes > 0) rows.push([words.swap, cgroup.swapBytes, '']);
  return rows;
}

function* sentencesOf(cgroup: ProcessCgroup, words: CgroupWords): Generator<string> {
  const { nearestLimit, levels, oomKills, limitHits, otherProcesses } = cgroup;
  if (!nearestLimit) yield words.noLimit;
  else {
    const { path, limitBytes, leftBytes, leftAfterReclaimBytes } = nearestLimit;
    const share = formatShare(limitBytes - leftBytes, limitBytes);
    yield words.limit(
      formatBytes(limitBytes),
      formatBytes(leftBytes),
      formatBytes(leftAfterReclaimBytes),
      share,
    );
    if (path !== cgroup.path) yield words.limitAbove(path);
  }
  const high = levels.find(({ highBytes }) => highBytes !== null)?.highBytes;
  if (typeof high === 'number') yield words.high(formatBytes(high));
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
