import type { ProfileColumns } from '../../formats/index.ts';
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
  const shareOf = counted.map(sampleShares);
  let active = ends.map((each) => Array.from(each.keys()));
  while (active.some((samples) => samples.length > 0)) {
    const level = new Level(counted.length, counted[0].samples.width, names.length);
    active = active.map((samples, side) =>
      samples.filter((sample) => {
        const frame = cursors[side].next(sample);
        if (frame < 0) return false;
        const call = level.call(ends[side][sample], frame);
        if (side < counted.length) level.add(call, side, sample, shareOf[side]);
        ends[side][sample] = call;
        return true;
      }),
    );
    const nodeOf = level.settle(trie, leastShare);
    active = active.map((samples, side) =>
      samples.filter((sample) => {
        const node = nodeOf[ends[side][sample]];
        ends[side][sample] = node;
        return trie.frames[node] >= 0;
      }),
    );
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
  readonly #callOf = new Map<number, number>();
  readonly #parents: number[] = [];
  readonly #frames: number[] = [];
  readonly #shares: number[] = [];
  readonly #width: number;
  readonly #stride: number;
  readonly #frameCount: number;

  constructor(sideCount: number, width: number, frameCount: number) {
    this.#width = width;
    this.#stride = sideCount * width;
    this.#frameCount = frameCount;
  }

  call(parent: number, frame: number): number {
    const key = parent * this.#frameCount + frame;
    let call = this.#callOf.get(key);
    if (call === undefined) {
      call = this.#parents.push(parent) - 1;
      this.#frames.push(frame);
      for (let at = 0; at < this.#stride; at++) this.#shares.push(0);
      this.#callOf.set(key, call);
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
  ): Uint32Array {
    const joinedBelow = new Map<number, number>();
    const add = (parent: number, frame: number): number => {
      trie.frames.push(frame);
      trie.joinedCounts.push(0);
      return trie.parents.push(parent) - 1;
    };
    return Uint32Array.from(this.#parents, (parent, call) => {
      const shares = this.#shares.slice(call * this.#stride, (call + 1) * this.#stride);
      if (shares.some((share) => share >= leastShare)) return add(parent, this.#frames[call]);
      let joined = joinedBelow.get(parent);
      if (joined === undefined) joinedBelow.set(parent, (joined = add(parent, -1)));
      trie.joinedCounts[joined]++;
      return joined;
    });
  }
}
