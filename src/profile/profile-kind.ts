import { noIndex, type ProfileColumns } from '../formats/index.ts';

/** What a profile of a Go program counts. `other`: none that the runtime writes. */
export type ProfileKind =
  | 'heap'
  | 'allocs'
  | 'goroutine'
  | 'cpu'
  | 'block'
  | 'mutex'
  | 'threadcreate'
  | 'other';

/**
 * Told by the sample types (runtime/pprof: protomem.go, proto.go, pprof.go). Those of block and mutex profiles are the same:
 * a mutex profile has the stacks of those who unlock.
 */
export function profileKindOf(profile: ProfileColumns): ProfileKind {
  const types = profile.sampleTypes.map(({ type, unit }) => `${type}/${unit}`).join(' ');
  if (types === heapTypes) return profile.defaultSampleType === 'alloc_space' ? 'allocs' : 'heap';
  if (types === 'samples/count cpu/nanoseconds') return 'cpu';
  // Without threads or goroutines no Go program runs: these two are never empty.
  if (types === 'goroutine/count') return 'goroutine';
  if (types === 'threadcreate/count') return 'threadcreate';
  if (types === 'contentions/count delay/nanoseconds') return ofUnlocks(profile) ? 'mutex' : 'block';
  return 'other';
}

const heapTypes = 'alloc_objects/count alloc_space/bytes inuse_objects/count inuse_space/bytes';

/** Columns of the values of a heap or allocs profile. */
export const heapColumn = { allocObjects: 0, allocBytes: 1, inuseObjects: 2, inuseBytes: 3 } as const;

function ofUnlocks({ samples, locations, functions, texts }: ProfileColumns): boolean {
  const leafNames = new Set<number>();
  for (let sample = 0; sample < samples.count; sample++) {
    const start = samples.stackStarts[sample];
    if (start === samples.stackStarts[sample + 1]) continue;
    const location = samples.stackLocations[start];
    if (location === noIndex || locations.lineStarts[location] === locations.lineStarts[location + 1])
      continue;
    const callee = locations.lineFunctions[locations.lineStarts[location]];
    if (callee !== noIndex) leafNames.add(functions.names[callee]);
  }
  return [...leafNames].some((name) => /[uU]nlock|_LostContendedRuntimeLock/.test(texts.text(name)));
}
