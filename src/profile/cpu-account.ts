import type { ProfileColumns } from '../formats/index.ts';
import { shareOf, type ShareEstimate } from './share-estimate.ts';
import { type SourceLine, StackView } from './stack-view.ts';

/** Work that memory costs, told by frames of the runtime. One sample may be of several: an insert that grows a map allocates. */
export type MemoryWork = 'map-insert' | 'map-growth' | 'allocation' | 'collection';

/** What a CPU profile says of one kind of work. */
export interface WorkShare extends ShareEstimate {
  readonly work: MemoryWork;
  readonly cpuNanos: number;
  /** The lines of the program that it was done for, the largest first. Collection in the background is done for none. */
  readonly lines: readonly (ShareEstimate & { readonly place: SourceLine })[];
}

export interface CpuAccount {
  readonly sampleCount: number;
  readonly cpuNanos: number;
  readonly works: readonly WorkShare[];
}

/** Seen with Go 1.18 to 1.26; growth of a Swiss map is in internal/runtime/maps/table.go and map.go. */
const workFrames: Readonly<Record<MemoryWork, RegExp>> = {
  'map-insert': /^(runtime|reflect)\.mapassign/,
  'map-growth':
    /^(runtime\.(growWork\w*|evacuate\w*|hashGrow)|internal\/runtime\/maps\.\(\*(table|Map)\)\.(grow|rehash|split|growToSmall|growToTable|installTableSplit|replaceTable))$/,
  allocation: /^runtime\.mallocgc/,
  collection:
    /^runtime\.(gcBgMarkWorker|gcAssistAlloc|gcDrain|gcStart|gcMarkDone|gcMarkTermination|bgsweep|bgscavenge|sweepone|deductSweepCredit|markroot)/,
};

const works = Object.keys(workFrames) as MemoryWork[];

/** Shares of the samples of a CPU profile that have work for memory on their stack, each with its error, and for which lines. */
export function cpuAccount(profile: ProfileColumns): CpuAccount {
  const view = new StackView(profile);
  const { samples } = profile;
  // Bit i of a key: its function is of works[i].
  const bitsOfKey = Uint8Array.from({ length: view.keys.count }, (_, key) => {
    const name = view.keys.name(key);
    return works.reduce((bits, work, bit) => (workFrames[work].test(name) ? bits | (1 << bit) : bits), 0);
  });
  let sampleCount = 0;
  let cpuNanos = 0;
  const tallies = works.map((work) => ({ work, count: 0, nanos: 0, byLine: new Map<number, number>() }));
  for (let sample = 0; sample < samples.count; sample++) {
    const [count, nanos] = samples.values.subarray(sample * samples.width, sample * samples.width + 2);
    sampleCount += count;
    cpuNanos += nanos;
    let bits = 0;
    for (const key of view.stackOf(sample)) bits |= bitsOfKey[key];
    if (bits === 0) continue;
    const ownLine = view.ownLineOf(sample);
    tallies.forEach((tally, bit) => {
      if ((bits & (1 << bit)) === 0) return;
      tally.count += count;
      tally.nanos += nanos;
      if (ownLine !== undefined) tally.byLine.set(ownLine, (tally.byLine.get(ownLine) ?? 0) + count);
    });
  }
  return {
    sampleCount,
    cpuNanos,
    works: tallies.map(({ work, count, nanos, byLine }) => ({
      work,
      cpuNanos: nanos,
      ...shareOf(count, sampleCount),
      lines: [...byLine]
        .toSorted(([, a], [, b]) => b - a)
        .map(([key, lineCount]) => ({ place: view.place(key), ...shareOf(lineCount, sampleCount) }))
        .filter(({ place }) => !place.functionName.startsWith('runtime.')),
    })),
  };
}
