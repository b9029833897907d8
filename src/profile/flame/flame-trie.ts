import type { ProfileColumns } from '../../formats/index.ts';
import { PairIndex } from '../pair-index.ts';
import { StackCursor } from './stack-cursor.ts';

/** Stacks as a tree, outermost call first. Functions are the same by name. */
export interface FlameTrie {
  /** Names of functions, by frame. */
  readonly names: readonly string[];
  /** Of each node: the node of its caller, which has a lower number. Node 0 is the root. */
  readonly parents: readonly number[];
  /** -1 of the root and of what stands for others. */
  readonly frames: readonly number[];
  /** How many calls of its caller a node stands for; 0 of a function. */
  readonly joinedCounts: readonly number[];
}

/** The node at which the stack of each sample ends, by profile. */
type Ends = readonly Uint32Array[];

/**
 * The stacks of profiles as one tree, level by level. A call with less than `leastShare` of every value of each of the
 * profiles of `counted` is joined with its like below its caller, and what it calls is not looked at: of millions of different stacks
 * few nodes are made. Stacks of `others` are followed, too. All have the same sample types.
 */
export function flameTrie(
  counted: readonly ProfileColumns[],
  others: readonly ProfileColumns[],
  leastShare: number,
): { readonly trie: FlameTrie; readonly ends: Ends } {
  const names: string[] = [];
  const frameOf = numbering(names);
  const cursors = [...counted, ...others].map((profile) => new StackCursor(profile, frameOf));
  const ends = cursors.map(({ profile }) => new Uint32Array(profile.samples.count));
  const trie = { names, parents: [-1], frames: [-1], joinedCounts: [0] };
  const shareOf: readonly (Float64Array | undefined)[] = counted.map(sampleShares);
  let active = ends.map((each) => Uint32Array.from(each.keys()));
  // Of what `ends` has: the node. It is found out for a whole level, and looked up when the next one is walked.
  let nodeOf = Uint32Array.of(0);
  while (active.some((samples) => samples.length > 0)) {
    const level = new Level(counted.length, counted[0].samples.width);
    active = active.map((samples, side) => {
      const [cursor, endOf, shares] = [cursors[side], ends[side], shareOf[side]];
      let count = 0;
      for (let at = 0; at < samples.length; at++) {
        const sample = samples[at];
        const node = nodeOf[endOf[sample]];
        endOf[sample] = node;
        if (node !== 0 && trie.frames[node] < 0) continue;
        const frame = cursor.next(sample);
        if (frame < 0) continue;
        const call = level.call(node, frame);
        if (shares) level.add(call, side, sample, shares);
        endOf[sample] = call;
        samples[count++] = sample;
      }
      return samples.subarray(0, count);
    });
    nodeOf = level.settle(trie, leastShare);
  }
  return { trie, ends };
}

function numbering(names: string[]): (name: string) => number {
  const known = new Map<string, number>();
  return (name) => {
    let index = known.get(name);
    if (index === undefined) known.set(name, (index = names.push(name) - 1));
    return index;
  };
}

/** The share of every value of a profile that each sample has, without signs. */
function sampleShares({ samples }: ProfileColumns): Float64Array {
  const { width, count, values } = samples;
  const shares = new Float64Array(count * width);
  for (let column = 0; column < width; column++) {
    let total = 0;
    for (let at = column; at < shares.length; at += width) total += Math.abs(values[at]);
    if (total > 0)
      for (let at = column; at < shares.length; at += width) shares[at] = Math.abs(values[at]) / total;
  }
  return shares;
}

/** The calls of one level of the tree, before it is known which of them are kept. */
class Level {
  readonly #calls = new PairIndex(1024);
  #shares: Float64Array<ArrayBuffer>;
  readonly #width: number;
  readonly #stride: number;

  constructor(sideCount: number, width: number) {
    this.#width = width;
    this.#stride = sideCount * width;
    this.#shares = new Float64Array(1024 * this.#stride);
  }

  call(parent: number, frame: number): number {
    const call = this.#calls.indexOf(parent, frame);
    if ((call + 1) * this.#stride > this.#shares.length) {
      const larger = new Float64Array(this.#shares.length * 2);
      larger.set(this.#shares);
      this.#shares = larger;
    }
    return call;
  }

  add(call: number, side: number, sample: number, shares: Float64Array): void {
    const base = call * this.#stride + side * this.#width;
    for (let column = 0; column < this.#width; column++)
      this.#shares[base + column] += shares[sample * this.#width + column];
  }

  /** Puts the calls into the tree; gives the node of each, or what stands for it. */
  settle(
    trie: { parents: number[]; frames: number[]; joinedCounts: number[] },
    leastShare: number,
  ): Uint32Array<ArrayBuffer> {
    const joinedBelow = new Map<number, number>();
    const add = (parent: number, frame: number): number => {
      trie.frames.push(frame);
      trie.joinedCounts.push(0);
      return trie.parents.push(parent) - 1;
    };
    return Uint32Array.from({ length: this.#calls.count }, (_, call) => {
      const parent = this.#calls.first(call);
      const shares = this.#shares.subarray(call * this.#stride, (call + 1) * this.#stride);
      if (shares.some((share) => share >= leastShare)) return add(parent, this.#calls.second(call));
      let joined = joinedBelow.get(parent);
      if (joined === undefined) joinedBelow.set(parent, (joined = add(parent, -1)));
      trie.joinedCounts[joined]++;
      return joined;
    });
  }
}
