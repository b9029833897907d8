import { type GoLine, goLineName } from '../../predict/index.ts';
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

/** `1.18 – 1.20, 1.22, 1.24 – 1.25 noswissmap`: versions that follow one another are one range. */
export function groupName(group: readonly WorkloadSeries[]): string {
  const ranges: { first: GoLine; last: GoLine }[] = [];
  for (const { line } of group.toSorted((one, other) => one.line.minor - other.line.minor)) {
    const range = ranges.findLast(({ last }) => isNamedByDesign(last) === isNamedByDesign(line));
    if (range && range.last.minor + 1 === line.minor) range.last = line;
    else ranges.push({ first: line, last: line });
  }
  return ranges
    .map(({ first, last }) => (first === last ? goLineName(first) : `1.${first.minor} – ${goLineName(last)}`))
    .join(', ');
}

/** Whether the name of the line says which design it has, besides the version. */
function isNamedByDesign(line: GoLine): boolean {
  return goLineName(line).includes(' ');
}
