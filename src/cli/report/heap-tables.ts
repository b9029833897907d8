import { formatBytes, formatCount } from '../../findings/index.ts';
import type { HeapSummary, Inspection } from '../../inspect/index.ts';
import { printable } from '../text/printable.ts';
import { type Column, tableLines } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import type { Words } from '../words/words.ts';

const rowLimit = 5;

/** Live objects by type, holder and package; or what it would take to tell. */
export function* heapTables(
  { heap, heapOmitted }: Inspection,
  words: Words,
  width: number,
): Generator<string> {
  const { live } = words;
  if (heapOmitted) {
    const { objects, expectedMs, expectedBytes } = heapOmitted;
    const seconds = `${Math.max(1, Math.ceil(expectedMs / 1000))} s`;
    yield* wrap(live.omitted(formatCount(objects), seconds, formatBytes(expectedBytes)), width);
    yield '';
  }
  if (!heap) return;
  yield* wrap(sentence(heap, words), width);
  yield '';
  const retained = (bytes: number | null): string => (bytes === null ? '-' : formatBytes(bytes));
  yield* oneTable(
    [live.byType, live.objects, words.columns.bytes],
    heap.types.map((row) => [row.type, formatCount(row.objects), formatBytes(row.bytes)]),
    words,
    width,
  );
  yield '';
  yield* oneTable(
    [live.byHolder, live.objects, words.columns.bytes, live.retained],
    heap.holders.map((row) => [
      row.path,
      formatCount(row.objects),
      formatBytes(row.bytes),
      retained(row.retainedBytes),
    ]),
    words,
    width,
  );
  yield '';
  yield* oneTable(
    [live.byPackage, live.objects, words.columns.bytes, live.retained],
    heap.packages.map((row) => [
      row.package || words.unknownHolder,
      formatCount(row.objects),
      formatBytes(row.bytes),
      retained(row.retainedBytes),
    ]),
    words,
    width,
  );
  yield '';
}

function sentence(
  { reachableObjects, reachableBytes, garbageBytes, partial }: HeapSummary,
  { live }: Words,
): string {
  const text = live.sentence(
    formatCount(reachableObjects),
    formatBytes(reachableBytes),
    formatBytes(garbageBytes),
  );
  return partial ? `${text} ${live.partial}` : text;
}

function* oneTable(
  [title, ...numbers]: readonly string[],
  rows: readonly (readonly string[])[],
  words: Words,
  width: number,
): Generator<string> {
  const columns: Column[] = [
    { title, align: 'left', shrinkTo: 20 },
    ...numbers.map((name) => ({ title: name, align: 'right' as const })),
  ];
  const cells = rows.slice(0, rowLimit).map(([name, ...values]) => [printable(name), ...values]);
  yield* tableLines(columns, cells, width);
  const more = rows.length - rowLimit;
  if (more > 0) yield words.moreRows(formatCount(more));
}
