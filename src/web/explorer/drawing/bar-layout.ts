import type { Size } from './cell-layout.ts';
import type { BarGroup } from './fill-bar.ts';

/** Sizes of a bar with the gap that follows it, from those that are seen best. */
const barSizes = [
  { width: 18, height: 54, gap: 4 },
  { width: 14, height: 42, gap: 3 },
  { width: 10, height: 30, gap: 3 },
  { width: 8, height: 24, gap: 2 },
  { width: 6, height: 18, gap: 2 },
  { width: 5, height: 13, gap: 1 },
  { width: 4, height: 10, gap: 1 },
  { width: 3, height: 8, gap: 1 },
] as const;

/** Room above a group of bars for its name. */
export const barTitleHeight = 16;
const groupGap = 10;

/** Bars of the smallest size that an area has room for, beside the names of two groups. */
export function mostBars({ width, height }: Size): number {
  const { width: barWidth, height: barHeight, gap } = barSizes[barSizes.length - 1];
  const rows = Math.floor((height - 2 * (barTitleHeight + groupGap + barHeight)) / (barHeight + gap));
  return Math.max(1, rows) * Math.max(1, Math.floor(width / (barWidth + gap)));
}

export interface BarLayout {
  readonly barWidth: number;
  readonly barHeight: number;
  readonly groups: readonly {
    readonly group: BarGroup;
    readonly y: number;
    /** x and y of each bar. */
    readonly places: Float64Array;
  }[];
  readonly height: number;
}

/** The largest bars that fit. */
export function layoutBars(groups: readonly BarGroup[], { width, height }: Size): BarLayout {
  let layout: BarLayout | undefined;
  for (const size of barSizes) {
    layout = layoutAt(groups, width, size);
    if (layout.height <= height) break;
  }
  return layout ?? { barWidth: 0, barHeight: 0, groups: [], height: 0 };
}

function layoutAt(groups: readonly BarGroup[], width: number, size: (typeof barSizes)[number]): BarLayout {
  const perRow = Math.max(1, Math.floor((width + size.gap) / (size.width + size.gap)));
  let y = 0;
  const placed = groups.map((group) => {
    const top = y;
    const places = new Float64Array(2 * group.bars.length);
    for (let bar = 0; bar < group.bars.length; bar++) {
      places[2 * bar] = (bar % perRow) * (size.width + size.gap);
      places[2 * bar + 1] = top + barTitleHeight + Math.floor(bar / perRow) * (size.height + size.gap);
    }
    y = top + barTitleHeight + Math.ceil(group.bars.length / perRow) * (size.height + size.gap) + groupGap;
    return { group, y: top, places };
  });
  return { barWidth: size.width, barHeight: size.height, groups: placed, height: y - groupGap };
}
