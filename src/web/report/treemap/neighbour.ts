import type { Box } from './squarify.ts';

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * Index of the box that an arrow key leads to from the box `from`: the nearest of those that lie beyond its edge, and of
 * equally near ones that which is most nearly level with it. `from` itself where there is none.
 */
export function neighbour(boxes: readonly Box[], from: number, direction: Direction): number {
  const isAcross = direction === 'ArrowLeft' || direction === 'ArrowRight';
  const sign = direction === 'ArrowLeft' || direction === 'ArrowUp' ? -1 : 1;
  const here = spans(boxes[from], isAcross, sign);
  let best = from;
  let least = Infinity;
  boxes.forEach((box, index) => {
    if (index === from) return;
    const there = spans(box, isAcross, sign);
    const ahead = there.start - here.end;
    // Gaps between boxes are no more than some pixels; what begins before our end is beside us.
    if (ahead < -1) return;
    const aside = Math.max(0, there.low - here.high, here.low - there.high);
    const offset = Math.abs(there.low + there.high - here.low - here.high) / 2;
    const distance = ahead + 4 * aside + offset / 1000;
    if (distance < least) {
      least = distance;
      best = index;
    }
  });
  return best;
}

/** A box along the direction of travel (start to end) and across it (low to high). */
function spans(
  { x, y, width, height }: Box,
  isAcross: boolean,
  sign: number,
): { start: number; end: number; low: number; high: number } {
  const [place, length, low, breadth] = isAcross ? [x, width, y, height] : [y, height, x, width];
  const ends = [sign * place, sign * (place + length)];
  return { start: Math.min(...ends), end: Math.max(...ends), low, high: low + breadth };
}
