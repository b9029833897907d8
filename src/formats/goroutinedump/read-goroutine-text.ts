import type { Diagnostics } from '../../base/index.ts';
import { linesOf } from '../heaptext/stack-text.ts';
import { type GoroutineProfileRecord, GoroutineProfileReader } from './goroutine-profile.ts';

/** A goroutine profile in the text of `goroutine?debug=1`. */
export interface GoroutineText {
  readonly totalCount: number;
  readonly records: readonly GoroutineProfileRecord[];
}

const mostRecords = 100_000;

/** Reads `goroutine?debug=1` (Go 1.18 to 1.26); undefined where the text is none. */
export function readGoroutineText(text: string, diagnostics: Diagnostics): GoroutineText | undefined {
  const records: GoroutineProfileRecord[] = [];
  const reader = new GoroutineProfileReader(
    (record) => {
      if (records.length < mostRecords) records.push(record);
    },
    () => {},
  );
  for (const line of linesOf(text, 0)) {
    const isPart = reader.push(line);
    if (!reader.isInside) return undefined;
    if (!isPart)
      diagnostics.add(
        'goroutine-text-damaged',
        'Lines of the goroutine profile cannot be read and are passed over.',
      );
  }
  if (!reader.isInside) return undefined;
  reader.end();
  const { announcedCount, foundCount } = reader;
  if (foundCount < announcedCount)
    diagnostics.add(
      'goroutine-text-cut',
      `The goroutine profile tells of ${foundCount} of its ${announcedCount} goroutines: it was cut.`,
    );
  return { totalCount: announcedCount, records };
}
