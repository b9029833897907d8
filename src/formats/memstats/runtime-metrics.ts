import type { Diagnostics } from '../../base/index.ts';
import { checkStatistics } from './check-statistics.ts';
import type { MemoryStatistics, NumberField } from './memory-statistics.ts';
import { StatisticsBuilder } from './statistics-builder.ts';

interface Sum {
  readonly field: NumberField;
  readonly names: readonly string[];
}

/**
 * Fields of MemStats as sums of metrics, by runtime/metrics.go and runtime/mstats.go (Go 1.19 to 1.26). The allocations of a
 * metric do not count the blocks of the tiny allocator twice, those of MemStats do: Mallocs and Frees both have them added.
 */
const sums: readonly Sum[] = [
  { field: 'sysBytes', names: ['/memory/classes/total:bytes'] },
  { field: 'heapAllocBytes', names: ['/memory/classes/heap/objects:bytes'] },
  {
    field: 'heapInuseBytes',
    names: ['/memory/classes/heap/objects:bytes', '/memory/classes/heap/unused:bytes'],
  },
  {
    field: 'heapIdleBytes',
    names: ['/memory/classes/heap/free:bytes', '/memory/classes/heap/released:bytes'],
  },
  { field: 'heapReleasedBytes', names: ['/memory/classes/heap/released:bytes'] },
  {
    field: 'heapSysBytes',
    names: [
      '/memory/classes/heap/objects:bytes',
      '/memory/classes/heap/unused:bytes',
      '/memory/classes/heap/free:bytes',
      '/memory/classes/heap/released:bytes',
    ],
  },
  { field: 'stackInuseBytes', names: ['/memory/classes/heap/stacks:bytes'] },
  {
    field: 'stackSysBytes',
    names: ['/memory/classes/heap/stacks:bytes', '/memory/classes/os-stacks:bytes'],
  },
  { field: 'mspanInuseBytes', names: ['/memory/classes/metadata/mspan/inuse:bytes'] },
  {
    field: 'mspanSysBytes',
    names: ['/memory/classes/metadata/mspan/inuse:bytes', '/memory/classes/metadata/mspan/free:bytes'],
  },
  { field: 'mcacheInuseBytes', names: ['/memory/classes/metadata/mcache/inuse:bytes'] },
  {
    field: 'mcacheSysBytes',
    names: ['/memory/classes/metadata/mcache/inuse:bytes', '/memory/classes/metadata/mcache/free:bytes'],
  },
  { field: 'profilingSysBytes', names: ['/memory/classes/profiling/buckets:bytes'] },
  { field: 'gcSysBytes', names: ['/memory/classes/metadata/other:bytes'] },
  { field: 'otherSysBytes', names: ['/memory/classes/other:bytes'] },
  { field: 'totalAllocBytes', names: ['/gc/heap/allocs:bytes'] },
  { field: 'heapObjectCount', names: ['/gc/heap/objects:objects'] },
  { field: 'mallocCount', names: ['/gc/heap/allocs:objects', '/gc/heap/tiny/allocs:objects'] },
  { field: 'freeCount', names: ['/gc/heap/frees:objects', '/gc/heap/tiny/allocs:objects'] },
  { field: 'nextGcBytes', names: ['/gc/heap/goal:bytes'] },
  { field: 'gcCount', names: ['/gc/cycles/total:gc-cycles'] },
  { field: 'forcedGcCount', names: ['/gc/cycles/forced:gc-cycles'] },
  { field: 'liveHeapBytes', names: ['/gc/heap/live:bytes'] },
  { field: 'goroutineCount', names: ['/sched/goroutines:goroutines'] },
  { field: 'threadCount', names: ['/sched/threads/total:threads'] },
];

const gcPercentName = '/gc/gogc:percent';
const memoryLimitName = '/gc/gomemlimit:bytes';

/** Every name of runtime/metrics that is understood. */
export const runtimeMetricNames: ReadonlySet<string> = new Set([
  ...sums.flatMap(({ names }) => names),
  gcPercentName,
  memoryLimitName,
]);

/** Puts into `builder` what these values, by their names in runtime/metrics, say. */
export function applyRuntimeMetrics(values: ReadonlyMap<string, number>, builder: StatisticsBuilder): void {
  for (const { field, names } of sums) {
    const parts = names.map((name) => values.get(name));
    if (!parts.includes(undefined))
      builder.number(
        field,
        parts.reduce<number>((sum, part) => sum + (part ?? 0), 0),
      );
  }
  const gcPercent = values.get(gcPercentName);
  if (gcPercent !== undefined) builder.gcPercent(gcPercent);
  const limit = values.get(memoryLimitName);
  if (limit !== undefined) builder.memoryLimit(limit);
}

/**
 * Reads values by their names in runtime/metrics, one a line (`/gc/heap/live:bytes 12`, also with `=` or `:` between); other
 * lines are passed over. Undefined where no line has such a name.
 */
export function readRuntimeMetrics(text: string, diagnostics: Diagnostics): MemoryStatistics | undefined {
  const values = new Map<string, number>();
  const line = /^\s*"?(\/[a-z0-9/-]{1,100}:[a-z-]{1,40})"?\s*[:=]?\s+([0-9.eE+-]{1,40}),?\s*$/gm;
  for (const [, name, value] of text.matchAll(line))
    if (runtimeMetricNames.has(name) && Number.isFinite(Number(value))) values.set(name, Number(value));
  const builder = new StatisticsBuilder(diagnostics);
  applyRuntimeMetrics(values, builder);
  if (!builder.isTold) return undefined;
  const statistics = builder.build();
  checkStatistics(statistics, diagnostics);
  return statistics;
}
