import { goLineName } from '../../predict/index.ts';
import type { WorkloadSeries } from '../../workload/index.ts';

/** Lines of Go whose maps took the same at every moment. */
export function sameGroups(all: readonly WorkloadSeries[]): WorkloadSeries[][] {
  const groups = new Map<string, WorkloadSeries[]>();
  for (const series of all) {
    const name = JSON.stringify(series.points);
    const known = groups.get(name);
    if (known) known.push(series);
    else groups.set(name, [series]);
  }
  return [...groups.values()];
}

/** `1.20, 1.23` */
export function groupName(group: readonly WorkloadSeries[]): string {
  return group.map(({ line }) => goLineName(line)).join(', ');
}
