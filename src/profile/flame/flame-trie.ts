import { noIndex, type ProfileColumns } from '../../formats/index.ts';
import { stackKeys } from '../stack-keys.ts';

/** Stacks of one or several profiles as one tree, outermost call first. Functions are the same by name. */
export class FlameTrie {
  /** Names of functions, by frame. */
  readonly names: string[] = [];
  /** Of each node: the node of its caller, which has a lower number, and its frame. Node 0 is the root. */
  readonly parents: number[] = [-1];
  readonly frames: number[] = [-1];
  readonly #frameOf = new Map<string, number>();
  /** By frame of a node, then by node of the caller. */
  readonly #children: Map<number, number>[] = [];

  /** Adds the stacks of a profile; gives the node at which the stack of each sample ends. */
  add(profile: ProfileColumns): Uint32Array {
    const { samples, locations } = profile;
    const keys = stackKeys(profile, 'functions');
    const frameOfKey = Uint32Array.from({ length: keys.count }, (_, key) => this.#frame(keys.name(key)));
    const ends = new Uint32Array(samples.count);
    for (let sample = 0; sample < samples.count; sample++) {
      let node = 0;
      for (let at = samples.stackStarts[sample + 1] - 1; at >= samples.stackStarts[sample]; at--) {
        const location = samples.stackLocations[at];
        const from = location === noIndex ? 0 : locations.lineStarts[location];
        const to = location === noIndex ? 0 : locations.lineStarts[location + 1];
        if (from === to) node = this.#child(node, frameOfKey[keys.ofBareLocation(location)]);
        // Inlined calls are innermost first.
        for (let line = to - 1; line >= from; line--) node = this.#child(node, frameOfKey[keys.ofLine[line]]);
      }
      ends[sample] = node;
    }
    return ends;
  }

  #frame(name: string): number {
    let frame = this.#frameOf.get(name);
    if (frame === undefined) {
      frame = this.names.push(name) - 1;
      this.#frameOf.set(name, frame);
      this.#children.push(new Map());
    }
    return frame;
  }

  #child(parent: number, frame: number): number {
    const siblings = this.#children[frame];
    let node = siblings.get(parent);
    if (node === undefined) {
      node = this.parents.push(parent) - 1;
      this.frames.push(frame);
      siblings.set(parent, node);
    }
    return node;
  }
}
