import { noIndex, type ProfileColumns } from '../../formats/index.ts';
import { type StackKeys, stackKeys } from '../stack-keys.ts';

/** Walks the stacks of all samples of a profile side by side, from the outermost call on. */
export class StackCursor {
  readonly profile: ProfileColumns;
  readonly #keys: StackKeys;
  readonly #frameOfKey: Uint32Array;
  /** Of each location that is one call, its frame; -1 where inlined calls are in it. */
  readonly #frameOfLocation: Int32Array;
  readonly #starts: Uint32Array;
  readonly #locations: Uint32Array;
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
    this.#starts = samples.stackStarts;
    this.#locations = samples.stackLocations;
    const { count, lineStarts } = profile.locations;
    this.#frameOfLocation = Int32Array.from({ length: count }, (_, location) => {
      const from = lineStarts[location];
      const callCount = lineStarts[location + 1] - from;
      if (callCount > 1) return -1;
      return this.#frameOfKey[
        callCount === 0 ? this.#keys.ofBareLocation(location) : this.#keys.ofLine[from]
      ];
    });
    this.#ends = samples.stackStarts.slice(1, samples.count + 1);
    this.#inlined = new Uint32Array(samples.count);
  }

  /** The frame of the next call of a sample's stack; -1 behind the innermost. */
  next(sample: number): number {
    const end = this.#ends[sample];
    if (end <= this.#starts[sample]) return -1;
    const location = this.#locations[end - 1];
    const frame =
      location === noIndex
        ? this.#frameOfKey[this.#keys.ofBareLocation(location)]
        : this.#frameOfLocation[location];
    if (frame >= 0) {
      this.#ends[sample] = end - 1;
      return frame;
    }
    const { lineStarts } = this.profile.locations;
    const from = lineStarts[location];
    const to = lineStarts[location + 1];
    // Inlined calls stand innermost first.
    const line = to - 1 - this.#inlined[sample];
    if (line > from) this.#inlined[sample]++;
    else {
      this.#inlined[sample] = 0;
      this.#ends[sample]--;
    }
    return this.#frameOfKey[this.#keys.ofLine[line]];
  }
}
