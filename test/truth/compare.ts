import type { Report, ReportedMap } from './report.ts';
import type { TrueCrowd, TrueMap, Truth } from './truth.ts';

export interface Terms {
  /** The binary has no DWARF: names of globals, and types of maps that no runtime type leads to, may be missing. */
  readonly stripped: boolean;
  /** A heap dump: it leaves out mspan.largeType, the only thing that tells the type of some large maps. */
  readonly lacksLargeTypes?: boolean;
}

export interface Comparison {
  /** One line for each thing in which the report and the truth differ. */
  readonly problems: readonly string[];
  /** Maps of the truth that were looked for, single ones and those of crowds. */
  readonly mapCount: number;
  /** Maps of the report that the fixture does not own: they belong to the Go runtime and the standard library. */
  readonly otherCount: number;
  /** Maps of the truth that the report gave no type for. */
  readonly untypedCount: number;
}

/**
 * The standard library and the runtime of such a program hold about a dozen maps (environment, flags, Unicode tables).
 * More than this many beside the fixture's own are invented ones.
 */
const otherMapsAllowed = 60;
/** Objects above it have a span of their own. */
const largestSmallBytes = 32768;

/** Holds the report to the truth, map by map, and the other way round. */
export function compareWithTruth(truth: Truth, report: Report, terms: Terms): Comparison {
  const problems: string[] = [];
  const byAddress = new Map(report.maps.map((map) => [map.address, map]));
  if (byAddress.size !== report.maps.length) problems.push('a map is listed twice');
  let untypedCount = 0;
  const abstract = truth.crowds.length > 0;
  for (const expected of truth.maps) {
    const found = byAddress.get(expected.address);
    const name = `${expected.scenario} ${expected.address} ${expected.type}`;
    if (!found) {
      if (!(terms.stripped && !expected.storage)) problems.push(`${name}: not found`);
      continue;
    }
    if (!isTyped(found)) untypedCount++;
    for (const difference of differences(expected, found, { ...terms, abstract }))
      problems.push(`${name}: ${difference}`);
  }
  if (terms.stripped) problems.push(...apartHolders(truth, byAddress));
  const others = new Others(truth, report);
  problems.push(...others.invented());
  for (const crowd of truth.crowds) problems.push(...others.crowdDifferences(crowd, terms));
  const crowdCount = truth.crowds.reduce((sum, crowd) => sum + crowd.count, 0);
  const otherCount = others.maps.length - (others.maps.length > crowdCount ? crowdCount : 0);
  if (otherCount > otherMapsAllowed) problems.push(`${otherCount} maps that nobody made`);
  if (report.target.mapKind !== truth.mapKind) problems.push(`mapKind ${report.target.mapKind}`);
  return { problems, mapCount: truth.maps.length + crowdCount, otherCount, untypedCount };
}

function isTyped(map: ReportedMap): boolean {
  return typeof map.type === 'string' && map.type.startsWith('map[') && !map.type.includes('?');
}

/**
 * Nothing tells the type of a small map of a goroutine but the names of its locals, nor in a stripped binary that of a
 * map whose storage carries no type.
 */
function mayBeUntyped(expected: TrueMap, terms: Terms): boolean {
  const onStack = expected.stackBytes > 0 && expected.bytes === 0;
  const isNamed = expected.reachable && !terms.stripped;
  const isLarge = expected.bytes > largestSmallBytes;
  return (
    onStack ||
    (terms.stripped && !expected.typedStorage) ||
    (terms.lacksLargeTypes === true && isLarge && !isNamed)
  );
}

/** Among very many maps only the largest are promised a path with the very key; for the others `[*]` stands for it. */
interface PathTerms extends Terms {
  readonly abstract: boolean;
}

function* differences(expected: TrueMap, found: ReportedMap, terms: PathTerms): Generator<string> {
  const typed = isTyped(found);
  if (typed ? found.type !== expected.type : !mayBeUntyped(expected, terms)) yield `type ${found.type}`;
  for (const field of ['len', 'slots', 'tombstones', 'growing'] as const) {
    if (found[field] !== expected[field]) yield `${field} ${found[field]}, truth ${expected[field]}`;
  }
  const bytes = expected.bytes + expected.stackBytes;
  // A first bucket or group on a stack has no allocation around it: only its type says how large it is.
  const sized = typed || expected.stackBytes === 0 || expected.bytes > 0;
  if (found.bytes !== bytes && sized) yield `bytes ${found.bytes}, truth ${bytes}`;
  if (typed && found.boxedBytes !== expected.boxedBytes) {
    yield `boxedBytes ${found.boxedBytes}, truth ${expected.boxedBytes}`;
  }
  // Overflow buckets made in advance are part of the main array, also when a chain uses them.
  if (found.overflowBuckets !== expected.overflowOutside) {
    yield `overflowBuckets ${found.overflowBuckets}, truth ${expected.overflowOutside}`;
  }
  if (typed && !isRebuiltAsSaid(expected.rebuiltBytes, found.rebuiltBytes)) {
    yield `rebuiltBytes ${found.rebuiltBytes}, truth ${expected.rebuiltBytes}`;
  }
  if (found.reclaimableBytes !== found.bytes - found.rebuiltBytes) yield 'reclaimableBytes do not add up';
  if (found.reachable === !expected.reachable) yield `reachable ${found.reachable}`;
  if (terms.stripped) return;
  if (expected.reachable && found.reachable !== true) yield `reachable ${found.reachable}`;
  if (!isHeldAsSaid(expected, found, terms.abstract)) {
    yield `held by ${JSON.stringify(found.holders)} (${found.holderCount}), truth ${expected.match} ${expected.holders.join(' and ')}`;
  }
}

