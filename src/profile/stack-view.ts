import { noIndex, type ProfileColumns } from '../formats/index.ts';
import { isRuntimeFrame } from './mechanism.ts';
import { isOfStandardLibrary } from './standard-library.ts';
import { type StackKeys, stackKeys } from './stack-keys.ts';

/** A line of source as a profile names it. */
export interface SourceLine {
  readonly functionName: string;
  /** '' where the profile has none. */
  readonly file: string;
  /** 0 where the profile has none. */
  readonly line: number;
}

/** The stacks of a profile by line: innermost first, inlined calls each by itself. */
export class StackView {
  readonly keys: StackKeys;
  readonly #profile: ProfileColumns;
  /** Of each key: 0 not asked yet, 1 the runtime, 2 another package of the standard library, 3 neither. */
  readonly #origin: Uint8Array;

  constructor(profile: ProfileColumns) {
    this.#profile = profile;
    this.keys = stackKeys(profile, 'lines');
    this.#origin = new Uint8Array(this.keys.count);
  }

  /** Keys of the lines on the stack of a sample. */
  *stackOf(sample: number): Generator<number> {
    const { samples, locations } = this.#profile;
    for (let place = samples.stackStarts[sample]; place < samples.stackStarts[sample + 1]; place++) {
      const location = samples.stackLocations[place];
      const from = location === noIndex ? 0 : locations.lineStarts[location];
      const to = location === noIndex ? 0 : locations.lineStarts[location + 1];
      if (from === to) yield this.keys.ofBareLocation(location);
      for (let line = from; line < to; line++) yield this.keys.ofLine[line];
    }
  }

  *namesOf(sample: number): Generator<string> {
    for (const key of this.stackOf(sample)) yield this.keys.name(key);
  }

  /** The innermost line that is not of the standard library; where there is none, the innermost that is not of the runtime. */
  ownLineOf(sample: number): number | undefined {
    let library: number | undefined;
    let innermost: number | undefined;
    for (const key of this.stackOf(sample)) {
      innermost ??= key;
      const origin = (this.#origin[key] ||= originOf(this.keys.name(key)));
      if (origin === 3) return key;
      if (origin === 2) library ??= key;
    }
    return library ?? innermost;
  }

  place(key: number): SourceLine {
    return { functionName: this.keys.name(key), file: this.keys.file(key), line: this.keys.line(key) };
  }
}

function originOf(name: string): number {
  if (isRuntimeFrame(name)) return 1;
  return isOfStandardLibrary(name) ? 2 : 3;
}
