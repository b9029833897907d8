import { formatBytes, formatCount, formatShare } from '../../../findings/index.ts';
import { durationText } from '../../report/view/amounts.ts';
import type { Unit } from '../model/page-data.ts';

/** A value of a sample type, as pprof names units, short: `12 MiB`, `1.5 s`, `3,456`. */
export function sampleText(value: number, unit: string): string {
  if (unit === 'bytes') return formatBytes(Math.round(value));
  if (unit !== 'nanoseconds') return formatCount(Math.round(value));
  return timeText(value / 1e6);
}

/** The same to the last digit: `12,345,678 B`. */
export function exactText(value: number, unit: string): string {
  if (unit === 'bytes') return `${formatCount(value)} B`;
  return unit === 'nanoseconds' ? `${formatCount(value)} ns` : formatCount(value);
}

/** With its sign, for changes. */
export function signedText(value: number, unit: string): string {
  return `${value > 0 ? '+' : ''}${sampleText(value, unit)}`;
}

/** A value of a table or timeline. */
export function unitText(value: number, unit: Unit): string {
  if (unit === 'bytes') return formatBytes(Math.round(value));
  if (unit === 'share') return formatShare(value, 1);
  if (unit === 'ms') return timeText(value);
  return Number.isInteger(value) ? formatCount(value) : String(value);
}

/** Times below a second to a tenth of a millisecond: rounded up, short ones would add to more than their sum. */
function timeText(elapsedMs: number): string {
  if (elapsedMs < 0) return `-${timeText(-elapsedMs)}`;
  if (elapsedMs < 1000) return `${Math.round(elapsedMs * 10) / 10} ms`;
  return durationText(elapsedMs);
}
