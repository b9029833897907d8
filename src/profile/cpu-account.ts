import type { ProfileColumns } from '../formats/index.ts';
import { shareOf, type ShareEstimate } from './share-estimate.ts';
import { type SourceLine, StackView } from './stack-view.ts';

/** Work that memory costs, told by frames of the runtime. One sample may be of several: an insert that grows a map allocates. */
export type MemoryWork = 'map-insert' | 'map-growth' | 'allocation' | 'collection';

/** A line of the program, and its share of all samples. */
export interface LineShare extends ShareEstimate {
  readonly place: SourceLine;
}

/** What a CPU profile says of one kind of work. */
export interface WorkShare extends ShareEstimate {
  readonly work: MemoryWork;
  readonly cpuNanos: number;
  /** The lines of the program that it was done for, the largest first. Collection in the background is done for none. */
  readonly lines: readonly LineShare[];
}

export interface CpuAccount {
  readonly sampleCount: number;
  readonly cpuNanos: number;
  readonly works: readonly WorkShare[];
  /** Allocation that is no part of a map's growth: a map that is made at its size has all the rest. */
  readonly plainAllocation: WorkShare;
  /**
   * Collection that takes time from the program: without marking on processors that nobody else wanted, which is left out of
   * the whole too. Go up to 1.21 does not tell idle marking from other marking in the background: there all of that is left out.
   */
  readonly neededCollection: WorkShare;
  /** Samples that were left out so. */
  readonly idleSampleCount: number;
  /** The design of maps that the stacks show; undefined where they show none. */
  readonly mapKind: 'classic' | 'swiss' | undefined;
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
const bitOf = (work: MemoryWork): number => 1 << works.indexOf(work);
/** Marking in the background, and the frames that say for what (runtime/mgcmark.go, Go 1.22+). */
const backgroundBit = 1 << works.length;
const wantedMarkingBit = backgroundBit << 1;
const backgroundFrame = /^runtime\.gcBgMarkWorker/;
const wantedMarkingFrame = /^runtime\.gcDrainMarkWorker(Dedicated|Fractional)$/;

/** Samples of one kind of work, and how many of them each line of the program has. */
class Tally {
  count = 0;
  nanos = 0;
  readonly #byLine = new Map<number, number>();

  add(count: number, nanos: number, line: number | undefined): void {
    this.count += count;
    this.nanos += nanos;
    if (line !== undefined) this.#byLine.set(line, (this.#byLine.get(line) ?? 0) + count);
  }

  share(work: MemoryWork, total: number, view: StackView): WorkShare {
    return {
      work,
      cpuNanos: this.nanos,
      ...shareOf(this.count, total),
      lines: [...this.#byLine]
        .toSorted(([, a], [, b]) => b - a)
        .map(([key, lineCount]) => ({ place: view.place(key), ...shareOf(lineCount, total) }))
        .filter(({ place }) => !place.functionName.startsWith('runtime.')),
    };
  }
}

/** Shares of the samples of a CPU profile that have work for memory on their stack, each with its error, and for which lines. */
export function cpuAccount(profile: ProfileColumns): CpuAccount {
  const view = new StackView(profile);
  const { samples } = profile;
  const bitsOfKey = bitsOfKeys(view);
  let sampleCount = 0;
  let cpuNanos = 0;
  let idleSampleCount = 0;
  const tallies = works.map(() => new Tally());
  const plainAllocation = new Tally();
  const neededCollection = new Tally();
  for (let sample = 0; sample < samples.count; sample++) {
    const [count, nanos] = samples.values.subarray(sample * samples.width, sample * samples.width + 2);
    sampleCount += count;
    cpuNanos += nanos;
    let bits = 0;
    for (const key of view.stackOf(sample)) bits |= bitsOfKey[key];
    if (bits === 0) continue;
    const line = view.ownLineOf(sample);
    tallies.forEach((tally, bit) => {
      if ((bits & (1 << bit)) !== 0) tally.add(count, nanos, line);
    });
    if ((bits & bitOf('allocation')) !== 0 && (bits & bitOf('map-growth')) === 0)
      plainAllocation.add(count, nanos, line);
    if ((bits & (backgroundBit | wantedMarkingBit)) === backgroundBit) idleSampleCount += count;
    else if ((bits & bitOf('collection')) !== 0) neededCollection.add(count, nanos, line);
  }
  return {
    sampleCount,
    cpuNanos,
    works: tallies.map((tally, bit) => tally.share(works[bit], sampleCount, view)),
    plainAllocation: plainAllocation.share('allocation', sampleCount, view),
    neededCollection: neededCollection.share('collection', sampleCount - idleSampleCount, view),
    idleSampleCount,
    mapKind: mapKindOf(view),
  };
}

/** Of each key: bit i where its function is of works[i], and those of marking in the background. */
function bitsOfKeys(view: StackView): Uint8Array {
  return Uint8Array.from({ length: view.keys.count }, (_, key) => {
    const name = view.keys.name(key);
    let bits = works.reduce((sum, work) => (workFrames[work].test(name) ? sum | bitOf(work) : sum), 0);
    if (backgroundFrame.test(name)) bits |= backgroundBit;
    if (wantedMarkingFrame.test(name)) bits |= wantedMarkingBit;
    return bits;
  });
}

function mapKindOf({ keys }: StackView): CpuAccount['mapKind'] {
  for (let key = 0; key < keys.count; key++) {
    const name = keys.name(key);
    if (name.startsWith('internal/runtime/maps.')) return 'swiss';
    if (/^runtime\.(growWork|evacuate|hashGrow)/.test(name)) return 'classic';
  }
  return undefined;
}
