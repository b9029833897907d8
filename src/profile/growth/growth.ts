import type { Diagnostic } from '../../base/index.ts';

export type GrowthVerdict = 'growing' | 'steady' | 'unknown';

/**
 * Why a verdict is what it is. Growing: it rises in time, beyond the same hours of the days before, or from day to day.
 * Steady: what it may still rise by is too little to matter, or it falls. Unknown: the rest.
 */
export type GrowthReason =
  | 'rises-with-time'
  | 'rises-beyond-other-days'
  | 'rises-from-day-to-day'
  | 'too-little-to-matter'
  | 'falls'
  | 'one-step'
  | 'noise'
  | 'few-points'
  | 'few-days'
  | 'young-run'
  | 'gaps';

export interface LineGrowth {
  readonly name: string;
  readonly unit: 'bytes' | 'count';
  readonly verdict: GrowthVerdict;
  readonly reason: GrowthReason;
  /** What the slope is of: the last run as it is, or what it rose beyond the same hours of other days, or whole days. */
  readonly basis: 'window' | 'other-days' | 'whole-days';
  /** Of the troughs, in the line's unit an hour, with the interval that holds it with 95 % confidence; null where unknown. */
  readonly slopePerHour: number | null;
  readonly lowPerHour: number | null;
  readonly highPerHour: number | null;
  /** How often noise alone would look so; two-sided. */
  readonly pValue: number | null;
  /** What the slope is asked of, in milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Since when it grows at least, in milliseconds since 1970; null where it is not said to grow. */
  readonly beganMs: number | null;
  /** The high-water mark of the whole series, and the last value. */
  readonly peak: number;
  readonly peakMs: number;
  readonly now: number;
  /** Runs of the process that the series shows: one more than its restarts. */
  readonly runs: number;
  readonly points: number;
  /** Troughs from first to last, at most `shapePoints` of them. */
  readonly shape: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface GrowthOptions {
  /**
   * Whether the line may rise and fall with the day. `expected` (the default): a rise within hours counts only beyond that
   * of other days. `ignored`: the question is about the window alone, and a morning's rise is growth like any other.
   */
  readonly dailyCycle?: 'expected' | 'ignored';
  /** A window's rise that is worth a word, in the line's unit; less is steady. Default: a hundredth of the line. */
  readonly leastRise?: number;
}
