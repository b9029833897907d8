import { Diagnostics, printable, UnreadableError } from '../../base/index.ts';
import { lineText } from '../../findings/index.ts';
import {
  type ArticleSettings,
  askArticles,
  goVersionOf,
  type LineSeries,
  lineValues,
  type LineValue,
  momentColumn,
  type ProfileKind,
  profileKindOf,
  type SourceLine,
} from '../../profile/index.ts';
import type { ProfileColumns } from '../../formats/index.ts';
import type { ProfileSource } from '../evidence/profile/profile-source.ts';
import { ProfileRuns } from './profile-runs.ts';
import { byRise, judgedLine, type SeriesLine, type SeriesReport } from './series-report.ts';

/** Lines that are followed, the largest at their peaks; the totals have the others, too. */
const linesMax = 500;
/** Numbers that are kept of all profiles, three a line and profile. */
const cellsMax = 4_000_000;
/** Profiles that are kept at most. */
const profilesMax = 5000;
/** Of a total, less than this share is noise; of a line, less than so many samples (1.96², two sides of 95 %). */
const noiseShare = 0.005;
const noiseSamples = 3.84;

/** Two kinds of heap profiles have the same numbers. */
const families: Partial<Record<ProfileKind, ProfileKind>> = { allocs: 'heap' };

/** What is kept of one profile: totals, and what each line has. */
export interface ProfileMoment {
  readonly name: string;
  readonly timeMs: number;
  readonly period: number;
  readonly build: string;
  /** False where allocations are those of a span, as some agents write them: they say nothing of restarts. */
  readonly countsAllocations: boolean;
  /** Of each sample type. */
  readonly totals: readonly number[];
  /** Indices of lines, and what they have. */
  readonly lines: Uint32Array;
  readonly values: Float64Array;
  readonly allocatedSamples: Float64Array;
}

/** Saved profiles of one program at several moments: only sums by line are kept of each. */
export class ProfileSeries {
  readonly #moments: ProfileMoment[] = [];
  readonly #places: SourceLine[] = [];
  readonly #indices = new Map<string, number>();
  /** The largest that one sample of a line ever stood for. */
  readonly #sampleBytes: number[] = [];
  readonly #diagnostics = new Diagnostics();
  #cells = 0;
  #first: { readonly name: string; readonly kind: ProfileKind; readonly program: string } | undefined;
  #goVersion: string | null = null;
  #sampleTypes: ProfileColumns['sampleTypes'] = [];

  /** Takes a profile's sums. Throws UnreadableError where it has no place in the series. */
  add({ name, profile, diagnostics }: ProfileSource): void {
    const kind = this.#checkedKind(name, profile);
    this.#diagnostics.addAll(diagnostics.list());
    this.#goVersion = goVersionOf(profile) ?? this.#goVersion;
    this.#sampleTypes = profile.sampleTypes;
    const values = lineValues(profile, kind);
    if (profile.durationNanos > 0n && hasNegatives(profile, momentColumn(kind) ?? 0))
      throw new UnreadableError(
        'profile-of-a-span',
        `${printable(name)} is what changed within ${Number(profile.durationNanos / 1_000_000_000n)} s (?seconds=): a series wants profiles of moments`,
      );
    this.#cells += values.length;
    if (this.#cells > cellsMax || this.#moments.length >= profilesMax)
      throw new UnreadableError(
        'series-large',
        `the profiles have more lines than can be followed, up to ${printable(name)}: name fewer of them`,
      );
    this.#moments.push({
      name,
      timeMs: Number(profile.timeNanos / 1_000n) / 1000,
      period: profile.period,
      build: profile.mappings[0]?.buildId ?? '',
      countsAllocations: profile.durationNanos === 0n,
      totals: totalsOf(profile),
      lines: Uint32Array.from(values, (each) => this.#indexOf(each)),
      values: Float64Array.from(values, ({ value }) => value),
      allocatedSamples: Float64Array.from(values, ({ allocatedSamples }) => allocatedSamples),
    });
  }

