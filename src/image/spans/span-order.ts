import type { Address, Diagnostics } from '../../base/index.ts';
import { pageBytes } from '../../gomem/index.ts';
import type { PageTable } from './page-table.ts';

/** Spans in any order. */
export interface SpanPlaces {
  readonly count: number;
  base(row: number): Address;
  pageCount(row: number): number;
}

/**
 * Sorts by counting: each row goes to its first page, the pages are walked in order. A span that begins inside another
 * one is older or newer than it and dropped. Leaves ordinal + 1 on every page of every span kept.
 */
export function orderByAddress(rows: SpanPlaces, pages: PageTable, diagnostics: Diagnostics): Uint32Array {
  for (let row = 0; row < rows.count; row++) {
    if (!pages.holds(rows.base(row), rows.pageCount(row))) noteDamage(diagnostics);
    else if (pages.get(rows.base(row)) === 0) pages.fill(rows.base(row), 1, row + 1);
    else noteOverlap(diagnostics);
  }
  const order = new Uint32Array(rows.count);
  let count = 0;
  let end = 0;
  pages.forEach((value) => {
    const row = value - 1;
    if (rows.base(row) < end) {
      noteOverlap(diagnostics);
      return;
    }
    end = rows.base(row) + rows.pageCount(row) * pageBytes;
    order[count++] = row;
  });
  for (let ordinal = 0; ordinal < count; ordinal++) {
    pages.fill(rows.base(order[ordinal]), rows.pageCount(order[ordinal]), ordinal + 1);
  }
  return order.subarray(0, count);
}

/** Says that a span is not what Go writes. */
export function noteDamage(diagnostics: Diagnostics): void {
  diagnostics.add(
    'span-damaged',
    'A span of the heap is damaged or changed while it was read; it was left out.',
  );
}

function noteOverlap(diagnostics: Diagnostics): void {
  diagnostics.add('span-overlap', 'Two spans of the heap claim the same page; one was left out.');
}
