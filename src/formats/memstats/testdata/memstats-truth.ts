import { memStatsFields } from '../mem-stats-fields.ts';
import type { MemoryStatistics } from '../memory-statistics.ts';
import type { StatisticsServer } from './statistics-server.ts';

type GoMemStats = Readonly<Record<string, number>>;

/** One way of telling, and what runtime.ReadMemStats said before and after it; no collection came between. */
export interface Rendering {
  readonly Text: string;
  readonly Before: GoMemStats;
  readonly After: GoMemStats;
}

/** The stacks of goroutines that a collector starts, and work buffers, come and go between the readings. */
const unsteady: ReadonlySet<string> = new Set([
  'HeapSys',
  'HeapIdle',
  'HeapInuse',
  'HeapReleased',
  'StackInuse',
  'StackSys',
  'GCSys',
  'OtherSys',
]);
const unsteadyBytes = 256 * 1024;

export async function renderings(server: StatisticsServer): Promise<Readonly<Record<string, Rendering>>> {
  const response = await fetch(`${server.origin}/truth`);
  return (await response.json()) as Record<string, Rendering>;
}

/** What is not between the two readings of Go's own, and fields of MemStats that are not told. */
export function differences(
  read: MemoryStatistics | undefined,
  { Before, After }: Rendering,
): { readonly wrong: string[]; readonly untold: string[] } {
  const wrong: string[] = [];
  const untold: string[] = [];
  for (const [name, field] of memStatsFields) {
    if (!(name in Before)) continue;
    const value = read?.[field] ?? null;
    if (value === null) untold.push(name);
    else {
      const [low, high] = [Before[name], After[name]].toSorted((a, b) => a - b);
      const slack = unsteady.has(name) ? unsteadyBytes : 0;
      if (value < low - slack || value > high + slack)
        wrong.push(`${name}: ${value} is not in ${low} to ${high}`);
    }
  }
  const lastGcMs = Before['LastGC'] / 1e6;
  if (read?.lastGcMs !== null && Math.abs((read?.lastGcMs ?? 0) - lastGcMs) > 1)
    wrong.push(`LastGC: ${read?.lastGcMs} is not ${lastGcMs}`);
  return { wrong, untold };
}
