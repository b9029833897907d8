import type { Diagnostics } from '../../base/index.ts';
import type { MemoryStatistics } from '../memstats/memory-statistics.ts';
import { readHeapFooter } from '../memstats/read-heap-footer.ts';
import { addressesOf, linesOf, mostStackFrames, type StackTextFrame, stackTextFrame } from './stack-text.ts';

/** What was allocated at one stack in objects of one size, as it was sampled: not scaled up. */
export interface HeapTextRecord {
  readonly liveCount: number;
  readonly liveBytes: number;
  readonly allocatedCount: number;
  readonly allocatedBytes: number;
  /** Return addresses, the innermost first: also those of the runtime, which no protobuf has. */
  readonly pcs: readonly number[];
  /** The calls, inlined ones too, the innermost first, without the runtime's at the beginning. */
  readonly frames: readonly StackTextFrame[];
}

/** A heap profile in the text of `heap?debug=1`. */
export interface HeapText {
  /** Mean of bytes between two samples (runtime.MemProfileRate); 0 where nothing is sampled. */
  readonly sampledEveryBytes: number;
  readonly records: readonly HeapTextRecord[];
  /** Null where the text was cut before its end. */
  readonly statistics: MemoryStatistics | null;
}

const mostRecords = 200_000;

const header = /^heap profile: \d{1,20}: -?\d{1,20} \[\d{1,20}: -?\d{1,20}\] @ heap\/(\d{1,20})\s*$/;
const recordHead = /^(\d{1,16}): (\d{1,16}) \[(\d{1,16}): (\d{1,16})\] @((?: 0x[0-9a-f]{1,13}){0,1024})\s*$/;

/** True where the text begins like `heap?debug=1`. */
export function isHeapText(text: string): boolean {
  return header.test(text.slice(0, text.indexOf('\n') < 0 ? 200 : text.indexOf('\n')));
}

/**
 * Reads `heap?debug=1` or `allocs?debug=1` (runtime/pprof/pprof.go, writeHeapInternal, Go 1.19 to 1.26). Damaged lines are passed
 * over and counted; undefined where the text is none.
 */
export function readHeapText(text: string, diagnostics: Diagnostics): HeapText | undefined {
  const firstEnd = text.indexOf('\n');
  const rate = header.exec(firstEnd < 0 ? text.slice(0, 200) : text.slice(0, firstEnd))?.[1];
  if (rate === undefined) return undefined;
  const records: HeapTextRecord[] = [];
  let frames: StackTextFrame[] = [];
  for (const line of linesOf(text, firstEnd + 1)) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      const frame = stackTextFrame(line);
      if (frame && frames.length < mostStackFrames) frames.push(frame);
      continue;
    }
    const head = recordHead.exec(line);
    if (!head) {
      diagnostics.add('heap-text-damaged', 'Lines of the heap profile cannot be read and are passed over.');
      frames = [];
      continue;
    }
    if (records.length >= mostRecords) {
      diagnostics.add(
        'heap-text-long',
        `The heap profile has more than ${mostRecords} records; the rest is passed over.`,
      );
      break;
    }
    frames = [];
    records.push({
      liveCount: Number(head[1]),
      liveBytes: Number(head[2]),
      allocatedCount: Number(head[3]),
      allocatedBytes: Number(head[4]),
      pcs: addressesOf(head[5]),
      frames,
    });
  }
  const statistics = readHeapFooter(text, diagnostics) ?? null;
  if (!statistics)
    diagnostics.add(
      'heap-text-cut',
      'The heap profile ends before its MemStats: it was cut, and what is missing is not known.',
    );
  // The header has twice the rate, as the first heap profilers of C++ had it.
  return { sampledEveryBytes: Number(rate) / 2, records, statistics };
}
