import { pageBytes } from '../../gomem/index.ts';
import type { SpanTable } from '../span-table.ts';

/** Bytes of the heap's spans whose objects have pointers: what a trace has to read at most. */
export function scannedBytes(spans: SpanTable): number {
  let pages = 0;
  for (let span = 0; span < spans.count; span++) {
    if ((spans.spanClass[span] & 1) === 0) pages += spans.pageCount[span];
  }
  return pages * pageBytes;
}
