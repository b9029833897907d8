import type { Language } from '../language.ts';
import { formatBytes } from '../number-text.ts';

/** What the findings about arrays are worded from. */
export interface ArrayFacts {
  /** Without indexes and keys: `main.srv.buffers[*]`. */
  readonly path: string;
  /** Path of the one with the most idle bytes, as Go spells it; '' where it is not known. */
  readonly largest: string;
  /** Element type; '' for strings. */
  readonly type: string;
  readonly arrays: number;
  readonly bytes: number;
  readonly idleBytes: number;
  /** Of the idle bytes, at most so many are in memory. */
  readonly residentIdleBytes: number;
  readonly reclaimableBytes: number;
  readonly largestIdleBytes: number;
}

/** The largest one, where there are several; and what of the idle bytes RSS does not have. */
export function oneArrayNotes(facts: ArrayFacts, language: Language): string {
  const { arrays, largest, largestIdleBytes, idleBytes, residentIdleBytes } = facts;
  const largestText =
    arrays > 1 && largest !== ''
      ? {
          en: ` The largest is ${largest}: ${formatBytes(largestIdleBytes)}.`,
          zh: `最大的是 ${largest}：${formatBytes(largestIdleBytes)}。`,
        }[language]
      : '';
  const absent =
    residentIdleBytes < 0.9 * idleBytes
      ? {
          en: ` Only ${formatBytes(residentIdleBytes)} of these are in memory: the rest was never touched, or is swapped out.`,
          zh: `其中只有 ${formatBytes(residentIdleBytes)} 在内存中：其余从未触碰过，或已换出。`,
        }[language]
      : '';
  return largestText + absent;
}

/** How a slice is copied to an array of its own, by the version of Go. */
export function cloneCode(goMinor: number): string {
  return goMinor >= 21 ? 's = slices.Clone(s)' : 's = append([]T(nil), s...)';
}
