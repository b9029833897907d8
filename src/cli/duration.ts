import { UsageError } from './failure.ts';

const unitsMs: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
};

/** `30s`, `10m`, `1h30m`, `14d`, in milliseconds; as Prometheus writes durations. */
export function parseDuration(text: string): number {
  const parts = [...text.trim().matchAll(/(\d{1,6}(?:\.\d{1,3})?)([smhdw])/g)];
  const sum = parts.reduce((ms, [, count, unit]) => ms + Number(count) * unitsMs[unit], 0);
  if (sum <= 0 || parts.map(([part]) => part).join('') !== text.trim())
    throw new UsageError(`'${text}' is not a duration; write 30s, 10m, 2h or 14d`);
  return sum;
}
