import type { ProfileColumns } from '../formats/index.ts';
import type { GoLine } from '../gomem/index.ts';
import { type ByteEstimate, ByteSum } from './byte-estimate.ts';
import { fitLadder, type LadderFit, type SizeRow } from './fit-ladder.ts';
import { type HeapRecord, heapRecord } from './heap-records.ts';
import { type KnownMechanism, mechanismOfStack } from './mechanism.ts';
import { type RungOf, sizeLadders } from './size-ladders.ts';
import { type SourceLine, StackView } from './stack-view.ts';

/** Bytes and objects that a part of a heap profile stands for. */
export interface HeapSums {
  readonly inuseObjects: number;
  readonly inuse: ByteEstimate;
  readonly allocObjects: number;
  readonly alloc: ByteEstimate;
}

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
  const rate = profile.period;
  const laddersOf = sizeLadders(line);
  const sites = sitesOf(profile, view);
  const all = new Sums(rate);
  const lines = new Map<string, Group<{ place: SourceLine } & KnownMechanism>>();
  const mechanisms = new Map<string, Group<KnownMechanism>>();
  const maps: MapLine[] = [];
  for (const [leaf, site] of sites) {
    const fit = fitSite(site, laddersOf, rate);
    const mapSums = new Sums(rate);
    const beside = new Sums(rate);
    let knownBy: KnownMechanism['knownBy'] = 'sizes';
    for (const { record, ownLine, ...known } of site) {
      const found = refined(known, record, fit);
      all.add(record);
      const place = view.place(ownLine);
      sumsAt(lines, `${ownLine} ${found.mechanism} ${found.knownBy}`, { place, ...found }, rate).add(record);
      sumsAt(mechanisms, `${found.mechanism} ${found.knownBy}`, found, rate).add(record);
      if (found.mechanism === 'map-arrays' || found.mechanism === 'map-overflow') {
        mapSums.add(record);
        knownBy = found.knownBy;
      } else if (found.mechanism === 'other' || found.mechanism === 'map-boxes') beside.add(record);
    }
    if (mapSums.isEmpty) continue;
    maps.push({
      place: view.place(leaf),
      fit: fit?.growth === 'slice' ? undefined : fit,
      knownBy,
      ...mapSums.result(),
      beside: beside.isEmpty ? undefined : besideMap(beside.result()),
    });
  }
  return {
    rate,
    ...all.result(),
    lines: ranked([...lines.values()].map(({ what, sums }) => ({ ...what, ...sums.result() }))),
    mechanisms: ranked([...mechanisms.values()].map(({ what, sums }) => ({ ...what, ...sums.result() }))),
    maps: ranked(maps),
  };
}

function besideMap(sums: HeapSums): BesideMap {
  const { inuseObjects, inuse, allocObjects, alloc } = sums;
  const meanBytes = inuseObjects > 0 ? inuse.bytes / inuseObjects : alloc.bytes / Math.max(1, allocObjects);
  return { ...sums, inuseObjectsHigh: Math.ceil(inuse.highBytes / Math.max(1, meanBytes)) };
}

/** A record of the profile at one innermost line. */
interface SiteRecord extends KnownMechanism {
  readonly record: HeapRecord;
  /** Key of the line of the program that it is charged to. */
  readonly ownLine: number;
}

/** Records by their innermost line. */
function sitesOf(profile: ProfileColumns, view: StackView): Map<number, SiteRecord[]> {
  const sites = new Map<number, SiteRecord[]>();
  for (let sample = 0; sample < profile.samples.count; sample++) {
    const ownLine = view.ownLineOf(sample);
    if (ownLine === undefined) continue;
    const leaf = view.stackOf(sample).next().value as number;
    const site = sites.get(leaf) ?? [];
    sites.set(leaf, site);
    site.push({
      record: heapRecord(profile, sample),
      ownLine,
      ...mechanismOfStack(view.namesOf(sample)),
    });
  }
  return sites;
}

/** The growth that explains what frames and names leave open at one line. */
function fitSite(
  site: readonly SiteRecord[],
  laddersOf: (byteCount: number) => readonly RungOf[],
  rate: number,
): LadderFit | undefined {
  const bySize = new Map<number, SizeRow>();
  for (const { mechanism, record } of site) {
    if (mechanism !== 'other' && mechanism !== 'map-arrays') continue;
    const known = bySize.get(record.objectBytes);
    bySize.set(record.objectBytes, known === undefined ? record : added(known, record));
  }
  return bySize.size > 0 ? fitLadder([...bySize.values()], laddersOf, rate) : undefined;
}

function added(one: SizeRow, other: SizeRow): SizeRow {
  return {
    objectBytes: one.objectBytes,
    allocObjects: one.allocObjects + other.allocObjects,
    inuseObjects: one.inuseObjects + other.inuseObjects,
    allocSamples: one.allocSamples + other.allocSamples,
    inuseSamples: one.inuseSamples + other.inuseSamples,
  };
}

/** What frames and names say holds; where they are silent, the sizes speak. */
function refined(
  { mechanism, knownBy }: KnownMechanism,
  { objectBytes }: HeapRecord,
  fit: LadderFit | undefined,
): KnownMechanism {
  if (mechanism !== 'other' || !fit?.sizes.includes(objectBytes)) return { mechanism, knownBy };
  return {
    mechanism: fit.growth === 'slice' ? 'slice-growth' : 'map-arrays',
    knownBy: fit.because === 'splits' ? 'halves' : 'sizes',
  };
}

interface Group<What> {
  readonly what: What;
  readonly sums: Sums;
}

function sumsAt<What>(groups: Map<string, Group<What>>, key: string, what: What, rate: number): Sums {
  let group = groups.get(key);
  if (group === undefined) groups.set(key, (group = { what, sums: new Sums(rate) }));
  return group.sums;
}

class Sums {
  isEmpty = true;
  #inuseObjects = 0;
  #allocObjects = 0;
  readonly #inuse: ByteSum;
  readonly #alloc: ByteSum;

  constructor(rate: number) {
    this.#inuse = new ByteSum(rate);
    this.#alloc = new ByteSum(rate);
  }

  add({ objectBytes, allocObjects, allocBytes, inuseObjects, inuseBytes }: HeapRecord): void {
    this.isEmpty = false;
    this.#inuseObjects += inuseObjects;
    this.#allocObjects += allocObjects;
    this.#inuse.add(inuseObjects, objectBytes, inuseBytes);
    this.#alloc.add(allocObjects, objectBytes, allocBytes);
  }

  result(): HeapSums {
    return {
      inuseObjects: this.#inuseObjects,
      inuse: this.#inuse.estimate(),
      allocObjects: this.#allocObjects,
      alloc: this.#alloc.estimate(),
    };
  }
}

function ranked<Row extends HeapSums>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => b.inuse.bytes - a.inuse.bytes || b.alloc.bytes - a.alloc.bytes);
}
