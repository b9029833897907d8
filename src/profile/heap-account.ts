import type { ProfileColumns } from '../formats/index.ts';
import type { GoLine } from '../gomem/index.ts';
import type { LadderFit } from './fit-ladder.ts';
import { HeapRecords } from './heap-records.ts';
import { heapSites, noLine } from './heap-sites.ts';
import { HeapSum, type HeapSums, ranked } from './heap-sums.ts';
import type { KnownMechanism } from './mechanism.ts';
import { type SourceLine, StackView } from './stack-view.ts';

/** What one line of the program, outside the standard library, allocated for one purpose. */
export interface HeapLine extends HeapSums, KnownMechanism {
  readonly place: SourceLine;
}

/** A line whose allocations are the arrays of maps, or of one map. */
export interface MapLine extends HeapSums {
  readonly place: SourceLine;
  /** Undefined where frames name the map and its sizes do not say how it grew. */
  readonly fit: LadderFit | undefined;
  readonly knownBy: KnownMechanism['knownBy'];
  /** What else the same line allocates: keys and values in boxes of their own, or objects that it makes. Undefined: nothing. */
  readonly beside: BesideMap | undefined;
}

export interface BesideMap extends HeapSums {
  /** No more of them are live, with 97.5 % confidence. */
  readonly inuseObjectsHigh: number;
}

/** What a heap or allocs profile says. */
export interface HeapAccount extends HeapSums {
  /** runtime.MemProfileRate: a sample a so many bytes. */
  readonly rate: number;
  /** The largest live first. */
  readonly lines: readonly HeapLine[];
  readonly mechanisms: readonly (HeapSums & KnownMechanism)[];
  readonly maps: readonly MapLine[];
}

/** Sums of a heap profile by line and mechanism, with their errors. `line` is undefined where the Go version is not known. */
export function heapAccount(profile: ProfileColumns, line: GoLine | undefined): HeapAccount {
  const view = new StackView(profile);
  const records = new HeapRecords(profile);
  const sites = heapSites(profile, records, view, line);
  const all = new HeapSum();
  const lines = new Groups<KnownMechanism & { readonly ownLine: number }>();
  const mechanisms = new Groups<KnownMechanism>();
  const maps = new Map<number, { arrays: HeapSum; beside: HeapSum; knownBy: KnownMechanism['knownBy'] }>();
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const leaf = sites.leaves[sample];
    const record = records.at(sample);
    all.add(record);
    if (leaf === noLine) continue;
    const ownLine = sites.ownLines[sample];
    const fit = sites.fits.get(leaf);
    const frames = sites.mechanismOf[sample];
    const isFitted =
      sites.mechanisms[frames].mechanism === 'other' && fit?.sizes.includes(record.error.objectBytes);
    const known = isFitted && fit ? fittedMechanism(fit) : sites.mechanisms[frames];
    const variant = isFitted ? fittedVariants + (fit?.growth === 'slice' ? 1 : 0) : frames;
    const key = variant * 2 + (known.knownBy === 'halves' ? 1 : 0);
    lines.at(ownLine * mostVariants + key, () => ({ ownLine, ...known })).add(record);
    mechanisms.at(key, () => known).add(record);
    const isMap = known.mechanism === 'map-arrays' || known.mechanism === 'map-overflow';
    if (!isMap && known.mechanism !== 'other' && known.mechanism !== 'map-boxes') continue;
    let site = maps.get(leaf);
    if (site === undefined)
      maps.set(leaf, (site = { arrays: new HeapSum(), beside: new HeapSum(), knownBy: 'sizes' }));
    if (isMap) {
      site.arrays.add(record);
      site.knownBy = known.knownBy;
    } else site.beside.add(record);
  }
  return {
    rate: profile.period,
    ...all.result(),
    lines: ranked(lines.result().map(({ ownLine, ...row }) => ({ place: view.place(ownLine), ...row }))),
    mechanisms: ranked(mechanisms.result()),
    maps: ranked(
      [...maps]
        .filter(([, { arrays }]) => !arrays.isEmpty)
        .map(([leaf, { arrays, beside, knownBy }]) => {
          const fit = sites.fits.get(leaf);
          return {
            place: view.place(leaf),
            fit: fit?.growth === 'slice' ? undefined : fit,
            knownBy,
            ...arrays.result(),
            beside: beside.isEmpty ? undefined : besideMap(beside.result()),
          };
        }),
    ),
  };
}

/** Numbers for what sizes say, behind those of what frames and names say, of which there are far fewer. */
const fittedVariants = 100;
const mostVariants = 256;

/** Where frames and names are silent, the sizes speak. */
function fittedMechanism({ growth, because }: LadderFit): KnownMechanism {
  return {
    mechanism: growth === 'slice' ? 'slice-growth' : 'map-arrays',
    knownBy: because === 'splits' ? 'halves' : 'sizes',
  };
}

function besideMap(sums: HeapSums): BesideMap {
  const { inuseObjects, inuse, allocObjects, alloc } = sums;
  const meanBytes = inuseObjects > 0 ? inuse.bytes / inuseObjects : alloc.bytes / Math.max(1, allocObjects);
  return { ...sums, inuseObjectsHigh: Math.ceil(inuse.highBytes / Math.max(1, meanBytes)) };
}

/** Sums by a number. */
class Groups<What extends object> {
  readonly #groups = new Map<number, { readonly what: What; readonly sum: HeapSum }>();

  at(key: number, what: () => What): HeapSum {
    let group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, (group = { what: what(), sum: new HeapSum() }));
    return group.sum;
  }

  result(): (What & HeapSums)[] {
    return [...this.#groups.values()].map(({ what, sum }) => ({ ...what, ...sum.result() }));
  }
}