/**
 * Which buckets of a rebuilt map overflow, or which tables split, is up to its hash seed: the fixture's copies are draws,
 * and the report an expectation in whole buckets.
 */
function isRebuiltAsSaid(truth: number, found: number): boolean {
  return truth === 0 || Math.abs(found - truth) <= truth * 0.15;
}

function isHeldAsSaid(expected: TrueMap, found: ReportedMap, abstract: boolean): boolean {
  const { match, holders } = expected;
  if (match === 'none') return found.holders.length === 0 && found.holderCount === 0;
  if (match === 'prefix') return found.holders.some((path) => path.startsWith(holders[0] ?? ''));
  if (match === 'goroutine') {
    // With its variable where every object was looked at: goroutine 12 main.worker: batch.
    const goroutine = abstract ? /^goroutine( \d+)? (\(|.*: )/ : /^goroutine \d+ (\(|.*: )/;
    return found.holders.some((path) => goroutine.test(path) && path.includes(holders[0] ?? ''));
  }
  // An embedded field can be spelled in two ways, so two spellings need not be two references.
  const required = expected.scenario === 'several-holders' ? holders.length : 1;
  const allowed = new Set(abstract ? [...holders, ...holders.map(withoutKeys)] : holders);
  return found.holders.some((path) => allowed.has(path)) && found.holderCount >= required;
}

/**
 * A stripped program names no variables, yet the maps behind one slice are behind one word of its data. Words of the runtime
 * that still look like pointers to some of them (buffers, caches) are not followed by the collector, and hold nothing.
 */
function* apartHolders(truth: Truth, byAddress: ReadonlyMap<string, ReportedMap>): Generator<string> {
  const behindSlice = truth.maps.filter(({ scenario }) => scenario === 'slice-of-structs');
  const holders = new Set(behindSlice.map(({ address }) => byAddress.get(address)?.holders[0]));
  if (behindSlice.length > 0 && holders.size !== 1)
    yield `maps behind one slice are held by ${[...holders].join(', ')}`;
}

function withoutKeys(path: string): string {
  return path.replaceAll(/\[[^\]]*\]/g, '[*]');
}

/** The maps of the report that are none of the truth's single ones. */
class Others {
  readonly maps: readonly ReportedMap[];
  readonly #truth: Truth;

  constructor(truth: Truth, report: Report) {
    const known = new Set(truth.maps.map((map) => map.address));
    const changing = new Set(truth.changingTypes);
    this.maps = report.maps.filter((map) => !known.has(map.address) && !changing.has(map.type ?? ''));
    this.#truth = truth;
  }

  /** Maps of types that only the fixture has, yet the fixture knows nothing of them. */
  invented(): string[] {
    const crowdTypes = new Set(this.#truth.crowds.map((crowd) => crowd.type));
    const ownTypes = new Set([...this.#truth.maps.map((map) => map.type), ...this.#truth.freedTypes]);
    return this.maps
      .filter((map) => isTyped(map) && !crowdTypes.has(map.type ?? ''))
      .filter((map) => ownTypes.has(map.type ?? '') || /\b(main|pkg|scale|census)\./.test(map.type ?? ''))
      .map((map) => `invented: ${map.address} ${map.type} with ${map.len} entries`);
  }

  crowdDifferences(crowd: TrueCrowd, terms: Terms): string[] {
    if (terms.stripped) {
      return this.maps.length < crowd.count ? [`${crowd.scenario}: ${this.maps.length} maps at most`] : [];
    }
    const members = this.maps.filter((map) => map.type === crowd.type);
    const sums = { count: members.length, len: 0, slots: 0, bytes: 0 };
    for (const map of members) {
      sums.len += map.len;
      sums.slots += map.slots;
      sums.bytes += map.bytes;
    }
    return (['count', 'len', 'slots', 'bytes'] as const)
      .filter((field) => sums[field] !== crowd[field])
      .map((field) => `${crowd.scenario}: ${field} ${sums[field]}, truth ${crowd[field]}`);
  }
}
