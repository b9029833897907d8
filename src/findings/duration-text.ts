const steps = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** `250 ms`, `1.5 s`, `30 min`, `2 h`: at most three significant digits. */
export function formatDuration(durationMs: number): string {
  const [unit, unitMs] = steps.find(([, ms]) => durationMs >= ms * 0.9995) ?? (['ms', 1] as const);
  const value = durationMs / unitMs;
  const text = value >= 99.95 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
  return `${text} ${unit}`;
}
