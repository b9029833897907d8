/** Where the data of a chart lies on its surface, in CSS pixels; y grows downward. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly xEnd: number;
  readonly yEnd: number;
}

export function xOf({ left, width, xEnd }: Plot, entries: number): number {
  return left + (width * entries) / xEnd;
}

export function yOf({ top, height, yEnd }: Plot, bytes: number): number {
  return top + height * (1 - bytes / yEnd);
}

/** Entries at a place on the surface, within the axis. */
export function entriesAt({ left, width, xEnd }: Plot, x: number): number {
  return Math.max(0, Math.min(xEnd, ((x - left) / width) * xEnd));
}

/** A path through points. Storage changes at once, so that steps are drawn as steps. */
export function stepPath(plot: Plot, entries: readonly number[], bytes: readonly number[]): string {
  let path = '';
  let lastY = '';
  for (let place = 0; place < entries.length; place++) {
    const x = xOf(plot, entries[place]).toFixed(1);
    const y = yOf(plot, bytes[place]).toFixed(1);
    if (place === 0) path = `M${x} ${y}`;
    else path += y === lastY ? `H${x}` : `H${x}V${y}`;
    lastY = y;
  }
  return path;
}

/** A path through expected values, which change bit by bit. */
export function linePath(
  plot: Plot,
  points: readonly { readonly entries: number; readonly bytes: number }[],
): string {
  return points
    .map(
      ({ entries, bytes }, place) =>
        `${place === 0 ? 'M' : 'L'}${xOf(plot, entries).toFixed(1)} ${yOf(plot, bytes).toFixed(1)}`,
    )
    .join('');
}
