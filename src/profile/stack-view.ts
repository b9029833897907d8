import { noIndex, type ProfileColumns } from '../formats/index.ts';
import { isRuntimeFrame, type KnownMechanism, mechanismOfStack } from './mechanism.ts';
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

/** What the inner end of a stack says. */
export interface StackHead {
  /** Key of the innermost line that is not of the runtime, else of the innermost; undefined where there is no stack. */
  readonly leaf: number | undefined;
  /** As `ownLineOf`. */
  readonly ownLine: number | undefined;
  /** What was allocated there, by frames and names. */
  readonly known: KnownMechanism;
}

/** The stacks of a profile by line: innermost first, inlined calls each by itself. */
export class StackView {
  readonly keys: StackKeys;
  readonly #profile: ProfileColumns;
  /** Of each function: 0 not asked yet, else an origin. */
  readonly #origin: Uint8Array;
  /** Heads of stacks whose innermost line is the program's own. */
  readonly #ownHeads: (StackHead | undefined)[] = [];

  constructor(profile: ProfileColumns) {
    this.#profile = profile;
    this.keys = stackKeys(profile, 'lines');
    this.#origin = new Uint8Array(this.keys.functionCount);
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
      const origin = this.#originOf(key);
      if (origin === origins.program) return key;
      if (origin === origins.library) library ??= key;
    }
    return library ?? innermost;
  }

  /** The inner end of a sample's stack. */
  headOf(sample: number): StackHead {
    const innermost = this.#innermostOf(sample);
    const isOwn = innermost !== undefined && this.#originOf(innermost) === origins.program;
    // Most allocations are made by the program itself: what they are for does not depend on who called it.
    const known = isOwn ? this.#ownHeads[innermost] : undefined;
    if (known) return known;
    const head = {
      leaf: this.#firstOutsideRuntime(sample) ?? innermost,
      ownLine: this.ownLineOf(sample),
      known: mechanismOfStack(this.namesOf(sample)),
    };
    if (isOwn) this.#ownHeads[innermost] = head;
    return head;
  }

  place(key: number): SourceLine {
    return { functionName: this.keys.name(key), file: this.keys.file(key), line: this.keys.line(key) };
  }

  #firstOutsideRuntime(sample: number): number | undefined {
    for (const key of this.stackOf(sample)) if (this.#originOf(key) !== origins.runtime) return key;
    return undefined;
  }

  #innermostOf(sample: number): number | undefined {
    const { samples, locations } = this.#profile;
    const start = samples.stackStarts[sample];
    if (start === samples.stackStarts[sample + 1]) return undefined;
    const location = samples.stackLocations[start];
    if (location === noIndex || locations.lineStarts[location] === locations.lineStarts[location + 1])
      return this.keys.ofBareLocation(location);
    return this.keys.ofLine[locations.lineStarts[location]];
  }

  #originOf(key: number): number {
    return (this.#origin[this.keys.functionOf(key)] ||= originOf(this.keys.name(key)));
  }
}

const origins = { runtime: 1, library: 2, program: 3 } as const;

function originOf(name: string): number {
  if (isRuntimeFrame(name)) return origins.runtime;
  return isOfStandardLibrary(name) ? origins.library : origins.program;
}
