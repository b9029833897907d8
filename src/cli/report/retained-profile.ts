import { encodeProfile, type ProfileSample } from '../../formats/index.ts';
import type { MapHolding } from '../../findings/index.ts';
import { pathSteps } from '../../image/index.ts';
import type { PathRow } from '../../inspect/index.ts';

/** Stands at the head of every profile of ours, and tells it from others. */
export const profileMark = 'highwater: what is retained, by who holds it';

export interface ProfileSource {
  /** Path of the executable. */
  readonly program: string;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
  /** More to say, as pprof -comments prints it. */
  readonly comments: readonly string[];
}

/**
 * A profile for pprof, not yet compressed. Each sample has two values: objects, and bytes, which must be disjoint from
 * those of the other samples, so that sums along the stacks are what each holder retains.
 */
export function profileOf(samples: Iterable<ProfileSample>, source: ProfileSource): Generator<Uint8Array> {
  const retainedSpace = { type: 'retained_space', unit: 'bytes' };
  return encodeProfile({
    sampleTypes: [{ type: 'retained_objects', unit: 'count' }, retainedSpace],
    defaultSampleType: retainedSpace.type,
    periodType: retainedSpace,
    period: 1,
    timeMs: source.timeMs,
    program: source.program,
    comments: [profileMark, ...source.comments],
    samples,
  });
}

/** Maps by holder as samples: the way to them, then the type. A map is one object, whatever it consists of. */
export function* mapSamples(holdings: Iterable<MapHolding>): Generator<ProfileSample> {
  for (const { path, package: packagePath, type, maps, bytes } of holdings) {
    const labels = packagePath === '' ? {} : { labels: { package: packagePath } };
    yield { stack: [...framesOf(path), type], values: [maps, bytes], ...labels };
  }
}

/** Live objects by place as samples: the way to them, then the type. */
export function* objectSamples(paths: Iterable<PathRow>): Generator<ProfileSample> {
  for (const { path, package: packagePath, type, objects, bytes } of paths) {
    const labels = packagePath === '' ? {} : { labels: { package: packagePath } };
    yield { stack: [...framesOf(path), type], values: [objects, bytes], ...labels };
  }
}

/**
 * The steps of a holder path as names of frames. What is inside of something is named after it, `.rooms[*]` below `.rooms`:
 * tools add up frames of one name, and `[*]` alone would be all that lies in any slice or map.
 */
function framesOf(path: string): string[] {
  const frames: string[] = [];
  for (const step of pathSteps(path)) frames.push(step.startsWith('[') ? (frames.at(-1) ?? '') + step : step);
  return frames;
}
