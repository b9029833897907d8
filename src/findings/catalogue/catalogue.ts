import type { FindingId } from '../finding.ts';
import { allocChurn } from './alloc-churn.ts';
import { allocCpu } from './alloc-cpu.ts';
import { cgoHandles } from './cgo-handles.ts';
import type { CatalogueEntry } from './entry.ts';
import { mapDeadEntries } from './map-dead-entries.ts';
import { finalizerBacklog } from './finalizer-backlog.ts';
import { goroutineHighwater } from './goroutine-highwater.ts';
import { goroutineLeak } from './goroutine-leak.ts';
import { heapFragmented } from './heap-fragmented.ts';
import { heapIdle } from './heap-idle.ts';
import { madviseFree } from './madvise-free.ts';
import { mapGrowingIdle } from './map-growing-idle.ts';
import { mapGrowthCpu } from './map-growth-cpu.ts';
import { mapRetained } from './map-retained.ts';
import { mapTombstones } from './map-tombstones.ts';
import { mapsManySmall } from './maps-many-small.ts';
import { mapsNotTheProblem } from './maps-not-the-problem.ts';
import { slicePinned } from './slice-pinned.ts';
import { sliceSlack } from './slice-slack.ts';
import { stringPinned } from './string-pinned.ts';
import { poolHoard } from './pool-hoard.ts';
import { timerUnstopped } from './timer-unstopped.ts';
import { memoryOutsideGo } from './memory-outside-go.ts';
import { mspanSpread } from './mspan-spread.ts';
import { stackReserve } from './stack-reserve.ts';
import { memoryGrowth } from './memory-growth.ts';
import { gcThrash } from './gc-thrash.ts';
import { forcedGc } from './forced-gc.ts';
import { mapRace } from './map-race.ts';
import { dataRace } from './data-race.ts';
import { nilMapWrite } from './nil-map-write.ts';
import { outOfMemory } from './out-of-memory.ts';
import { gogcHigh } from './gogc-high.ts';
import { gomemlimitMissing } from './gomemlimit-missing.ts';
import { memprofileOff } from './memprofile-off.ts';
import { nonGoMemory } from './non-go-memory.ts';

/** Every finding that highwater can make, by its stable id. */
export const catalogue: Readonly<Record<FindingId, CatalogueEntry>> = {
  'map-retained': mapRetained,
  'map-growing-idle': mapGrowingIdle,
  'map-tombstones': mapTombstones,
  'map-dead-entries': mapDeadEntries,
  'maps-many-small': mapsManySmall,
  'maps-not-the-problem': mapsNotTheProblem,
  'slice-slack': sliceSlack,
  'slice-pinned': slicePinned,
  'string-pinned': stringPinned,
  'pool-hoard': poolHoard,
  'timer-unstopped': timerUnstopped,
  'cgo-handles': cgoHandles,
  'finalizer-backlog': finalizerBacklog,
  'goroutine-leak': goroutineLeak,
  'goroutine-highwater': goroutineHighwater,
  'stack-reserve': stackReserve,
  'heap-fragmented': heapFragmented,
  'heap-idle': heapIdle,
  'madvise-free': madviseFree,
  'memory-outside-go': memoryOutsideGo,
  'mspan-spread': mspanSpread,
  'gogc-high': gogcHigh,
  'gomemlimit-missing': gomemlimitMissing,
  'memprofile-off': memprofileOff,
  'non-go-memory': nonGoMemory,
  'alloc-churn': allocChurn,
  'memory-growth': memoryGrowth,
  'alloc-cpu': allocCpu,
  'map-growth-cpu': mapGrowthCpu,
  'gc-thrash': gcThrash,
  'forced-gc': forcedGc,
  'map-race': mapRace,
  'data-race': dataRace,
  'nil-map-write': nilMapWrite,
  'out-of-memory': outOfMemory,
};

/** The entry with this id, or undefined. */
export function explain(id: string): CatalogueEntry | undefined {
  return Object.hasOwn(catalogue, id) ? catalogue[id as FindingId] : undefined;
}
