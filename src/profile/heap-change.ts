import type { ProfileColumns } from '../formats/index.ts';
import type { GoLine } from '../gomem/index.ts';
import { type ByteEstimate, deviations95 } from './byte-estimate.ts';
import { type HeapAccount, heapAccount, type HeapLine } from './heap-account.ts';
import { HeapRecords, samplesOf } from './heap-records.ts';
import type { KnownMechanism } from './mechanism.ts';
import { type SourceLine, StackView } from './stack-view.ts';

/** What became of the live bytes of one line between two heap profiles. */
export interface HeapLineChange extends KnownMechanism {
  readonly place: SourceLine;
  readonly beforeBytes: number;
  readonly afterBytes: number;
  /** The difference, and the interval that holds it with 95 % confidence. */
  readonly change: Pick<ByteEstimate, 'bytes' | 'lowBytes' | 'highBytes'>;
  readonly allocatedBytes: number;
}

export interface HeapChange {
  readonly before: HeapAccount;
  readonly after: HeapAccount;
  /** The largest change first. */
  readonly lines: readonly HeapLineChange[];
  /** Whether the second profile is of the same process: nothing that was ever allocated has become less. */
  readonly isSameProcess: boolean;
}

/**
 * What changed between two heap profiles, by line; `difference` is their `profileDifference`. In one process an object that is
 * in both profiles was sampled once, so that only what was allocated or freed between them makes the error of the difference.
 */
export function heapChange(
  before: ProfileColumns,
  after: ProfileColumns,
  difference: ProfileColumns,
  line: GoLine | undefined,
): HeapChange {
  const [first, second] = [heapAccount(before, line), heapAccount(after, line)];
  const variances = new Map<string, number>();
  let isSameProcess = before.period === after.period;
  const view = new StackView(difference);
  const records = new HeapRecords(difference);
  for (let sample = 0; sample < difference.samples.count; sample++) {
    const ownLine = view.ownLineOf(sample);
    const record = records.at(sample);
    const { alloc, inuse } = samplesOf(record);
    if (alloc < 0) isSameProcess = false;
    if (ownLine === undefined || record.error.objectBytes <= 0) continue;
    const events = Math.abs(alloc) + Math.abs(alloc - inuse);
    const key = placeKey(view.place(ownLine));
    variances.set(key, (variances.get(key) ?? 0) + events * record.error.variance);
  }
  const places = new Map<string, { before: HeapLine[]; after: HeapLine[] }>();
  const rowsAt = (place: SourceLine): { before: HeapLine[]; after: HeapLine[] } => {
    const key = placeKey(place);
    const rows = places.get(key) ?? { before: [], after: [] };
    places.set(key, rows);
    return rows;
  };
  for (const row of first.lines) rowsAt(row.place).before.push(row);
  for (const row of second.lines) rowsAt(row.place).after.push(row);
  const lines = [...places].map(([key, rows]) =>
    lineChange(rows.before, rows.after, isSameProcess ? (variances.get(key) ?? 0) : undefined),
  );
  return {
    before: first,
    after: second,
    lines: lines.toSorted((a, b) => Math.abs(b.change.bytes) - Math.abs(a.change.bytes)),
    isSameProcess,
  };
}

/** `variance` of the difference, in bytes squared; undefined where the profiles are of two processes: then both errors add up. */
function lineChange(
  before: readonly HeapLine[],
  after: readonly HeapLine[],
  variance: number | undefined,
): HeapLineChange {
  const sum = (rows: readonly HeapLine[], of: (row: HeapLine) => number): number =>
    rows.reduce((all, row) => all + of(row), 0);
  const [largest] = [...after, ...before].toSorted((a, b) => b.inuse.bytes - a.inuse.bytes);
  const beforeBytes = sum(before, ({ inuse }) => inuse.bytes);
  const afterBytes = sum(after, ({ inuse }) => inuse.bytes);
  const bytes = afterBytes - beforeBytes;
  const of = ({ inuse }: HeapLine): number => ((inuse.highBytes - inuse.lowBytes) / (2 * deviations95)) ** 2;
  const error = deviations95 * Math.sqrt(variance ?? sum(before, of) + sum(after, of));
  return {
    place: largest.place,
    mechanism: largest.mechanism,
    knownBy: largest.knownBy,
    beforeBytes,
    afterBytes,
    change: { bytes, lowBytes: Math.round(bytes - error), highBytes: Math.round(bytes + error) },
    allocatedBytes: sum(after, ({ alloc }) => alloc.bytes) - sum(before, ({ alloc }) => alloc.bytes),
  };
}

function placeKey({ functionName, file, line }: SourceLine): string {
  return `${functionName}\n${file}\n${line}`;
}
