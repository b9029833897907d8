import { Diagnostics, type Diagnostic } from '../../base/index.ts';

/** One line's bytes, or a count, over time. */
export interface LineSeries {
  readonly name: string;
  readonly unit: 'bytes' | 'count';
  /** Milliseconds since 1970, rising. */
  readonly timesMs: readonly number[];
  /** What the line was then; where the source reduces many samples to one, the lowest since the time before. */
  readonly values: readonly number[];
  /** The highest since the time before, where the source knows it. */
  readonly highs?: readonly number[];
  /** When the process started anew, where the source knows it. */
  readonly startsMs?: readonly number[];
}

/** So many points are looked at; a longer series is refused where it is read. */
export const seriesPointsMax = 400_000;

/** No address space has more bytes; beyond it slopes and their errors would leave the range of numbers. */
const mostValue = 2 ** 64;
/** ECMAScript's last time. */
const mostMs = 8.64e15;

/**
 * A series that the arithmetic may rely on: values that can be bytes, times that rise. What is not so is left out,
 * with a diagnostic.
 */
export function checkedSeries(series: LineSeries): {
  series: LineSeries;
  diagnostics: readonly Diagnostic[];
} {
  const diagnostics = new Diagnostics();
  const { name, timesMs, values, highs } = series;
  const kept: number[] = [];
  let lastMs = -Infinity;
  for (let i = 0; i < Math.min(timesMs.length, values.length, seriesPointsMax); i++) {
    if (!(Math.abs(timesMs[i]) <= mostMs) || !(values[i] >= 0 && values[i] <= mostValue))
      diagnostics.add('series-value', `${name}: a point is no number of bytes at a time; it is left out.`);
    else if (timesMs[i] <= lastMs)
      diagnostics.add(
        'series-time',
        `${name}: the time of a point is not after the one before; it is left out.`,
      );
    else {
      kept.push(i);
      lastMs = timesMs[i];
    }
  }
  if (timesMs.length > seriesPointsMax)
    diagnostics.add('series-long', `${name}: only the first ${seriesPointsMax} points are looked at.`);
  if (kept.length === timesMs.length && kept.length === values.length) return { series, diagnostics: [] };
  const pick = (of: readonly number[]): number[] => kept.map((i) => of[i]);
  return {
    series: {
      ...series,
      timesMs: pick(timesMs),
      values: pick(values),
      ...(highs ? { highs: kept.map((i) => highs[i] ?? values[i]) } : {}),
    },
    diagnostics: diagnostics.list(),
  };
}
