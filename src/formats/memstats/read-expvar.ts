import type { Diagnostics } from '../../base/index.ts';
import { checkStatistics } from './check-statistics.ts';
import { memStatsFields } from './mem-stats-fields.ts';
import type { MemoryStatistics } from './memory-statistics.ts';
import { applyRuntimeMetrics } from './runtime-metrics.ts';
import { StatisticsBuilder } from './statistics-builder.ts';

/** What `/debug/vars` says: the statistics, and the path of the program (the rest of its command line is not kept: it can hold secrets). */
export interface ExpvarStatistics {
  readonly statistics: MemoryStatistics;
  readonly program: string | null;
}

/**
 * Reads the JSON that package expvar serves: `memstats` is runtime.MemStats (expvar.go, memstats), or that object alone; names of
 * runtime/metrics among its variables count too. Undefined where there are no statistics.
 */
export function readExpvar(text: string, diagnostics: Diagnostics): ExpvarStatistics | undefined {
  const root = objectOf(parsed(text));
  if (!root) return undefined;
  const memstats = objectOf(root['memstats']) ?? root;
  const builder = new StatisticsBuilder(diagnostics);
  for (const [name, field] of memStatsFields) {
    const value = memstats[name];
    if (typeof value === 'number') builder.number(field, value);
  }
  const { LastGC: lastGcNs } = memstats;
  if (typeof lastGcNs === 'number') builder.number('lastGcMs', lastGcNs / 1e6);
  for (const variables of [root, ...Object.values(root).map(objectOf)]) {
    if (!variables) continue;
    const values = Object.entries(variables).filter(
      (entry): entry is [string, number] => entry[0].startsWith('/') && typeof entry[1] === 'number',
    );
    applyRuntimeMetrics(new Map(values), builder);
  }
  if (!builder.isTold) return undefined;
  const statistics = builder.build();
  checkStatistics(statistics, diagnostics);
  const [program] = Array.isArray(root['cmdline']) ? (root['cmdline'] as unknown[]) : [];
  return { statistics, program: typeof program === 'string' ? program : null };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
