import { noIndex, type ProfileColumns } from '../formats/index.ts';
import type { StackKeys } from './stack-keys.ts';

/** Sums by function or line, `width` values each: those of key `k` are at `k * width`. */
export interface StackTotals {
  readonly width: number;
  /** Of samples whose innermost call it is. */
  readonly flat: Float64Array;
  /** Of samples that have it anywhere on their stack, each counted once however often it recurs. */
  readonly cum: Float64Array;
  /** Of all samples. */
  readonly total: Float64Array;
}

/** Flat and cumulative sums of every value, as `go tool pprof -top` has them. Values of a difference may be negative. */
export function stackTotals(
  { samples, locations }: ProfileColumns,
  { count, ofLine, ofBareLocation }: StackKeys,
): StackTotals {
  const { width, values, stackStarts, stackLocations } = samples;
  const { lineStarts } = locations;
  const flat = new Float64Array(count * width);
  const cum = new Float64Array(count * width);
  const total = new Float64Array(width);
  // Which sample met a key last.
  const seenBy = new Uint32Array(count).fill(noIndex);
  for (let sample = 0; sample < samples.count; sample++) {
    const base = sample * width;
    for (let value = 0; value < width; value++) total[value] += values[base + value];
    let isLeaf = true;
    for (let place = stackStarts[sample]; place < stackStarts[sample + 1]; place++) {
      const location = stackLocations[place];
      const from = location === noIndex ? 0 : lineStarts[location];
      const to = location === noIndex ? 0 : lineStarts[location + 1];
      // One round for a location without lines.
      for (let line = from; line < to || line === from; line++) {
        const key = line < to ? ofLine[line] : ofBareLocation(location);
        if (isLeaf)
          for (let value = 0; value < width; value++) flat[key * width + value] += values[base + value];
        isLeaf = false;
        if (seenBy[key] === sample) continue;
        seenBy[key] = sample;
        for (let value = 0; value < width; value++) cum[key * width + value] += values[base + value];
      }
    }
  }
  return { width, flat, cum, total };
}
