import type { ProfileColumns, ValueType } from '../../formats/index.ts';
import { isRuntimeFrame } from '../mechanism.ts';
import { profileDifference } from '../merge.ts';
import { isOfStandardLibrary } from '../standard-library.ts';
import { changeRanges, type Range, valueRanges } from './flame-ranges.ts';
import { type FlameTrie, flameTrie } from './flame-trie.ts';
import { type KeptNodes, keptNodes } from './kept-nodes.ts';

/** A function of a flame graph. */
export interface FlameFrame {
  readonly name: string;
  readonly origin: 'program' | 'library' | 'runtime';
}

/** A function as called by its caller, with all that it calls. Values are one a sample type, in the profile's units. */
export interface FlameNode {
  /** Index of the caller, which stands before it; -1 of the root, which is the first. */
  readonly parent: number;
  /** Index in `frames`; null of the root, and of what stands for calls of the caller that are too small to be kept. */
  readonly frame: number | null;
  /** How many calls too small to be kept it stands for; 0 of a function. */
  readonly joinedCount: number;
  readonly values: readonly number[];
  /** Of two profiles: the same in the first of them. */
  readonly beforeValues?: readonly number[];
  /** The interval that holds the value, or of two profiles the change, with 95 % confidence; null where samples do not say. */
  readonly ranges: readonly (Range | null)[];
}

/** What the stacks of a profile add up to, or of two, as a tree of bounded size. */
export interface FlameTree {
  readonly sampleTypes: readonly ValueType[];
  readonly frames: readonly FlameFrame[];
  readonly nodes: readonly FlameNode[];
  /** What has a smaller share of every value is not kept. */
  readonly leastShare: number;
}

/** A pixel of a wide screen. */
const leastShare = 0.001;
const mostNodes = 2000;

/**
 * The stacks of a profile as a tree. With `before`, of the two: values are those of `profile`, and both have the same sample
 * types. What a node has itself is its value less those of whom it calls.
 */
export function flameTree(profile: ProfileColumns, before?: ProfileColumns): FlameTree {
  const counted = [profile, ...(before ? [before] : [])];
  const difference = before && profileDifference(before, profile);
  const { trie, ends } = flameTrie(counted, difference ? [difference] : [], leastShare);
  const sides = counted.map((each, at) => ({ profile: each, ends: ends[at] }));
  const changes = difference && { profile: difference, ends: ends[counted.length] };
  const width = profile.samples.width;
  const sums = sides.map((side) => sumsOf(trie, side.profile.samples.values, side.ends, width));
  const kept = keptNodes(
    trie,
    sums.map(({ amounts }) => amounts),
    width,
    { leastShare, mostNodes },
  );
  const folded = sums.map(({ values }) => foldedSums(values, kept.parents.length, kept.ofNode, trie, width));
  const [later, first] = sides.map((side, at) => ({ ...onKept(side, kept), sums: folded[at] }));
  const ranges =
    first === undefined || changes === undefined
      ? valueRanges(later, kept.parents)
      : changeRanges(first, later, onKept(changes, kept), kept.parents);
  const frameIndex = new Map<number, number>();
  const frames: FlameFrame[] = [];
  const frameOf = (frame: number): number => {
    let index = frameIndex.get(frame);
    if (index === undefined) {
      index = frames.push(frameNamed(trie.names[frame])) - 1;
      frameIndex.set(frame, index);
    }
    return index;
  };
  const nodes = kept.parents.map((parent, at): FlameNode => {
    const values = Array.from(later.sums.subarray(at * width, (at + 1) * width));
    const frame = kept.frames[at];
    return {
      parent,
      frame: frame < 0 ? null : frameOf(frame),
      joinedCount: kept.joinedCounts[at],
      values,
      ...(first === undefined
        ? {}
        : { beforeValues: Array.from(first.sums.subarray(at * width, (at + 1) * width)) }),
      ranges: values.map((_, column) => ranges(at, column)),
    };
  });
  return { sampleTypes: profile.sampleTypes, frames, nodes, leastShare };
}

function onKept<Side extends { readonly ends: Uint32Array }>(side: Side, { ofNode }: KeptNodes): Side {
  return { ...side, ends: side.ends.map((node) => ofNode[node]) };
}

function frameNamed(name: string): FlameFrame {
  if (isRuntimeFrame(name)) return { name, origin: 'runtime' };
  return { name, origin: isOfStandardLibrary(name) ? 'library' : 'program' };
}

/** Sums of every node with all below it, and the same of amounts: in a difference values below may cancel. */
function sumsOf(
  { parents }: FlameTrie,
  samples: Float64Array,
  ends: Uint32Array,
  width: number,
): { readonly values: Float64Array; readonly amounts: Float64Array } {
  const values = new Float64Array(parents.length * width);
  const amounts = new Float64Array(parents.length * width);
  ends.forEach((node, sample) => {
    for (let column = 0; column < width; column++) {
      const value = samples[sample * width + column];
      values[node * width + column] += value;
      amounts[node * width + column] += Math.abs(value);
    }
  });
  for (let node = parents.length - 1; node > 0; node--)
    for (let column = 0; column < width; column++) {
      values[parents[node] * width + column] += values[node * width + column];
      amounts[parents[node] * width + column] += amounts[node * width + column];
    }
  return { values, amounts };
}

/** The sums of nodes that are kept, and of those that stand for others. */
function foldedSums(
  sums: Float64Array,
  count: number,
  ofNode: Uint32Array,
  { parents }: FlameTrie,
  width: number,
): Float64Array {
  const folded = new Float64Array(count * width);
  for (let node = 0; node < parents.length; node++) {
    // What is below a node that was joined is in it already.
    if (node > 0 && ofNode[parents[node]] === ofNode[node]) continue;
    for (let column = 0; column < width; column++)
      folded[ofNode[node] * width + column] += sums[node * width + column];
  }
  return folded;
}
