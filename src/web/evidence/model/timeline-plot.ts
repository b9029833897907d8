import type { Series, Timeline } from './page-data.ts';

/** The ranges of a timeline; values begin at 0. */
export interface TimelineRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly largest: number;
  /** Every moment at which something is said, in order. */
  readonly moments: readonly number[];
}

export function rangeOf({ series }: Timeline): TimelineRange {
  const moments = new Set<number>();
  let largest = 0;
  for (const { points, drawnAs } of series)
    for (const [atMs, value] of points) {
      moments.add(atMs);
      // Marks are numbers of events: they have no height.
      if (value !== null && drawnAs !== 'marks') largest = Math.max(largest, value);
    }
  const ordered = [...moments].toSorted((a, b) => a - b);
  return { fromMs: ordered[0] ?? 0, toMs: ordered.at(-1) ?? 0, largest, moments: ordered };
}

/** The path of a series in an SVG; what is not known is a gap. */
export function pathOf(
  points: readonly (readonly [atMs: number, value: number | null])[],
  drawnAs: Exclude<Series['drawnAs'], 'marks'>,
  x: (atMs: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let isOpen = false;
  for (const [atMs, value] of points) {
    if (value === null) {
      isOpen = false;
      continue;
    }
    const [left, top] = [round(x(atMs)), round(y(value))];
    if (!isOpen) path += `M${left} ${top}`;
    else
      path += { line: `L${left} ${top}`, steps: `H${left}V${top}`, 'back-steps': `V${top}H${left}` }[drawnAs];
    isOpen = true;
  }
  return path;
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

/** The value at a moment: the one that holds then, of `marks` the one of that very moment; undefined where there is none. */
export function valueAt({ points, drawnAs }: Series, atMs: number): number | null | undefined {
  if (drawnAs === 'marks') return points.find(([at]) => at === atMs)?.[1];
  if (drawnAs === 'back-steps') return points.find(([at]) => at >= atMs)?.[1];
  return points.findLast(([at]) => at <= atMs)?.[1];
}
