const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
/** Steps between marks in milliseconds: what people count time in. */
const steps = [
  [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500],
  [1, 2, 5, 10, 15, 30].map((count) => count * second),
  [1, 2, 5, 10, 15, 30].map((count) => count * minute),
  [1, 2, 3, 6, 12].map((count) => count * hour),
  [1, 2, 7, 14, 30, 90, 365, 3650].map((count) => count * day),
].flat();

/** Moments to mark between two, at round distances, at most `most` of them and one more. */
export function timeTicks(fromMs: number, toMs: number, most: number): number[] {
  const range = toMs - fromMs;
  if (!(range > 0)) return [fromMs];
  const step = steps.find((each) => range / each <= most) ?? range / most;
  const first = Math.ceil(fromMs / step);
  const marks = Array.from({ length: Math.floor(toMs / step) - first + 1 }, (_, at) => (first + at) * step);
  // What was rounded may lie just outside.
  return marks.filter((atMs) => atMs >= fromMs && atMs <= toMs);
}

/** A moment since the beginning: `250 ms`, `1.5 s`, `3 min`, `2 h`, `5 d`. */
export function momentText(atMs: number): string {
  for (const [unit, name] of [
    [day, 'd'],
    [hour, 'h'],
    [minute, 'min'],
    [second, 's'],
  ] as const)
    if (Math.abs(atMs) >= unit) return `${Math.round((100 * atMs) / unit) / 100} ${name}`;
  return atMs === 0 ? '0' : `${Math.round(100 * atMs) / 100} ms`;
}
