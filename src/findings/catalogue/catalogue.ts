import type { FindingId } from '../finding.ts';
import type { CatalogueEntry } from './entry.ts';
import { goroutineHighwater } from './goroutine-highwater.ts';
import { goroutineLeak } from './goroutine-leak.ts';
import { heapFragmented } from './heap-fragmented.ts';
import { heapIdle } from './heap-idle.ts';
import { madviseFree } from './madvise-free.ts';
import { mapGrowingIdle } from './map-growing-idle.ts';
import { mapRetained } from './map-retained.ts';
import { mapTombstones } from './map-tombstones.ts';
import { mapsManySmall } from './maps-many-small.ts';
import { mapsNotTheProblem } from './maps-not-the-problem.ts';
import { memoryOutsideGo } from './memory-outside-go.ts';
import { mspanSpread } from './mspan-spread.ts';
import { stackReserve } from './stack-reserve.ts';

/** Every finding that highwater can make, by its stable id. */
export const catalogue: Readonly<Record<FindingId, CatalogueEntry>> = {
  'map-retained': mapRetained,
  'map-growing-idle': mapGrowingIdle,
  'map-tombstones': mapTombstones,
  'maps-many-small': mapsManySmall,
  'maps-not-the-problem': mapsNotTheProblem,
  'goroutine-leak': goroutineLeak,
  'goroutine-highwater': goroutineHighwater,
  'stack-reserve': stackReserve,
  'heap-fragmented': heapFragmented,
  'heap-idle': heapIdle,
  'madvise-free': madviseFree,
  'memory-outside-go': memoryOutsideGo,
  'mspan-spread': mspanSpread,
};

/** The entry with this id, or undefined. */
export function explain(id: string): CatalogueEntry | undefined {
  return Object.hasOwn(catalogue, id) ? catalogue[id as FindingId] : undefined;
}
