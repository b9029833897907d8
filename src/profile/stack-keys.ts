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
  const isByLine = granularity === 'lines';
  const addPlace = (place: Place): number => places.push(place) - 1;
  // Functions by name and file first: there are far fewer of them than of lines.
  const nameIndex = new Map<string, number>();
  const names: { readonly name: string; readonly file: string }[] = [];
  const nameOf = (name: string, file: string): number => {
    const text = `${name}\n${file}`;
    let index = nameIndex.get(text);
    if (index === undefined) {
      index = names.push({ name, file }) - 1;
      nameIndex.set(text, index);
    }
    return index;
  };
  const unknown = nameOf(unknownName, '');
  const ofFunction = Uint32Array.from({ length: functions.count }, (_, callee) =>
    nameOf(
      texts.text(functions.names[callee]) || unknownName,
      isByLine ? texts.text(functions.fileNames[callee]) : '',
    ),
  );
  const byLine = new Map<number | string, number>();
  const keyOf = (name: number, line: number): number => {
    // A number is the faster key; lines of damaged profiles may be any.
    const id = line >= 0 && line < 2 ** 24 ? name * 2 ** 24 + line : `${name} ${line}`;
    let key = byLine.get(id);
    if (key === undefined) {
      key = addPlace({ ...names[name], line });
      byLine.set(id, key);
    }
    return key;
  };
  const ofLine = new Uint32Array(locations.lineFunctions.length);
  for (let at = 0; at < ofLine.length; at++) {
    const callee = locations.lineFunctions[at];
    ofLine[at] = keyOf(
      callee === noIndex ? unknown : ofFunction[callee],
      isByLine ? locations.lineNumbers[at] : 0,
    );
  }
  const bareKeys = new Map<number, number>();
  for (let location = 0; location < locations.count; location++) {
    if (locations.lineStarts[location] !== locations.lineStarts[location + 1]) continue;
    const mapping = locations.mappings[location];
    if (!bareKeys.has(mapping))
      bareKeys.set(mapping, keyOf(nameOf(bareName(mappings[mapping]?.fileName), ''), 0));
  }
  const dangling = keyOf(unknown, 0);
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

function bareName(fileName: string | undefined): string {
  const base = fileName?.slice(fileName.lastIndexOf('/') + 1) ?? '';
  return base === '' ? unknownName : `[${base}]`;
}
