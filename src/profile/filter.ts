import { noIndex, type ProfileColumns } from '../formats/index.ts';
import type { TagFilter } from './tag-filter.ts';
import type { TextPattern } from './text-pattern.ts';

/** Which samples are kept. */
export interface ProfileFilter {
  /** A function, its file, or what is mapped there matches anywhere on the stack. */
  readonly focus?: TextPattern;
  /** None does. */
  readonly ignore?: TextPattern;
  readonly tags?: TagFilter;
}

/** The profile with those of its samples that the filter keeps, as `go tool pprof` does with -focus, -ignore and -tagfocus: of stacks without a call it keeps none by either of the former. */
export function filterProfile(profile: ProfileColumns, filter: ProfileFilter): ProfileColumns {
  const focused = filter.focus ? matchingLocations(profile, filter.focus) : undefined;
  const ignored = filter.ignore ? matchingLocations(profile, filter.ignore) : undefined;
  const { samples } = profile;
  const kept: number[] = [];
  for (let sample = 0; sample < samples.count; sample++) {
    const stack = samples.stackLocations.subarray(
      samples.stackStarts[sample],
      samples.stackStarts[sample + 1],
    );
    const isOn = (matches: Uint8Array): boolean =>
      stack.some((location) => location !== noIndex && matches[location] === 1);
    if ((focused || ignored) && stack.length === 0) continue;
    if (focused && !isOn(focused)) continue;
    if (ignored && isOn(ignored)) continue;
    if (filter.tags && !filter.tags(profile, sample)) continue;
    kept.push(sample);
  }
  return withSamples(profile, kept);
}

function matchingLocations(
  { locations, functions, texts, mappings }: ProfileColumns,
  pattern: TextPattern,
): Uint8Array {
  // Many functions share a file.
  const answers = new Map<string, boolean>();
  const matches = (text: string): boolean => {
    let answer = answers.get(text);
    if (answer === undefined) answers.set(text, (answer = pattern.test(text)));
    return answer;
  };
  const ofFunction = Uint8Array.from({ length: functions.count }, (_, at) =>
    [functions.names[at], functions.fileNames[at]].some((text) => matches(texts.text(text))) ? 1 : 0,
  );
  const ofMapping = mappings.map(({ fileName }) => matches(fileName));
  return Uint8Array.from({ length: locations.count }, (_, at) => {
    if (ofMapping[locations.mappings[at]]) return 1;
    const callees = locations.lineFunctions.subarray(locations.lineStarts[at], locations.lineStarts[at + 1]);
    return callees.some((callee) => ofFunction[callee] === 1) ? 1 : 0;
  });
}

function withSamples(profile: ProfileColumns, kept: readonly number[]): ProfileColumns {
  const { samples } = profile;
  const { width, labels } = samples;
  const stackStarts = new Uint32Array(kept.length + 1);
  const labelStarts = new Uint32Array(kept.length + 1);
  kept.forEach((sample, at) => {
    stackStarts[at + 1] = stackStarts[at] + samples.stackStarts[sample + 1] - samples.stackStarts[sample];
    labelStarts[at + 1] = labelStarts[at] + samples.labelStarts[sample + 1] - samples.labelStarts[sample];
  });
  const stackLocations = new Uint32Array(stackStarts[kept.length]);
  const values = new Float64Array(kept.length * width);
  const places: number[] = [];
  kept.forEach((sample, at) => {
    stackLocations.set(
      samples.stackLocations.subarray(samples.stackStarts[sample], samples.stackStarts[sample + 1]),
      stackStarts[at],
    );
    values.set(samples.values.subarray(sample * width, (sample + 1) * width), at * width);
    for (let label = samples.labelStarts[sample]; label < samples.labelStarts[sample + 1]; label++)
      places.push(label);
  });
  return {
    ...profile,
    samples: {
      count: kept.length,
      width,
      values,
      stackStarts,
      stackLocations,
      labelStarts,
      labels: {
        keys: Uint32Array.from(places, (place) => labels.keys[place]),
        texts: Uint32Array.from(places, (place) => labels.texts[place]),
        numbers: Float64Array.from(places, (place) => labels.numbers[place]),
        units: Uint32Array.from(places, (place) => labels.units[place]),
      },
    },
  };
}
