import { formatBytes, formatShare, type Ledger, type LedgerLine } from '../../findings/index.ts';
import { displayWidth, padEnd, padStart } from '../text/display-width.ts';
import type { Words } from '../words/words.ts';

/** Free slots of one size are told from this share of the total on; JSON has them all. */
const leastShare = 0.01;

/** The account as an indented tree under `total`; each line has its bytes and its share of the total. */
export function ledgerLines(ledger: Ledger, total: string, words: Words): string[] {
  const { totalBytes } = ledger;
  const rows: [label: string, bytes: number, note: string][] = [[total, totalBytes, '']];
  const add = (line: LedgerLine, depth: number): void => {
    if (line.bytes === 0 && depth > 1) return;
    // Fragmentation has a line for each of 67 sizes.
    if (line.id.startsWith('heap.free-slots.') && line.bytes < totalBytes * leastShare) return;
    rows.push([`${'  '.repeat(depth)}${line.label}`, line.bytes, formatShare(line.bytes, totalBytes)]);
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
  const width = Math.max(...rows.map(([label]) => displayWidth(label)));
  return rows.map(([label, bytes, note]) =>
    `${padEnd(label, width)}  ${padStart(formatBytes(bytes), 8)}  ${note}`.trimEnd(),
  );
}
