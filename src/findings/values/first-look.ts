import type { MapValues, SampleLimits } from '../../image/index.ts';
import { isState } from './end-words.ts';
import { countsOf, signalsOf } from './signals.ts';

/** Few entries of one map, to see whether a look at more of them can be worth its time: most maps hold nothing that is over. */
export const firstLookLimits: SampleLimits = { wholeEntries: 1024, sampledEntries: 512 };

/**
 * Findings begin at a quarter of the entries, numbers of a state at three quarters. Of 512 entries a quarter of all is seen as
 * less than this once in two million looks (4.9 standard deviations of the binomial), three quarters are 7 above.
 */
const openShare = { signal: 0.157, state: 0.6 };

/** Whether what a first look saw leaves it open that a look at more entries comes to a finding. */
export function mayTell(values: MapValues, nowMs: number | undefined): boolean {
  if (signalsOf(values, nowMs).some(({ share }) => share >= openShare.signal)) return true;
  // A state has to have several numbers, and its rare ones may not have been seen.
  return values.fields.some((field) => {
    if (field.kind !== 'int' || !isState(field.path)) return false;
    const [most = 0] = countsOf(field).values();
    return most >= openShare.state * values.sampleCount;
  });
}
