/** A rectangle; x to the right, y down, any unit. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * One box a value, in the order of the values, that together fill `box`: areas are proportional to the values, and sides are
 * kept near each other (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000). A value of 0 or less gets a box without area.
 */
export function squarify(values: readonly number[], box: Box): Box[] {
  const boxes: Box[] = values.map(() => ({ x: box.x, y: box.y, width: 0, height: 0 }));
  const order = [...values.keys()].filter((index) => values[index] > 0);
  order.sort((a, b) => values[b] - values[a]);
  let left = order.reduce((sum, index) => sum + values[index], 0);
  let rest = box;
  for (let from = 0; from < order.length; ) {
    const scale = (rest.width * rest.height) / left;
    const to = endOfRow(order, values, from, Math.min(rest.width, rest.height), scale);
    const row = order.slice(from, to);
    const sum = row.reduce((total, index) => total + values[index], 0);
    // What the last row leaves would be a rounding error only.
    const share = to === order.length ? 1 : sum / left;
    rest = layRow(row, values, sum, share, rest, boxes);
    left -= sum;
    from = to;
  }
  return boxes;
}

/** How far a row goes before another box in it would make the worst of its shapes longer. */
function endOfRow(
  order: readonly number[],
  values: readonly number[],
  from: number,
  side: number,
  scale: number,
): number {
  const largest = values[order[from]] * scale;
  let sum = 0;
  let worst = Infinity;
  for (let to = from; to < order.length; to++) {
    const area = values[order[to]] * scale;
    sum += area;
    const ratio = Math.max((side * side * largest) / (sum * sum), (sum * sum) / (side * side * area));
    if (ratio > worst) return to;
    worst = ratio;
  }
  return order.length;
}

/** Puts a row along the shorter side and gives what is left of the box. */
function layRow(
  row: readonly number[],
  values: readonly number[],
  sum: number,
  share: number,
  { x, y, width, height }: Box,
  boxes: Box[],
): Box {
  const isUpright = width >= height;
  const across = share * (isUpright ? width : height);
  const along = isUpright ? height : width;
  let before = 0;
  for (const index of row) {
    const start = (along * before) / sum;
    before += values[index];
    const length = (along * before) / sum - start;
    boxes[index] = isUpright
      ? { x, y: y + start, width: across, height: length }
      : { x: x + start, y, width: length, height: across };
  }
  return isUpright
    ? { x: x + across, y, width: width - across, height }
    : { x, y: y + across, width, height: height - across };
}
