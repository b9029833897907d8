import type { Census } from './census.ts';
import type { OpenTarget } from './open-target.ts';
import type { InspectOptions } from './options.ts';
import { type CensusAids, readCensus } from './read-census.ts';

/** Looks in all. */
const mostLooks = 3;
/** Of the bytes that are reached, those that the list of objects may lack. */
const agreedShare = 0.01;
/** A look that lacks more than this share of what the best one lacks shows that the process is always so busy. */
const worthwhileGain = 0.8;

/**
 * Reads the target; one that goes on meanwhile again, until the spans agree with what roots and objects lead to, or looking
 * again does not help: a sweep or a burst is over the next time, a process that is always busy is not. The best look counts.
 */
export function settledCensus(opened: OpenTarget, options: InspectOptions, aids: CensusAids): Census {
  let best = readCensus(opened, options, aids);
  if (opened.evidence.kind !== 'process' || options.freeze === true) return best;
  // What a look takes has been said.
  const { onGraph: _, ...furtherOptions } = options;
  for (let look = 1; look < mostLooks; look++) {
    const lacking = lackingShare(best);
    if (lacking <= agreedShare) break;
    opened.evidence.memory.refresh();
    const again = readCensus(opened, furtherOptions, aids);
    if (!again.heap) break;
    const isLess = lackingShare(again) < lacking;
    const hasHelped = lackingShare(again) < worthwhileGain * lacking;
    if (isLess) best = again;
    if (!hasHelped) break;
  }
  return best;
}

/**
 * Share of the live bytes that were made after the list of objects was read, objects of unknown size as large as others are;
 * 0 where nobody looked at objects.
 */
function lackingShare({ heap }: Census): number {
  if (!heap) return 0;
  const { reachable, newer, strayPointers } = heap.graph.totals;
  const strayBytes = (strayPointers * reachable.bytes) / Math.max(1, reachable.objects);
  const lacking = newer.bytes + strayBytes;
  return lacking / Math.max(1, reachable.bytes + lacking);
}
