import { cgroupRows, cgroupSentences, cgroupTitle, formatBytes, formatShare } from '../../findings/index.ts';
import type { ProcessCgroup } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { displayWidth, padEnd, padStart } from '../text/display-width.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';

/** The memory cgroup as a table of its own, since its bytes are not those of RSS: two processes can share it. */
export function* cgroupLines(
  cgroup: ProcessCgroup,
  { language, columns, paint }: Terminal,
): Generator<string> {
  for (const line of wrap(cgroupTitle(cgroup, language), columns)) yield paint.bold(line);
  const rows = cgroupRows(cgroup, language).map(({ label, bytes, isPart }) => ({
    label: isPart ? `  ${label}` : label,
    bytes,
    share: isPart ? formatShare(bytes, cgroup.usageBytes) : '',
  }));
  const width = Math.max(...rows.map(({ label }) => displayWidth(label)));
  for (const { label, bytes, share } of rows)
    yield `${padEnd(label, width)}  ${padStart(formatBytes(bytes), 8)}  ${share}`.trimEnd();
  for (const sentence of cgroupSentences(cgroup, language)) yield* wrap(printable(sentence), columns);
}
