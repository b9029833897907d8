import type { ProfileColumns } from '../formats/index.ts';
import { HeapRecords, samplesOf } from './heap-records.ts';
import { heapColumn, type ProfileKind } from './profile-kind.ts';
import { type SourceLine, StackView } from './stack-view.ts';

/** What one line of the program has in a profile of a moment, all purposes and stacks together. */
export interface LineValue {
  readonly place: SourceLine;
  /** Live bytes of a heap profile, goroutines or threads of the others. */
  readonly value: number;
  /** Objects that were sampled when they were allocated, dead ones too; they never become fewer in one process. 0 of other profiles. */
  readonly allocatedSamples: number;
  /** Bytes that one sampled live object stands for, on average; 0 where nothing is sampled. */
  readonly sampleBytes: number;
}

/** The column of a profile that says how much there is at its moment; undefined where it counts since a start, or over a span. */
export function momentColumn(kind: ProfileKind): number | undefined {
  if (kind === 'heap' || kind === 'allocs') return heapColumn.inuseBytes;
  return kind === 'goroutine' || kind === 'threadcreate' ? 0 : undefined;
}

/** Sums by the innermost line of the program itself, of a kind that `momentColumn` knows. */
export function lineValues(profile: ProfileColumns, kind: ProfileKind): LineValue[] {
  const column = momentColumn(kind);
  if (column === undefined) return [];
  const records = kind === 'heap' || kind === 'allocs' ? new HeapRecords(profile) : undefined;
  const view = new StackView(profile);
  const { samples } = profile;
  const sums = new Map<number, { value: number; allocated: number; live: number }>();
  for (let sample = 0; sample < samples.count; sample++) {
    const line = view.ownLineOf(sample);
    if (line === undefined) continue;
    const sum = sums.get(line) ?? { value: 0, allocated: 0, live: 0 };
    sums.set(line, sum);
    sum.value += samples.values[sample * samples.width + column];
    if (records === undefined) continue;
    const { alloc, inuse } = samplesOf(records.at(sample));
    sum.allocated += alloc;
    sum.live += inuse;
  }
  return [...sums].map(([line, { value, allocated, live }]) => ({
    place: view.place(line),
    value,
    allocatedSamples: allocated,
    sampleBytes: live > 0 ? value / live : 0,
  }));
}
