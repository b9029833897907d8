import type { Size } from './cell-layout.ts';
import type { BarGroup } from './fill-bar.ts';

/** Sizes of a bar with the gap that follows it, from those that are seen best. */
const barSizes = [
  { width: 30, height: 64, gap: 6 },
  { width: 24, height: 52, gap: 5 },
  { width: 18, height: 40, gap: 4 },
  { width: 14, height: 32, gap: 3 },
  { width: 10, height: 24, gap: 3 },
  { width: 8, height: 20, gap: 2 },
  { width: 6, height: 15, gap: 2 },
  { width: 5, height: 11, gap: 1 },
  { width: 4, height: 9, gap: 1 },
  { width: 3, height: 7, gap: 1 },
] as const;
interface BarSize extends Size {
  readonly gap: number;
}

/** Bars are stretched to fill the room, up to so many times their width. */
const longestBar = 4;

/** Place of the size for bars whose number is free to choose. */
const usualBarSize = 5;

/** Room above a group of bars for its name. */
export const barTitleHeight = 16;
const groupGap = 10;

/** Bars that an area has room for, beside the names of two groups: of a size that is seen well, or of the smallest. */
export function mostBars({ width, height }: Size, size: 'usual' | 'smallest'): number {
  const {
    width: barWidth,
    height: barHeight,
    gap,
  } = barSizes[size === 'usual' ? usualBarSize : barSizes.length - 1];
  const rows = Math.floor((height - 2 * (barTitleHeight + groupGap + barHeight)) / (barHeight + gap));
  return Math.max(1, rows) * Math.max(1, Math.floor(width / (barWidth + gap)));
}

export interface BarLayout {
  readonly barWidth: number;
  readonly barHeight: number;
  readonly groups: readonly {
    readonly group: BarGroup;
    readonly y: number;
    readonly rowCount: number;
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
    if (layout.height <= height) return layoutAt(groups, width, stretched(size, layout, height));
  }
  return layout ?? { barWidth: 0, barHeight: 0, groups: [], height: 0 };
}

function stretched(size: BarSize, layout: BarLayout, height: number): BarSize {
  const rows = layout.groups.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const more = rows === 0 ? 0 : Math.floor((height - layout.height) / rows);
  return { ...size, height: Math.min(longestBar * size.width, size.height + more) };
}

function layoutAt(groups: readonly BarGroup[], width: number, size: BarSize): BarLayout {
  const perRow = Math.max(1, Math.floor((width + size.gap) / (size.width + size.gap)));
  let y = 0;
  const placed = groups.map((group) => {
    const top = y;
    const places = new Float64Array(2 * group.bars.length);
    for (let bar = 0; bar < group.bars.length; bar++) {
      places[2 * bar] = (bar % perRow) * (size.width + size.gap);
      places[2 * bar + 1] = top + barTitleHeight + Math.floor(bar / perRow) * (size.height + size.gap);
    }
    const rowCount = Math.ceil(group.bars.length / perRow);
    y = top + barTitleHeight + rowCount * (size.height + size.gap) + groupGap;
    return { group, y: top, rowCount, places };
  });
  return { barWidth: size.width, barHeight: size.height, groups: placed, height: y - groupGap };
}
