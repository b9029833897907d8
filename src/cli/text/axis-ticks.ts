import type { TimeAxis } from '../../workload/index.ts';

/** Round places of an axis from 0, the last of which is at or beyond `largest`: powers of two, as binary units want. */
export function byteTicks(largest: number, countMax: number): number[] {
  let step = 1;
  while (largest / step > countMax) step *= 2;
  return Array.from({ length: Math.max(1, Math.ceil(largest / step)) + 1 }, (_, place) => place * step);
}

export interface AxisTick {
  readonly at: number;
  readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const timeSteps = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364, 1820, 3640, 36400].map((count) => count * day),
];

/** Round places between the ends of an axis, at most `countMax`. */
export function axisTicks(axis: TimeAxis, end: number, countMax: number): AxisTick[] {
  const span = end - axis.start;
  const isTime = axis.kind === 'elapsed' || axis.kind === 'clock';
  const step = isTime
    ? (timeSteps.find((each) => span / each <= countMax - 1) ?? span)
    : decimalStep(span, countMax);
  if (!(step > 0)) return [{ at: axis.start, label: axisLabel(axis, axis.start, 0) }];
  // Round in the zone that the file writes, not in UTC.
  const shift = axis.kind === 'clock' ? (axis.zoneMinutes ?? 0) * minute : 0;
  const ticks: AxisTick[] = [];
  for (let at = Math.ceil((axis.start + shift) / step) * step - shift; at <= end; at += step) {
    ticks.push({ at, label: axisLabel(axis, at, step) });
  }
  return ticks;
}

/** A place of the axis in words; `step` says how exactly: 0 is as exactly as it goes. */
export function axisLabel(axis: TimeAxis, at: number, step: number): string {
  if (axis.kind === 'operations') return roundCount(at);
  if (axis.kind === 'number') return String(Number(at.toPrecision(10)));
  if (axis.kind === 'elapsed') return durationText(at);
  const local = new Date(at + (axis.zoneMinutes ?? 0) * minute).toISOString();
  if (step >= day) return local.slice(0, 10);
  if (step >= minute) return local.slice(11, 16);
  return step > 0 ? local.slice(11, 19) : `${local.slice(0, 10)} ${local.slice(11, 16)}`;
}

function decimalStep(span: number, countMax: number): number {
  if (!(span > 0)) return 0;
  const scale = 10 ** Math.floor(Math.log10(span / countMax));
  return (
    [1, 2, 5, 10].map((factor) => factor * scale).find((step) => span / step <= countMax - 1) ?? 20 * scale
  );
}

function roundCount(count: number): string {
  const [scale, suffix] =
    count < 1e3 ? [1, ''] : count < 1e6 ? [1e3, 'k'] : count < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${Number((count / scale).toPrecision(3))}${suffix}`;
}

/** `90s` is `1m30s`, `3600s` is `1h`. */
export function durationText(elapsedMs: number): string {
  if (elapsedMs === 0) return '0';
  if (elapsedMs < second) return `${Number(elapsedMs.toPrecision(3))}ms`;
  let rest = Math.round(elapsedMs / second);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.slice(0, 2).join('') || '0s';
}
