import type { ProfileColumns } from '../formats/index.ts';
import type { GoLine } from '../gomem/index.ts';
import { fitLadder, type LadderFit, type SizeRow } from './fit-ladder.ts';
import { type HeapRecords, samplesOf } from './heap-records.ts';
import type { KnownMechanism } from './mechanism.ts';
import { sizeLadders } from './size-ladders.ts';
import type { StackView } from './stack-view.ts';

/** Key of no line: the sample has no stack. */
export const noLine = 0xffff_ffff;

/** Where each sample of a heap profile was allocated, and what for as far as frames and names say. */
export interface HeapSites {
  /** Key of the innermost line of each sample, of the runtime or a library too; `noLine` where it has no stack. */
  readonly leaves: Uint32Array;
  /** Key of the line of the program that it is charged to. */
  readonly ownLines: Uint32Array;
  /** Index into `mechanisms`. */
  readonly mechanismOf: Uint8Array;
  readonly mechanisms: readonly KnownMechanism[];
  /** By innermost line: the growth that explains the sizes which frames and names leave open. */
  readonly fits: ReadonlyMap<number, LadderFit>;
}

/**
 * Lines whose sizes are looked at: those with most of the live and most of the allocated bytes. What is beyond is a small part
 * of any real profile, and a made one must not take an hour.
 */
const mostSites = 1000;

export function heapSites(
  profile: ProfileColumns,
  records: HeapRecords,
  view: StackView,
  line: GoLine | undefined,
): HeapSites {
  const { count } = profile.samples;
  const leaves = new Uint32Array(count);
  const ownLines = new Uint32Array(count);
  const mechanismOf = new Uint8Array(count);
  const mechanisms: KnownMechanism[] = [];
  const sites = new Map<number, Site>();
  for (let sample = 0; sample < count; sample++) {
    const { leaf, ownLine, known } = view.headOf(sample);
    leaves[sample] = leaf ?? noLine;
    ownLines[sample] = ownLine ?? noLine;
    let index = mechanisms.findIndex(
      ({ mechanism, knownBy }) => mechanism === known.mechanism && knownBy === known.knownBy,
    );
    if (index < 0) index = mechanisms.push(known) - 1;
    mechanismOf[sample] = index;
    if (leaf === undefined || (known.mechanism !== 'other' && known.mechanism !== 'map-arrays')) continue;
    let site = sites.get(leaf);
    if (site === undefined) sites.set(leaf, (site = { allocBytes: 0, inuseBytes: 0, rows: new Map() }));
    addSample(site, records, sample);
  }
  const laddersOf = sizeLadders(line);
  const fits = new Map<number, LadderFit>();
  for (const [leaf, { rows }] of largestOf(sites)) {
    const fit = fitLadder([...rows.values()], laddersOf, profile.period);
    if (fit) fits.set(leaf, fit);
  }
  return { leaves, ownLines, mechanismOf, mechanisms, fits };
}

interface Site {
  allocBytes: number;
  inuseBytes: number;
  readonly rows: Map<number, { -readonly [Field in keyof SizeRow]: SizeRow[Field] }>;
}

function addSample(site: Site, records: HeapRecords, sample: number): void {
  const record = records.at(sample);
  const { objectBytes } = record.error;
  const { alloc, inuse } = samplesOf(record);
  site.allocBytes += record.allocBytes;
  site.inuseBytes += record.inuseBytes;
  const row = site.rows.get(objectBytes);
  if (row === undefined) {
    site.rows.set(objectBytes, {
      objectBytes,
      allocObjects: record.allocObjects,
      inuseObjects: record.inuseObjects,
      allocSamples: alloc,
      inuseSamples: inuse,
    });
    return;
  }
  row.allocObjects += record.allocObjects;
  row.inuseObjects += record.inuseObjects;
  row.allocSamples += alloc;
  row.inuseSamples += inuse;
}

function largestOf(sites: ReadonlyMap<number, Site>): Map<number, Site> {
  if (sites.size <= mostSites) return new Map(sites);
  const all = [...sites];
  return new Map([
    ...all.toSorted(([, a], [, b]) => b.inuseBytes - a.inuseBytes).slice(0, mostSites / 2),
    ...all.toSorted(([, a], [, b]) => b.allocBytes - a.allocBytes).slice(0, mostSites / 2),
  ]);
}
