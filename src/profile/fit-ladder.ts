import { sampledShare } from './heap-sample.ts';
import type { RungOf, SizeLadder } from './size-ladders.ts';

/** Objects of one size that one line allocated, as the profile says, and how many samples that are. */
export interface SizeRow {
  readonly objectBytes: number;
  readonly allocObjects: number;
  readonly inuseObjects: number;
  readonly allocSamples: number;
  readonly inuseSamples: number;
}

/** A growth that explains what a line allocates. */
export interface LadderFit {
  readonly growth: SizeLadder['growth'];
  /** Sizes in bytes that are its rungs, smallest first. */
  readonly sizes: readonly number[];
  /** Of a bucket, group or element: several climb the same rungs. */
  readonly smallestUnitBytes: number;
  readonly largestUnitBytes: number;
  /** `rungs`: that many sizes in a row fit. `splits`: one size, of which half is freed, as tables of a Swiss map split. */
  readonly because: 'rungs' | 'splits';
}

/** So many sizes of one ladder are no chance. */
const fewestRungs = 3;
/** A rung that would be in the profile with this probability and is not speaks against the ladder. */
const surelySeen = 0.98;
/** One in some dozens of profiles of Go 1.23 lacked an array of 1.2 MB that its map did have, at a rate of 64 KiB. */
const mostMissed = 1;
/** So many samples of one size tell a half from other shares. */
const fewestSplitSamples = 16;

/**
 * The growth whose sizes a line's allocations are, or undefined. Asked of one line at a time, with all sizes that it
 * allocated: a map's or slice's earlier arrays are freed, but the profile still counts that they were allocated.
 */
export function fitLadder(
  rows: readonly SizeRow[],
  laddersOf: (byteCount: number) => readonly RungOf[],
  rate: number,
): LadderFit | undefined {
  const rungs = new Map<SizeLadder, Map<number, SizeRow>>();
  for (const row of rows) {
    for (const { ladder, rung } of laddersOf(row.objectBytes)) {
      const found = rungs.get(ladder) ?? new Map<number, SizeRow>();
      found.set(rung, row);
      rungs.set(ladder, found);
    }
  }
  let best: Candidate | undefined;
  let bestSwiss: Candidate | undefined;
  for (const [ladder, found] of rungs) {
    const sizes = longestRun(ladder, found, rate);
    if (sizes.length < fewestRungs || !explainsLarge(sizes, rows)) continue;
    // Any code doubles a buffer of a power of two; of maps only those with odd slots look like that.
    if (sizes.every((byteCount) => Number.isInteger(Math.log2(byteCount)))) continue;
    if (!countsFall(sizes, rows, rate) && !mayRise(ladder, sizes, rows)) continue;
    const candidate = { ladders: [ladder], sizes, bytes: allocatedBytesOf(sizes, rows) };
    best = better(best, candidate);
    if (ladder.growth === 'swiss-map') bestSwiss = better(bestSwiss, candidate);
  }
  const split = splitTables(rows, laddersOf);
  // Both designs have sizes in common; only a Swiss map makes its largest tables far more often than the smaller ones.
  if (best?.ladders.some(({ growth }) => growth === 'classic-map') && !countsFall(best.sizes, rows, rate)) {
    if (bestSwiss && 10 * bestSwiss.bytes >= 9 * best.bytes) best = bestSwiss;
    else if (split && 10 * allocatedBytesOf(split.sizes, rows) >= 9 * best.bytes) return split;
  }
  // Headers and directories of a Swiss map may look like a small slice that grows.
  if (best === undefined || (split && allocatedBytesOf(split.sizes, rows) > best.bytes)) return split;
  // Sizes that both a map and a slice may have say neither.
  const growths = new Set(best.ladders.map(({ growth }) => growth));
  if (growths.size > 1) return undefined;
  return {
    growth: best.ladders[0].growth,
    sizes: best.sizes,
    ...unitsOf(best.ladders),
    because: 'rungs',
  };
}

/**
 * Whether the largest size may be there more often than those below it. Never in a slice. A Swiss map has tables of its largest
 * size by splitting, so that at least as many are freed as live. A classic map may make an array anew at the same size.
 */
function mayRise({ growth }: SizeLadder, sizes: readonly number[], rows: readonly SizeRow[]): boolean {
  if (growth === 'slice') return false;
  const top = rows.find(({ objectBytes }) => objectBytes === sizes[sizes.length - 1]);
  const { allocSamples, inuseSamples } = top ?? { allocSamples: 0, inuseSamples: 0 };
  return 2 * inuseSamples - allocSamples <= 3 * Math.sqrt(allocSamples);
}

interface Candidate {
  readonly ladders: readonly SizeLadder[];
  readonly sizes: readonly number[];
  readonly bytes: number;
}

