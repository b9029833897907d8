import { pageBytes } from '../../gomem/index.ts';
import { partition } from '../residency/partition.ts';
import type { Residency } from '../residency/resident-pages.ts';
import type { SpanTable } from '../span-table.ts';
import type { ManualSpan } from '../spans/span-rows.ts';

/** What two readings of the span table, before and after the pages were looked at, agree on. */
export interface SettledSpans {
  /** 1 for each span in use that both readings have. */
  readonly isSettled: Uint8Array;
  /** Spans of stacks and work buffers that both have, in address order. */
  readonly manual: readonly ManualSpan[];
  /** Resident bytes of pages in a span that only one of them has: what they were when they were looked at is not known. */
  readonly movedBytes: number;
}

/** Without a second reading (the process stands, or is a core) everything is settled. */
export function settledSpans(
  first: SpanTable,
  second: SpanTable | undefined,
  residency: Residency,
): SettledSpans {
  const byBase = (a: ManualSpan, b: ManualSpan): number => a.base - b.base;
  const isSettled = new Uint8Array(first.count);
  if (!second) {
    return { isSettled: isSettled.fill(1), manual: disjoint(first.manual.toSorted(byBase)), movedBytes: 0 };
  }
  const moved: { start: number; end: number; kind: 'moved'; rank: 0 }[] = [];
  const move = (base: number, pageCount: number): void => {
    moved.push({ start: base, end: base + pageCount * pageBytes, kind: 'moved', rank: 0 });
  };
  for (let span = 0; span < first.count; span++) {
    if (isSame(first, span, second, second.find(first.base[span]))) isSettled[span] = 1;
    else move(first.base[span], first.pageCount[span]);
  }
  for (let span = 0; span < second.count; span++) {
    if (!isSame(second, span, first, first.find(second.base[span])))
      move(second.base[span], second.pageCount[span]);
  }
  const later = new Map(second.manual.map((span) => [span.base, span]));
  const manual: ManualSpan[] = [];
  for (const span of first.manual) {
    const other = later.get(span.base);
    if (other?.pageCount === span.pageCount && (other.elemSize === 0) === (span.elemSize === 0)) {
      manual.push(span);
      later.delete(span.base);
    } else move(span.base, span.pageCount);
  }
  for (const { base, pageCount } of later.values()) move(base, pageCount);
  const movedBytes = partition(moved, residency).get('moved') ?? 0;
  return { isSettled, manual: disjoint(manual.toSorted(byBase)), movedBytes };
}

function isSame(here: SpanTable, span: number, there: SpanTable, other: number): boolean {
  return (
    other >= 0 &&
    here.base[span] === there.base[other] &&
    here.pageCount[span] === there.pageCount[other] &&
    here.spanClass[span] === there.spanClass[other]
  );
}

/** A damaged table can list a span twice. */
function disjoint(spans: readonly ManualSpan[]): ManualSpan[] {
  let end = 0;
  return spans.filter(({ base, pageCount }) => {
    if (base < end) return false;
    end = base + pageCount * pageBytes;
    return true;
  });
}
