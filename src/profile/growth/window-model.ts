/** A window's rows told by a slope, by steps, and by what differs from day to day. */
export interface WindowFit {
  /** Squares that are left, in units of the scatter's square, and what the steps cost. */
  readonly cost: number;
  /** The slope column's factor with its standard error; 0 where no slope was asked for. */
  readonly slope: number;
  readonly error: number;
  readonly steps: number;
}

/** A column that is thought to matter little: its factor is around zero with this deviation. */
export interface HeldColumn {
  readonly column: readonly number[];
  readonly deviation: number;
}

const stepsMax = 4;
/** A step that falls within a row is seen as two, at neighbouring rows: the second one is cheap. */
const neighbourShare = 0.25;
/** A column of which less than this is left tells nothing that others do not. */
const squareMin = 1e-9;

/**
 * Least squares of one window's rows by Gram and Schmidt: a level, held columns (ridge regression: each is one more row, of
 * the scatter over its deviation), a slope if it is asked for, and steps where they pay for themselves, the best one first.
 */
export class WindowModel {
  readonly #y: Float64Array;
  readonly #slope: Float64Array;
  readonly #steps: readonly Float64Array[];
  readonly #scatter: number;
  readonly #rows: number;

  /** `scatter`: standard deviation of a row. */
  constructor(ys: readonly number[], slope: readonly number[], held: readonly HeldColumn[], scatter: number) {
    this.#scatter = scatter;
    this.#rows = ys.length;
    const grown = (values: readonly number[]): Float64Array => {
      const long = new Float64Array(ys.length + held.length);
      long.set(values);
      return long;
    };
    const level = grown(ys.map(() => 1));
    const base = held.map(({ column, deviation }, i) => {
      const long = grown(column);
      long[ys.length + i] = scatter / deviation;
      return long;
    });
    this.#y = grown(ys);
    this.#slope = grown(slope);
    this.#steps = ys.slice(1).map((_, before) => grown(ys.map((__, row) => (row > before ? 1 : 0))));
    const rest = [...base, this.#y, this.#slope, ...this.#steps];
    sweep(level, rest);
    for (const [i, column] of base.entries()) sweep(column, rest.slice(i + 1));
  }

  /**
   * The best that steps make of it, each at the price of `stepCost`; `scatter` where errors are larger than was thought. No step
   * comes at row `stepsEnd` or after it.
   */
  fit(
    hasSlope: boolean,
    stepCost: number,
    scatter: number = this.#scatter,
    stepsEnd: number = this.#rows,
  ): WindowFit {
    const y = this.#y.slice();
    // The first of them is at row 1.
    const steps = this.#steps.slice(0, Math.max(0, stepsEnd - 1)).map((step) => step.slice());
    if (hasSlope) sweep(this.#slope, [y, ...steps]);
    const taken: number[] = [];
    let cost = 0;
    while (taken.length < stepsMax) {
      let best = -1;
      let most = 0;
      for (const [i, step] of steps.entries()) {
        const square = dot(step, step);
        const price = priceOf(i, taken, stepCost);
        const saved = square < squareMin ? 0 : dot(step, y) ** 2 / square / scatter ** 2 - price;
        if (saved > most) [best, most] = [i, saved];
      }
      if (best < 0) break;
      cost += priceOf(best, taken, stepCost);
      taken.push(best);
      sweep(steps[best].slice(), [y, ...steps]);
    }
    const left = dot(y, y) / scatter ** 2;
    // Rows that lie further out than was thought make the slope less sure.
    const freedom = Math.max(1, this.#rows - taken.length - 2);
    const wide = scatter * Math.sqrt(Math.max(1, left / freedom));
    const slope = hasSlope ? this.#slopeBeside(taken, wide) : { slope: 0, error: 0 };
    return { cost: left + cost, ...slope, steps: taken.length };
  }

  #slopeBeside(taken: readonly number[], scatter: number): { slope: number; error: number } {
    const own = this.#slope.slice();
    const steps = taken.map((i) => this.#steps[i].slice());
    for (const [i, step] of steps.entries()) sweep(step, [...steps.slice(i + 1), own]);
    const square = dot(own, own);
    if (square < squareMin) return { slope: 0, error: Infinity };
    return { slope: dot(own, this.#y) / square, error: scatter / Math.sqrt(square) };
  }
}

function priceOf(step: number, taken: readonly number[], stepCost: number): number {
  return taken.some((other) => Math.abs(other - step) === 1) ? stepCost * neighbourShare : stepCost;
}

/** Takes out of the columns what `by` tells of them. */
function sweep(by: Float64Array, columns: readonly Float64Array[]): void {
  const square = dot(by, by);
  if (square < squareMin) return;
  for (const column of columns) {
    const factor = dot(by, column) / square;
    for (let row = 0; row < column.length; row++) column[row] -= factor * by[row];
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
