import type { Diagnostics } from '../../base/index.ts';
import { addressesOf, linesOf, mostStackFrames, type StackTextFrame, stackTextFrame } from './stack-text.ts';

/** Goroutines that stand at one stack. */
export interface GoroutineTextRecord {
  readonly count: number;
  /** Return addresses, the innermost first: the runtime's too, which tell what is waited for. */
  readonly pcs: readonly number[];
  /** The calls, inlined ones too, the innermost first, without the runtime's at the beginning. */
  readonly frames: readonly StackTextFrame[];
}

/** A goroutine profile in the text of `goroutine?debug=1`. */
export interface GoroutineText {
  readonly totalCount: number;
  readonly records: readonly GoroutineTextRecord[];
}

const mostRecords = 100_000;
const header = /^goroutine profile: total (\d{1,12})\s*$/;
const recordHead = /^(\d{1,12}) @((?: 0x[0-9a-f]{1,13}){0,1024})\s*$/;

/**
 * Reads `goroutine?debug=1` (runtime/pprof/pprof.go, printCountProfile, Go 1.18 to 1.26). Labels are passed over: they are the
 * program's own, and can be secrets. Undefined where the text is none.
 */
export function readGoroutineText(text: string, diagnostics: Diagnostics): GoroutineText | undefined {
  const firstEnd = text.indexOf('\n');
  const total = header.exec(firstEnd < 0 ? text.slice(0, 200) : text.slice(0, firstEnd))?.[1];
  if (total === undefined) return undefined;
  const records: GoroutineTextRecord[] = [];
  let frames: StackTextFrame[] = [];
  for (const line of linesOf(text, firstEnd + 1)) {
    if (line === '') continue;
    if (line.startsWith('#')) {
      const frame = stackTextFrame(line);
      if (frame && frames.length < mostStackFrames) frames.push(frame);
      continue;
    }
    frames = [];
    const head = recordHead.exec(line);
    if (!head) {
      diagnostics.add(
        'goroutine-text-damaged',
        'Lines of the goroutine profile cannot be read and are passed over.',
      );
      continue;
    }
    if (records.length >= mostRecords) break;
    records.push({ count: Number(head[1]), pcs: addressesOf(head[2]), frames });
  }
  const totalCount = Number(total);
  const found = records.reduce((sum, { count }) => sum + count, 0);
  if (found < totalCount)
    diagnostics.add(
      'goroutine-text-cut',
      `The goroutine profile tells of ${found} of its ${totalCount} goroutines: it was cut.`,
    );
  return { totalCount, records };
}