/** What explains most of the bytes: a directory or a header beside the arrays has sizes of other ladders. Equals are joined. */
function better(best: Candidate | undefined, other: Candidate): Candidate {
  if (best === undefined) return other;
  const lead = other.bytes - best.bytes || other.sizes.length - best.sizes.length;
  if (lead !== 0) return lead > 0 ? other : best;
  return { ...best, ladders: [...best.ladders, ...other.ladders] };
}

/** The longest run of rungs of which no more than one is missing that the profile would surely have. */
function longestRun(ladder: SizeLadder, found: ReadonlyMap<number, SizeRow>, rate: number): number[] {
  let longest: number[] = [];
  let run: number[] = [];
  let missed = 0;
  let longestScore = 1;
  for (const rung of [...found.keys()].toSorted((a, b) => a - b)) {
    const last = run.length > 0 ? ladder.rungs.indexOf(run[run.length - 1]) : rung;
    const between = ladder.rungs.slice(last + 1, rung);
    missed += between.filter((byteCount) => sampledShare(byteCount, rate) > surelySeen).length;
    if (missed > mostMissed) [run, missed] = [[], 0];
    run.push(ladder.rungs[rung]);
    // A run with a hole has to be longer to say as much.
    if (run.length - missed >= longestScore) {
      longest = [...run];
      longestScore = run.length - missed;
    }
  }
  return longest;
}

/**
 * Whether no size was allocated more often than the one below it: a slice has each array once, on its way up. A Swiss map
 * has many tables of its largest size, and a classic one may make an array anew at the same size.
 */
function countsFall(sizes: readonly number[], rows: readonly SizeRow[], rate: number): boolean {
  const perSize = sizes.map((byteCount) => {
    const row = rows.find(({ objectBytes }) => objectBytes === byteCount);
    const samples = row?.allocSamples ?? 0;
    const error = 2 * Math.sqrt(samples + 1);
    const share = sampledShare(byteCount, rate);
    return { least: (samples - error) / share, most: (samples + error) / share };
  });
  return perSize.every(({ least }, at) => at === 0 || least <= perSize[at - 1].most);
}

function allocatedBytesOf(sizes: readonly number[], rows: readonly SizeRow[]): number {
  const objects = (byteCount: number): number =>
    rows.find(({ objectBytes }) => objectBytes === byteCount)?.allocObjects ?? 0;
  return sizes.reduce((sum, byteCount) => sum + byteCount * objects(byteCount), 0);
}

/**
 * Whether most of what is as large as the rungs is one of them, by number of sizes or by bytes: a line also makes values of its
 * own, and a classic map keeps lists of its overflow buckets.
 */
function explainsLarge(sizes: readonly number[], rows: readonly SizeRow[]): boolean {
  const large = rows.filter(({ objectBytes }) => objectBytes >= sizes[0]);
  if (3 * sizes.length >= 2 * large.length) return true;
  const largeBytes = allocatedBytesOf(
    large.map(({ objectBytes }) => objectBytes),
    rows,
  );
  return 3 * allocatedBytesOf(sizes, rows) >= 2 * largeBytes;
}

/**
 * A Swiss map that outgrew one table has tables of one size, of 1,024 slots: each split makes two of them and frees one, so that
 * it has freed as many as it has, less one. A line that allocates one size and keeps half of it is such a map.
 */
function splitTables(
  rows: readonly SizeRow[],
  laddersOf: (byteCount: number) => readonly RungOf[],
): LadderFit | undefined {
  const [main] = rows.toSorted((a, b) => b.inuseSamples - a.inuseSamples);
  const others = rows.filter((row) => row !== main);
  const { objectBytes, allocSamples, inuseSamples } = main;
  if (allocSamples < fewestSplitSamples) return undefined;
  if (others.some((row) => row.objectBytes > objectBytes)) return undefined;
  const ladders = laddersOf(objectBytes).filter(
    ({ ladder, rung }) => ladder.growth === 'swiss-map' && rung === ladder.rungs.length - 1,
  );
  if (ladders.length === 0) return undefined;
  const freedSamples = allocSamples - inuseSamples;
  // Of a half: three standard deviations of a binomial count.
  if (Math.abs(freedSamples - inuseSamples) > 3 * Math.sqrt(allocSamples)) return undefined;
  return {
    growth: 'swiss-map',
    sizes: [objectBytes],
    ...unitsOf(ladders.map(({ ladder }) => ladder)),
    because: 'splits',
  };
}

function unitsOf(ladders: readonly SizeLadder[]): Pick<LadderFit, 'smallestUnitBytes' | 'largestUnitBytes'> {
  const units = ladders.map(({ unitBytes }) => unitBytes);
  return { smallestUnitBytes: Math.min(...units), largestUnitBytes: Math.max(...units) };
}
