import type { RemedyContext } from '../catalogue/entry.ts';
import { describeRetainedInProfile, type MapLineHistory, mapRetained } from '../catalogue/map-retained.ts';
import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { findingOf } from '../rules/runtime/runtime-finding.ts';
import { severityOf } from '../severity.ts';
import { retainedRatio } from '../survey/map-kinds.ts';

/** Bytes of the maps that one source line fills, by the samples of a heap profile. */
export interface ProfiledMapLine {
  readonly functionName: string;
  readonly file: string;
  readonly line: number;
  readonly buckets: {
    readonly bytes: number;
    readonly lowBytes: number;
    readonly highBytes: number;
    readonly sampleCount: number;
  };
  /** Entries at most; null where nothing tells. */
  readonly mostEntries: number | null;
  /** Where earlier looks saw the maps when most of their boxes were alive. */
  readonly history?: MapLineHistory;
}

/** Fewer are no fall that the errors of samples cannot make. */
const fallen = 2;

/**
 * What one entry of a map with boxes takes in a new map at most: a slot has a pointer, a key of up to 128 bytes, and one byte of hash,
 * with a share of the overflow pointer 138 bytes (internal/abi/map.go; Go 1.18 to 1.26); a map just grown has 8/3 slots for an entry, where
 * the load factor is 6 as in Go 1.21, and a tenth more in overflow buckets.
 */
const mostEntryBytes = 405;

/**
 * `map-retained` as far as a profile carries it: no profile has the entries of a map, but of maps whose keys or values are over 128
 * bytes the live boxes bound them. Of other maps it says nothing.
 */
export function judgeProfiledMaps(
  lines: readonly ProfiledMapLine[],
  totalBytes: number,
  context: RemedyContext,
  language: Language,
): Finding[] {
  return lines.flatMap((line) => {
    const { buckets, mostEntries } = line;
    if (mostEntries === null) return [];
    const neededBytes = mostEntries * mostEntryBytes;
    if (buckets.lowBytes < neededBytes * retainedRatio) return [];
    const reclaimableBytes = buckets.lowBytes - neededBytes;
    const severity = severityOf(reclaimableBytes, totalBytes);
    if (severity === undefined) return [];
    const where = placeOf(line);
    const { bytes: bucketBytes, lowBytes, highBytes, sampleCount } = buckets;
    const history = line.history && line.history.leastBoxes > fallen * mostEntries ? line.history : undefined;
    const facts = {
      where,
      bucketBytes,
      lowBytes,
      highBytes,
      sampleCount,
      mostEntries,
      reclaimableBytes,
      history,
    };
    const evidence = {
      lowBytes,
      highBytes,
      sampleCount,
      mostEntries,
      ...(history ? { boxesBefore: history.leastBoxes, boxesBeforeMs: history.atMs } : {}),
    };
    const numbers = { severity, bytes: bucketBytes, reclaimableBytes, where, evidence };
    return [findingOf(mapRetained, numbers, describeRetainedInProfile(facts, context, language), language)];
  });
}

/** `main.put (/src/a.go:12)`. */
function placeOf({ functionName, file, line }: ProfiledMapLine): string {
  return `${functionName} (${file}:${line})`;
}
