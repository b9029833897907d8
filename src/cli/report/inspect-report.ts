import { formatBytes, formatCount, heldBytes } from '../../findings/index.ts';
import type { MapRecord } from '../../image/index.ts';
import type { Inspection, Target } from '../../inspect/index.ts';
import type { Terminal } from '../terminal.ts';
import { printable } from '../text/printable.ts';
import { wrap } from '../text/wrap.ts';
import { recordWords } from '../words/record-words.ts';
import { type Words, words as allWords } from '../words/words.ts';
import { cgroupLines } from './cgroup-lines.ts';
import { durationText } from './duration-text.ts';
import { findingLines } from './findings-text.ts';
import { heapTables } from './heap-tables.ts';
import { goroutineLines } from './goroutines-table.ts';
import { ledgerLines } from './ledger-lines.ts';
import { mapsTable } from './maps-table.ts';
import { noteLines } from './note-lines.ts';
import { totalsTables } from './totals-tables.ts';

/** The report for people: headline, largest maps, sums, ledger, cgroup, findings, cost, notes. */
export function* inspectReport(inspection: Inspection, terminal: Terminal): Generator<string> {
  const words = allWords[terminal.language];
  const { paint, columns } = terminal;
  for (const line of reportLines(inspection, words, terminal)) yield `${line}\n`;

  function* reportLines(from: Inspection, text: Words, to: Terminal): Generator<string> {
    for (const line of wrap(printable(from.headline), columns)) yield paint.bold(line);
    if (from.partial) yield* wrap(text.partial, columns);
    yield '';
    yield* topMaps(from, text, to);
    yield '';
    yield* heapTables(from, text, columns);
    yield paint.bold(text.ledger);
    yield* ledgerLines(from.ledger, memoryName(from.target, text), text, columns);
    yield '';
    if (from.cgroup) {
      yield* cgroupLines(from.cgroup, to);
      yield '';
    }
    const goroutines = [...goroutineLines(from.goroutines, to)];
    if (goroutines.length > 0) yield* [...goroutines, ''];
    yield paint.bold(text.findings);
    yield* findingLines(from.findings, text, to);
    yield '';
    yield* wrap(costLine(from, text, terminal), columns);
    yield* noteLines(from.diagnostics, text, to);
  }
}

/** What the ledger is of. */
function memoryName({ kind }: Target, words: Words): string {
  return { process: 'RSS', core: words.coreMemory, 'heap-dump': words.dumpMemory }[kind];
}

function* topMaps(inspection: Inspection, words: Words, { paint, columns }: Terminal): Generator<string> {
  const { topMaps: maps, mapCount, totals } = inspection;
  if (mapCount === 0) {
    yield words.noMaps;
    return;
  }
  yield paint.bold(words.topMaps);
  const [header, ...rows] = mapsTable(maps, words, columns);
  yield paint.dim(header);
  yield* rows;
  const more = mapCount - maps.length;
  if (more > 0) {
    const rest = heldBytes(totals.all) - sumOf(maps);
    yield* wrap(words.moreMaps(formatCount(more), formatBytes(rest)), columns);
  }
  if (maps.some((map) => map.boxedBytes > 0)) yield* wrap(words.boxesNote, columns);
  if (more > 0) {
    yield '';
    yield* totalsTables(totals, words, columns);
  }
}

function sumOf(maps: readonly MapRecord[]): number {
  return maps.reduce((sum, map) => sum + heldBytes(map), 0);
}

function costLine(
  { cost, ledger, target, recorded }: Inspection,
  words: Words,
  { language }: Terminal,
): string {
  const read = formatBytes(cost.bytesRead);
  const total = formatBytes(ledger.totalBytes);
  const wall = durationText(cost.wallMs);
  if (recorded)
    return recordWords[language].cost(
      read,
      wall,
      printable(recorded.at),
      target.pid,
      printable(recorded.host),
    );
  if (target.kind === 'core') return words.coreCost(read, wall);
  if (target.kind === 'heap-dump') return words.dumpCost(read, wall);
  const stopped = cost.pausedMs > 0 ? durationText(cost.pausedMs) : undefined;
  // Arrays of large maps are read by the census, and by the graph.
  return words.cost(read, total, wall, cost.bytesRead > ledger.totalBytes, stopped);
}
