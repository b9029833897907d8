import { noIndex, type ProfileColumns } from '../formats/index.ts';

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
  readonly name: (key: number) => string;
  /** '' where the profile has none, and where functions are not told apart by files. */
  readonly file: (key: number) => string;
  /** 0 where the profile has none, and where lines are not told apart. */
  readonly line: (key: number) => number;
}

interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Functions are told apart by name, lines by name, file and number, as `go tool pprof` does with -functions and -lines
 * (google/pprof profile.Aggregate): ids differ from profile to profile, and addresses from build to build.
 */
export function stackKeys(profile: ProfileColumns, granularity: Granularity): StackKeys {
  const { locations, functions, texts, mappings } = profile;
  const places: Place[] = [];
  const byText = new Map<string, number>();
  const keyOf = (place: Place): number => {
    const text = `${place.name}\n${place.file}\n${place.line}`;
    let key = byText.get(text);
    if (key === undefined) {
      key = places.push(place) - 1;
      byText.set(text, key);
    }
    return key;
  };
  const isByLine = granularity === 'lines';
  const ofFunction = new Map<number, Map<number, number>>();
  const ofLine = new Uint32Array(locations.lineFunctions.length);
  for (let at = 0; at < ofLine.length; at++) {
    const callee = locations.lineFunctions[at];
    const line = isByLine ? locations.lineNumbers[at] : 0;
    let known = ofFunction.get(callee);
    if (known === undefined) ofFunction.set(callee, (known = new Map()));
    let key = known.get(line);
    if (key === undefined) {
      const name = callee === noIndex ? unknownName : texts.text(functions.names[callee]);
      const file = isByLine && callee !== noIndex ? texts.text(functions.fileNames[callee]) : '';
      key = keyOf({ name: name === '' ? unknownName : name, file, line });
      known.set(line, key);
    }
    ofLine[at] = key;
  }
  const bareKeys = new Map<number, number>();
  for (let location = 0; location < locations.count; location++) {
    if (locations.lineStarts[location] !== locations.lineStarts[location + 1]) continue;
    const mapping = locations.mappings[location];
    if (!bareKeys.has(mapping)) bareKeys.set(mapping, keyOf(barePlace(mappings[mapping]?.fileName)));
  }
  const dangling = keyOf(barePlace(undefined));
  return {
    granularity,
    count: places.length,
    ofLine,
    ofBareLocation: (location) =>
      (location === noIndex ? undefined : bareKeys.get(locations.mappings[location])) ?? dangling,
    name: (key) => places[key].name,
    file: (key) => places[key].file,
    line: (key) => places[key].line,
  };
}

const unknownName = '<unknown>';

function barePlace(fileName: string | undefined): Place {
  const base = fileName?.slice(fileName.lastIndexOf('/') + 1) ?? '';
  return { name: base === '' ? unknownName : `[${base}]`, file: '', line: 0 };
}
