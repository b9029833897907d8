/** A range of buckets, or tables, drawn as one bar. Shares are of its slots, from 0 to 1. */
export interface FillBar {
  readonly full: number;
  readonly deleted: number;
  /** 1 where the buckets of the range have been left for the new array. */
  readonly evacuated: number;
}

/** Bars of a part of the structure, with what each stands for. */
export interface BarGroup {
  readonly kind: 'tables' | 'array' | 'old-array';
  readonly bars: readonly FillBar[];
  /** Tables, or buckets, in a bar. */
  readonly each: number;
}
