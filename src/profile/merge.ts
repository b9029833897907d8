import { noIndex, type ProfileColumns, type ProfileMapping, type Texts } from '../formats/index.ts';

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
  readonly #samples = new Interned<MergedSample>();

  /** Whether `profile` counts the same as what was added before it. */
  accepts(profile: ProfileColumns): boolean {
    const types = ({ sampleTypes, periodType }: ProfileColumns): string =>
      JSON.stringify([...sampleTypes, periodType].map(({ type, unit }) => [type, unit]));
    return this.#first === undefined || types(this.#first) === types(profile);
  }

  /** Adds `factor` times the values of a profile that is accepted: -1 takes it away. */
  add(profile: ProfileColumns, factor = 1): void {
    if (!this.accepts(profile)) throw new TypeError('profiles of different sample types cannot be added');
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
    const { samples, texts } = profile;
    for (let sample = 0; sample < samples.count; sample++) {
      const stack = Array.from(
        samples.stackLocations.subarray(samples.stackStarts[sample], samples.stackStarts[sample + 1]),
        (location) => (location === noIndex ? noIndex : locations[location]),
      );
      const labels: MergedLabel[] = [];
      for (let at = samples.labelStarts[sample]; at < samples.labelStarts[sample + 1]; at++)
        labels.push({
          key: this.#texts.index(texts.text(samples.labels.keys[at])),
          text: this.#texts.index(texts.text(samples.labels.texts[at])),
          number: samples.labels.numbers[at],
          unit: this.#texts.index(texts.text(samples.labels.units[at])),
        });
      const labelKey = labels.map(({ key, text, number, unit }) => `${key}=${text}:${number}:${unit}`).sort();
      const merged = this.#samples.at(`${stack.join()}|${labelKey.join()}`, () => ({
        stack,
        labels,
        values: new Float64Array(samples.width),
      }));
      const base = sample * samples.width;
      for (let value = 0; value < samples.width; value++)
        merged.values[value] += factor * samples.values[base + value];
    }
  }

  /** The sum; samples of which nothing is left are left out. Undefined where nothing was added. */
  result(): ProfileColumns | undefined {
    const first = this.#first;
    if (first === undefined) return undefined;
    const samples = this.#samples.items.filter(({ values }) => values.some((value) => value !== 0));
    const labels = samples.flatMap((sample) => sample.labels);
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
      samples: {
        count: samples.length,
        width: first.samples.width,
        values: Float64Array.from(samples.flatMap(({ values }) => [...values])),
        stackStarts: starts(samples.map(({ stack }) => stack.length)),
        stackLocations: Uint32Array.from(samples.flatMap(({ stack }) => stack)),
        labelStarts: starts(samples.map((sample) => sample.labels.length)),
        labels: {
          keys: Uint32Array.from(labels, ({ key }) => key),
          texts: Uint32Array.from(labels, ({ text }) => text),
          numbers: Float64Array.from(labels, ({ number }) => number),
          units: Uint32Array.from(labels, ({ unit }) => unit),
        },
      },
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

interface MergedSample {
  readonly stack: readonly number[];
  readonly labels: readonly MergedLabel[];
  readonly values: Float64Array;
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

  at(key: string, make: () => Item): Item {
    return this.items[this.index(key, make)];
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
