import { noIndex, type ProfileColumns, type Texts } from '../formats/index.ts';
import { PairIndex } from './pair-index.ts';

/** What frames are told apart by. */
export type Granularity = 'functions' | 'lines';

/** A number for each different function or line of a profile, the same in whatever record it stands. */
export interface StackKeys {
  readonly granularity: Granularity;
  readonly count: number;
  /** Key of each entry of `locations.lineFunctions`. */
  readonly ofLine: Uint32Array;
  /** Key of a location without lines: of the file that is mapped there. */
  readonly ofBareLocation: (location: number) => number;
  /** Number of the name and file of a key, below `functionCount`. */
  readonly functionOf: (key: number) => number;
  readonly functionCount: number;
  readonly name: (key: number) => string;
  /** '' where the profile has none, and where functions are not told apart by files. */
  readonly file: (key: number) => string;
  /** 0 where the profile has none, and where lines are not told apart. */
  readonly line: (key: number) => number;
}

/**
 * Functions are told apart by name, lines by name, file and number, as `go tool pprof` does with -functions and -lines
 * (google/pprof profile.Aggregate): ids differ from profile to profile, and addresses from build to build.
 */
export function stackKeys(profile: ProfileColumns, granularity: Granularity): StackKeys {
  const { locations, functions, texts, mappings } = profile;
  const isByLine = granularity === 'lines';
  const interned = new InternedTexts(texts);
  // Functions by name and file first: there are far fewer of them than of lines.
  const places = new PairIndex(functions.count + 1);
  const unknown = places.indexOf(interned.of(unknownName), 0);
  const ofFunction = new Uint32Array(functions.count);
  for (let callee = 0; callee < ofFunction.length; callee++) {
    const name = interned.at(functions.names[callee]);
    ofFunction[callee] = places.indexOf(
      name === 0 ? places.first(unknown) : name,
      isByLine ? interned.at(functions.fileNames[callee]) : 0,
    );
  }
  const keys = new PairIndex(isByLine ? locations.count : functions.count + 1);
  const ofLine = new Uint32Array(locations.lineFunctions.length);
  for (let at = 0; at < ofLine.length; at++) {
    const callee = locations.lineFunctions[at];
    ofLine[at] = keys.indexOf(
      callee === noIndex ? unknown : ofFunction[callee],
      isByLine ? locations.lineNumbers[at] : 0,
    );
  }
  const bareKeys = new Map<number, number>();
  for (let location = 0; location < locations.count; location++) {
    if (locations.lineStarts[location] !== locations.lineStarts[location + 1]) continue;
    const mapping = locations.mappings[location];
    if (bareKeys.has(mapping)) continue;
    const name = interned.of(bareName(mappings[mapping]?.fileName));
    bareKeys.set(mapping, keys.indexOf(places.indexOf(name, 0), 0));
  }
  const dangling = keys.indexOf(unknown, 0);
  return {
    granularity,
    count: keys.count,
    ofLine,
    ofBareLocation: (location) =>
      (location === noIndex ? undefined : bareKeys.get(locations.mappings[location])) ?? dangling,
    functionOf: (key) => keys.first(key),
    functionCount: places.count,
    name: (key) => interned.text(places.first(keys.first(key))),
    file: (key) => interned.text(places.second(keys.first(key))),
    line: (key) => keys.second(key),
  };
}

/** Texts of a profile by number, the same for the same text however often the profile has it; 0 is the empty one. */
class InternedTexts {
  readonly #source: Texts;
  readonly #texts = [''];
  readonly #numbers = new Map([['', 0]]);
  /** Of each text of the profile: its number plus one, or 0 where nobody asked. */
  readonly #known: Uint32Array;

  constructor(source: Texts) {
    this.#source = source;
    this.#known = new Uint32Array(source.count);
  }

  /** Of a text of the profile, by its index there. */
  at(index: number): number {
    if (!(index < this.#known.length)) return 0;
    return (this.#known[index] ||= this.of(this.#source.text(index)) + 1) - 1;
  }

  of(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.#texts.push(text) - 1;
      this.#numbers.set(text, number);
    }
    return number;
  }

  text(number: number): string {
    return this.#texts[number];
  }
}

const unknownName = '<unknown>';

function bareName(fileName: string | undefined): string {
  const base = fileName?.slice(fileName.lastIndexOf('/') + 1) ?? '';
  return base === '' ? unknownName : `[${base}]`;
}
