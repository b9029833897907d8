import type { Diagnostics } from '../../base/index.ts';
import { checkStatistics } from './check-statistics.ts';
import type { MemoryStatistics, NumberField } from './memory-statistics.ts';
import { type MetricSample, metricSamples } from './metric-samples.ts';
import { applyRuntimeMetrics, runtimeMetricNames } from './runtime-metrics.ts';
import { StatisticsBuilder } from './statistics-builder.ts';

/** client_golang prometheus/go_collector.go (memstats), prometheus/process_collector.go and prometheus/go_collector_latest.go. */
const plainNames: ReadonlyMap<string, NumberField> = new Map<string, NumberField>([
  ['go_memstats_sys_bytes', 'sysBytes'],
  ['go_memstats_heap_alloc_bytes', 'heapAllocBytes'],
  ['go_memstats_heap_sys_bytes', 'heapSysBytes'],
  ['go_memstats_heap_idle_bytes', 'heapIdleBytes'],
  ['go_memstats_heap_inuse_bytes', 'heapInuseBytes'],
  ['go_memstats_heap_released_bytes', 'heapReleasedBytes'],
  // Until client_golang 0.9 it stood as a counter.
  ['go_memstats_heap_released_bytes_total', 'heapReleasedBytes'],
  ['go_memstats_heap_objects', 'heapObjectCount'],
  ['go_memstats_stack_inuse_bytes', 'stackInuseBytes'],
  ['go_memstats_stack_sys_bytes', 'stackSysBytes'],
  ['go_memstats_mspan_inuse_bytes', 'mspanInuseBytes'],
  ['go_memstats_mspan_sys_bytes', 'mspanSysBytes'],
  ['go_memstats_mcache_inuse_bytes', 'mcacheInuseBytes'],
  ['go_memstats_mcache_sys_bytes', 'mcacheSysBytes'],
  ['go_memstats_buck_hash_sys_bytes', 'profilingSysBytes'],
  ['go_memstats_gc_sys_bytes', 'gcSysBytes'],
  ['go_memstats_other_sys_bytes', 'otherSysBytes'],
  ['go_memstats_alloc_bytes_total', 'totalAllocBytes'],
  ['go_memstats_mallocs_total', 'mallocCount'],
  ['go_memstats_frees_total', 'freeCount'],
  ['go_memstats_next_gc_bytes', 'nextGcBytes'],
  ['go_memstats_gc_cpu_fraction', 'gcCpuShare'],
  ['go_goroutines', 'goroutineCount'],
  ['go_threads', 'threadCount'],
  ['go_gc_duration_seconds_count', 'gcCount'],
  ['process_resident_memory_bytes', 'residentBytes'],
]);

/** In seconds. */
const times: ReadonlyMap<string, NumberField> = new Map([
  ['go_memstats_last_gc_time_seconds', 'lastGcMs'],
  ['process_start_time_seconds', 'startedMs'],
]);

/** Exposed names of runtime/metrics: prometheus/internal/go_runtime_metrics.go, RuntimeMetricsToProm. */
const runtimeNames: ReadonlyMap<string, string> = new Map(
  [...runtimeMetricNames].flatMap((name) => {
    const [path, unit] = name.split(':');
    const exposed = `go${path}_${unit}`.replaceAll(/[/-]/g, '_');
    // Counters have a suffix; a gauge with it would not exist.
    return [
      [exposed, name],
      [`${exposed}_total`, name],
    ] as const;
  }),
);

const versionName = 'go_info';

/**
 * Reads what a Go process exposes to Prometheus: the statistics of either Go collector of client_golang and of its process collector.
 * Undefined where there are none, and where they are of several processes (a federation, a push gateway): a diagnostic says that.
 */
export function readMetricsText(text: string, diagnostics: Diagnostics): MemoryStatistics | undefined {
  const builder = new StatisticsBuilder(diagnostics);
  const runtimeValues = new Map<string, number>();
  const processes = new Map<string, Set<string>>();
  for (const sample of metricSamples(text, isWanted)) {
    const labels = identityOf(sample);
    const seen = processes.get(sample.name) ?? new Set();
    processes.set(sample.name, seen.add(labels));
    apply(sample, builder, runtimeValues);
  }
  const count = Math.max(0, ...[...processes.values()].map((seen) => seen.size));
  if (count > 1) {
    diagnostics.add(
      'several-processes',
      `The metrics are of ${count} processes, told apart by their labels; ask one process for its own.`,
    );
    return undefined;
  }
  applyRuntimeMetrics(runtimeValues, builder);
  if (!builder.isTold) return undefined;
  const statistics = builder.build();
  checkStatistics(statistics, diagnostics);
  return statistics;
}

function isWanted(name: string): boolean {
  return plainNames.has(name) || times.has(name) || runtimeNames.has(name) || name === versionName;
}

/** Labels of one process are the same on all of its series; `version` is what go_info says. */
function identityOf({ labels }: MetricSample): string {
  const own = [...labels].filter(([label]) => label !== 'version');
  return JSON.stringify(own.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function apply(
  { name, labels, value }: MetricSample,
  builder: StatisticsBuilder,
  runtimeValues: Map<string, number>,
): void {
  const plain = plainNames.get(name);
  const time = times.get(name);
  const metric = runtimeNames.get(name);
  if (plain !== undefined) builder.number(plain, value);
  else if (time !== undefined) builder.number(time, value * 1000);
  else if (metric !== undefined) runtimeValues.set(metric, value);
  else builder.goVersion(labels.get('version') ?? '');
}
