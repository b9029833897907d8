import {
  noIndex,
  type ProfileColumns,
  type ProfileMapping,
  type SampleColumns,
  type Texts,
} from '../formats/index.ts';
import { StackTable } from './stack-table.ts';

/**
 * Adds profiles up, or takes one from another: samples with the same stack and labels become one. Stacks are the same where
 * functions, files, lines and the place in the mapped file are (google/pprof profile.Merge), whatever their ids.
 */
export class ProfileMerger {
  #first: ProfileColumns | undefined;
  #period = 0;
  #timeNanos = 0n;
  #durationNanos = 0n;
  readonly #comments = new Set<string>();
  readonly #texts = new TextIndex();
  readonly #mappings = new Interned<ProfileMapping>();
  readonly #functions = new Interned<readonly number[]>();
  readonly #locations = new Interned<MergedLocation>();
  readonly #labelSets = new Interned<readonly MergedLabel[]>();
  #samples = new StackTable(0);

  /** Whether `profile` counts the same as what was added before it. */
  accepts(profile: ProfileColumns): boolean {
    const types = ({ sampleTypes, periodType }: ProfileColumns): string =>
      JSON.stringify([...sampleTypes, periodType].map(({ type, unit }) => [type, unit]));
    return this.#first === undefined || types(this.#first) === types(profile);
  }