  /** What the profiles say, in the order of their times. Throws UnreadableError where fewer than three are of moments of their own. */
  report(settings?: ArticleSettings): SeriesReport & { readonly first: string; readonly last: string } {
    const runs = new ProfileRuns(this.#moments, this.#diagnostics);
    const { moments, startsMs } = runs;
    const [first, last] = [moments[0], moments[moments.length - 1]];
    const timesMs = moments.map(({ timeMs }) => timeMs);
    const seriesOf = (name: string, unit: LineSeries['unit'], values: readonly number[]): LineSeries => {
      return { name, unit, timesMs, values, startsMs };
    };
    const totals = this.#sampleTypes.map(({ type, unit }, column) =>
      seriesOf(
        type,
        unit === 'bytes' ? 'bytes' : 'count',
        moments.map((moment) => moment.totals[column]),
      ),
    );
    // Saved profiles are a handful of one stretch: there is no other day to hold them against.
    const judged = (series: LineSeries, leastRise: number): SeriesLine =>
      judgedLine(series, { dailyCycle: 'ignored', leastRise });
    const { kind = 'heap' } = this.#first ?? {};
    const total = totals[momentColumn(kind) ?? 0];
    const objects = totals.find(({ name }) => name === 'inuse_objects');
    const leastRise = noiseShare * Math.max(...total.values);
    const lines = [
      ...[total, ...(objects ? [objects] : [])].map((series) =>
        judged(series, noiseShare * Math.max(...series.values)),
      ),
      ...this.#largest(moments).map(({ index, values }) => {
        const place = this.#places[index];
        const least = Math.max(leastRise, noiseSamples * this.#sampleBytes[index]);
        return { ...judged(seriesOf(lineText(place), total.unit, values), least), place };
      }),
    ];
    const rules =
      kind === 'goroutine'
        ? askArticles({ goroutines: total }, settings)
        : askArticles({ live: total, ...(objects ? { objects } : {}) }, settings);
    return {
      target: { kind: 'profiles', source: sourceOf(moments), goVersion: this.#goVersion },
      fromMs: first.timeMs,
      toMs: last.timeMs,
      looks: moments.length,
      lines: byRise(lines),
      rules,
      processes: [
        { kind: 'profiles', target: last.name, lines, limits: [], totals: totals.map(({ name }) => name) },
      ],
      diagnostics: this.#diagnostics.list(),
      first: first.name,
      last: last.name,
    };
  }

  #checkedKind(name: string, profile: ProfileColumns): ProfileKind {
    const exact = profileKindOf(profile);
    const kind = families[exact] ?? exact;
    const program = baseName(profile.mappings[0]?.fileName ?? '');
    const first = (this.#first ??= { name, kind, program });
    if (kind !== first.kind)
      throw new UnreadableError(
        'profiles-differ',
        `${printable(first.name)} is a ${first.kind} profile and ${printable(name)} a ${kind} profile: a series is of one kind`,
      );
    if (momentColumn(kind) === undefined)
      throw new UnreadableError(
        'profile-of-a-span',
        `${printable(name)} is a ${kind} profile, which counts over a span or since the start: a series wants heap, allocs, goroutine or threadcreate profiles; two of this kind can be compared`,
      );
    if (program !== '' && first.program !== '' && program !== first.program)
      throw new UnreadableError(
        'programs-differ',
        `${printable(first.name)} is of ${printable(first.program)} and ${printable(name)} of ${printable(program)}: a series is of one program`,
      );
    if (profile.timeNanos <= 0n)
      throw new UnreadableError(
        'profile-without-time',
        `${printable(name)} does not say when it was taken: it has no place in a series`,
      );
    return kind;
  }

  #indexOf({ place, sampleBytes }: LineValue): number {
    const key = `${place.functionName}\n${place.file}\n${place.line}`;
    let index = this.#indices.get(key);
    if (index === undefined) {
      index = this.#places.push(place) - 1;
      this.#indices.set(key, index);
      this.#sampleBytes.push(0);
    }
    this.#sampleBytes[index] = Math.max(this.#sampleBytes[index], sampleBytes);
    return index;
  }

  /** A line that a profile does not have held nothing then. */
  #largest(moments: readonly ProfileMoment[]): { index: number; values: number[] }[] {
    const peaks = new Float64Array(this.#places.length);
    for (const { lines, values } of moments)
      lines.forEach((line, at) => {
        peaks[line] = Math.max(peaks[line], values[at]);
      });
    const order = [...peaks.keys()].filter((line) => peaks[line] > 0).toSorted((a, b) => peaks[b] - peaks[a]);
    if (order.length > linesMax)
      this.#diagnostics.add(
        'series-lines',
        `only the ${linesMax} largest of ${order.length} lines are followed; the totals have all`,
      );
    const rows = order.slice(0, linesMax).map((index) => ({ index, values: moments.map(() => 0) }));
    const rowOf = new Map(rows.map((row) => [row.index, row]));
    moments.forEach((moment, at) => {
      moment.lines.forEach((line, place) => {
        const row = rowOf.get(line);
        if (row) row.values[at] = moment.values[place];
      });
    });
    return rows;
  }
}

function totalsOf({ samples, sampleTypes }: ProfileColumns): number[] {
  return sampleTypes.map((_, column) => {
    let total = 0;
    for (let sample = 0; sample < samples.count; sample++)
      total += samples.values[sample * samples.width + column];
    return total;
  });
}

function hasNegatives({ samples }: ProfileColumns, column: number): boolean {
  for (let sample = 0; sample < samples.count; sample++)
    if (samples.values[sample * samples.width + column] < 0) return true;
  return false;
}

function baseName(path: string): string {
  return path.split('/').at(-1) ?? '';
}

function sourceOf(moments: readonly ProfileMoment[]): string {
  return `${moments[0].name} … ${moments[moments.length - 1].name}`;
}
