import { formatBytes, formatShare, type Ledger, type LedgerLine } from '../../findings/index.ts';
import { displayWidth, padEnd, padStart } from '../text/display-width.ts';
import { printable } from '../text/printable.ts';
import { shortenMiddle } from '../text/shorten.ts';
import type { Words } from '../words/words.ts';

/** Free slots of one size are told from this share of the total on; JSON has them all. */
const leastShare = 0.01;
/** Two gaps, bytes, a share or a note. */
const numberColumns = 33;

/** The account as an indented tree under `total`; each line has its bytes and its share of the total. */
export function ledgerLines(ledger: Ledger, total: string, words: Words, columns: number): string[] {
  const { totalBytes } = ledger;
  const rows: [label: string, bytes: number, note: string][] = [[total, totalBytes, '']];
  const add = (line: LedgerLine, depth: number): void => {
    if (line.bytes === 0 && depth > 1) return;
    // Fragmentation has a line for each of 67 sizes, and a heap has many types.
    if (/^heap\.(?:free-slots|values)\./.test(line.id) && line.bytes < totalBytes * leastShare) return;
    rows.push([
      `${'  '.repeat(depth)}${printable(line.label)}`,
      line.bytes,
      formatShare(line.bytes, totalBytes),
    ]);
    for (const child of line.lines ?? []) add(child, depth + 1);
  };
  for (const line of ledger.lines) add(line, 1);
  rows.push([
    `  ${words.unexplained}`,
    ledger.unexplainedBytes,
    formatShare(ledger.unexplainedBytes, totalBytes),
  ]);
  for (const line of ledger.outsideLines ?? []) rows.push([line.label, line.bytes, words.outside]);
  for (const line of ledger.withinLines ?? []) rows.push([line.label, line.bytes, words.within]);
  const room = columns - numberColumns;
  const width = Math.min(room, Math.max(...rows.map(([label]) => displayWidth(label))));
  return rows.map(([label, bytes, note]) =>
    `${padEnd(shortenMiddle(label, width), width)}  ${padStart(formatBytes(bytes), 8)}  ${note}`.trimEnd(),
  );
}