  /** Adds `factor` times the values of a profile that is accepted: -1 takes it away. */
  add(profile: ProfileColumns, factor = 1): void {
    if (!this.accepts(profile)) throw new TypeError('profiles of different sample types cannot be added');
    if (this.#first === undefined) this.#samples = new StackTable(profile.samples.width);
    this.#first ??= profile;
    this.#period = Math.max(this.#period, profile.period);
    if (this.#timeNanos === 0n || (profile.timeNanos > 0n && profile.timeNanos < this.#timeNanos))
      this.#timeNanos = profile.timeNanos;
    this.#durationNanos += profile.durationNanos;
    for (const comment of profile.comments) this.#comments.add(comment);
    const mappings = profile.mappings.map((mapping) =>
      this.#mappings.index(mappingKey(mapping), () => mapping),
    );
    const locations = this.#locationsOf(profile, mappings);
    const { samples } = profile;
    const stacks = samples.stackLocations.map((location) =>
      location === noIndex ? noIndex : locations[location],
    );
    const labelSetOf = this.#labelSetsOf(profile);
    for (let sample = 0; sample < samples.count; sample++) {
      const stack = stacks.subarray(samples.stackStarts[sample], samples.stackStarts[sample + 1]);
      this.#samples.add(stack, labelSetOf(sample), samples.values, sample * samples.width, factor);
    }
  }

  /** The sum; samples of which nothing is left are left out. Undefined where nothing was added. */
  result(): ProfileColumns | undefined {
    const first = this.#first;
    if (first === undefined) return undefined;
    const locations = this.#locations.items;
    const lines = locations.flatMap((location) => location.lines);
    const functions = this.#functions.items;
    return {
      ...first,
      period: this.#period,
      timeNanos: this.#timeNanos,
      durationNanos: this.#durationNanos,
      comments: [...this.#comments],
      mappings: this.#mappings.items,
      samples: this.#mergedSamples(),
      locations: {
        count: locations.length,
        addresses: BigUint64Array.from(locations, ({ address }) => address),
        mappings: Uint32Array.from(locations, ({ mapping }) => mapping),
        isFolded: Uint8Array.from(locations, ({ isFolded }) => isFolded),
        lineStarts: starts(locations.map((location) => location.lines.length)),
        lineFunctions: Uint32Array.from(lines, ([callee]) => callee),
        lineNumbers: Float64Array.from(lines, ([, line]) => line),
        lineColumns: Float64Array.from(lines, ([, , column]) => column),
      },
      functions: {
        count: functions.length,
        names: Uint32Array.from(functions, ([name]) => name),
        systemNames: Uint32Array.from(functions, ([, systemName]) => systemName),
        fileNames: Uint32Array.from(functions, ([, , fileName]) => fileName),
        startLines: Float64Array.from(functions, ([, , , startLine]) => startLine),
      },
      texts: this.#texts,
    };
  }

  #mergedSamples(): SampleColumns {
    const table = this.#samples;
    const { width } = table;
    const kept = Uint32Array.from({ length: table.count }, (_, index) => index).filter((index) =>
      table.valuesAt(index).some((value) => value !== 0),
    );
    const values = new Float64Array(kept.length * width);
    const stackStarts = new Uint32Array(kept.length + 1);
    const labelStarts = new Uint32Array(kept.length + 1);
    const labels: MergedLabel[] = [];
    kept.forEach((index, at) => {
      values.set(table.valuesAt(index), at * width);
      stackStarts[at + 1] = stackStarts[at] + table.stackAt(index).length;
      for (const label of this.#labelSets.items[table.labelSetAt(index)]) labels.push(label);
      labelStarts[at + 1] = labels.length;
    });
    const stackLocations = new Uint32Array(stackStarts[kept.length]);
    kept.forEach((index, at) => stackLocations.set(table.stackAt(index), stackStarts[at]));
    return {
      count: kept.length,
      width,
      values,
      stackStarts,
      stackLocations,
      labelStarts,
      labels: {
        keys: Uint32Array.from(labels, ({ key }) => key),
        texts: Uint32Array.from(labels, ({ text }) => text),
        numbers: Float64Array.from(labels, ({ number }) => number),
        units: Uint32Array.from(labels, ({ unit }) => unit),
      },
    };
  }

  /** A number for each set of labels, in whatever order they stand. */
  #labelSetsOf({ samples, texts }: ProfileColumns): (sample: number) => number {
    const { labelStarts, labels } = samples;
    const textOf = (index: number): number => this.#texts.index(texts.text(index));
    return (sample) => {
      const set: MergedLabel[] = [];
      for (let at = labelStarts[sample]; at < labelStarts[sample + 1]; at++)
        set.push({
          key: textOf(labels.keys[at]),
          text: textOf(labels.texts[at]),
          number: labels.numbers[at],
          unit: textOf(labels.units[at]),
        });
      const key = set.map((label) => `${label.key}=${label.text}:${label.number}:${label.unit}`).sort();
      return this.#labelSets.index(key.join(), () => set);
    };
  }

  #locationsOf(profile: ProfileColumns, mappings: readonly number[]): number[] {
    const { locations, functions, texts } = profile;
    const callees = Array.from({ length: functions.count }, (_, at) => {
      const parts = [
        this.#texts.index(texts.text(functions.names[at])),
        this.#texts.index(texts.text(functions.systemNames[at])),
        this.#texts.index(texts.text(functions.fileNames[at])),
        functions.startLines[at],
      ];
      return this.#functions.index(parts.join(), () => parts);
    });
    return Array.from({ length: locations.count }, (_, at) => {
      const own = locations.mappings[at];
      const mapping = own === noIndex ? noIndex : mappings[own];
      const address = locations.addresses[at];
      const lines: MergedLine[] = [];
      for (let line = locations.lineStarts[at]; line < locations.lineStarts[at + 1]; line++) {
        const callee = locations.lineFunctions[line];
        lines.push([
          callee === noIndex ? noIndex : callees[callee],
          locations.lineNumbers[line],
          locations.lineColumns[line],
        ]);
      }
      // The program may lie elsewhere in each process.
      const place = own === noIndex ? address : address - profile.mappings[own].start;
      const isFolded = locations.isFolded[at];
      const key = `${mapping} ${place} ${isFolded} ${lines.join(';')}`;
      return this.#locations.index(key, () => ({ mapping, address, isFolded, lines }));
    });
  }
}

/** The first profile is the base, the second what came of it: values are what was added, or below zero what went. */
export function profileDifference(base: ProfileColumns, later: ProfileColumns): ProfileColumns | undefined {
  const merger = new ProfileMerger();
  merger.add(later);
  if (!merger.accepts(base)) return undefined;
  merger.add(base, -1);
  return merger.result();
}

type MergedLine = readonly [callee: number, line: number, column: number];

interface MergedLocation {
  readonly mapping: number;
  readonly address: bigint;
  readonly isFolded: number;
  readonly lines: readonly MergedLine[];
}

interface MergedLabel {
  readonly key: number;
  readonly text: number;
  readonly number: number;
  readonly unit: number;
}

/** The same file at the same offset: by its build id where it has one (google/pprof profile/merge.go, mappingKey). */
function mappingKey({ start, limit, offset, fileName, buildId }: ProfileMapping): string {
  const pageBytes = 0x1000n;
  const size = ((limit - start + pageBytes - 1n) / pageBytes) * pageBytes;
  return `${size} ${offset} ${buildId === '' ? fileName : buildId}`;
}

function starts(lengths: readonly number[]): Uint32Array {
  const all = new Uint32Array(lengths.length + 1);
  lengths.forEach((length, at) => (all[at + 1] = all[at] + length));
  return all;
}

/** Things in the order in which their keys were met first. */
class Interned<Item> {
  readonly items: Item[] = [];
  readonly #byKey = new Map<string, number>();

  index(key: string, make: () => Item): number {
    let index = this.#byKey.get(key);
    if (index === undefined) {
      index = this.items.push(make()) - 1;
      this.#byKey.set(key, index);
    }
    return index;
  }
}

class TextIndex implements Texts {
  readonly #texts = new Interned<string>();

  constructor() {
    this.index('');
  }

  get count(): number {
    return this.#texts.items.length;
  }

  text(index: number): string {
    return this.#texts.items[index] ?? '';
  }

  index(text: string): number {
    return this.#texts.index(text, () => text);
  }
}
