import { noIndex, type ProfileColumns } from '../../formats/index.ts';
import { type StackKeys, stackKeys } from '../stack-keys.ts';

/** Walks the stacks of all samples of a profile side by side, from the outermost call on. */
export class StackCursor {
  readonly profile: ProfileColumns;
  readonly #keys: StackKeys;
  readonly #frameOfKey: Uint32Array;
  /** Of each sample: behind the place on its stack that is read next, and how many inlined calls of it were read. */
  readonly #ends: Uint32Array;
  readonly #inlined: Uint32Array;

  /** `frameOf` numbers functions by name. */
  constructor(profile: ProfileColumns, frameOf: (name: string) => number) {
    const { samples } = profile;
    this.profile = profile;
    this.#keys = stackKeys(profile, 'functions');
    this.#frameOfKey = Uint32Array.from({ length: this.#keys.count }, (_, key) =>
      frameOf(this.#keys.name(key)),
    );
    this.#ends = samples.stackStarts.slice(1, samples.count + 1);
    this.#inlined = new Uint32Array(samples.count);
  }

  /** The frame of the next call of a sample's stack; -1 behind the innermost. */
  next(sample: number): number {
    const { samples, locations } = this.profile;
    const end = this.#ends[sample];
    if (end <= samples.stackStarts[sample]) return -1;
    const location = samples.stackLocations[end - 1];
    const from = location === noIndex ? 0 : locations.lineStarts[location];
    const to = location === noIndex ? 0 : locations.lineStarts[location + 1];
    // Inlined calls stand innermost first.
    const line = to - 1 - this.#inlined[sample];
    if (line > from) this.#inlined[sample]++;
    else {
      this.#inlined[sample] = 0;
      this.#ends[sample]--;
    }
    return this.#frameOfKey[from === to ? this.#keys.ofBareLocation(location) : this.#keys.ofLine[line]];
  }
}
