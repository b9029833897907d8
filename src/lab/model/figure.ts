/** What the model says a measurement must come to, in bytes or as a plain number; `low` and `high` are chance's bounds. */
export interface Figure {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Figures by name; undefined where a line of Go has no such thing. */
export type Figures = Readonly<Record<string, Figure | undefined>>;

export function exactly(mean: number): Figure {
  return { mean, low: mean, high: mean };
}
