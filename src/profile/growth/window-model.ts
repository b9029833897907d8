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
/** How often the steps that were taken are asked again. */
const turnsMax = 2;
/** A step that falls within a row is seen as two, at neighbouring rows: the second one is cheap. */
const neighbourShare = 0.25;
/** A column of which less than this is left tells nothing that others do not. */
const squareMin = 1e-9;

/** What is left of every column, and of the values, once some columns are taken out. */
interface Rest {
  /** Of each column: its square, and its product with the values. */
  readonly squares: Float64Array;
  readonly products: Float64Array;
  /** The square of the values. */
  readonly left: number;
}

/**
 * Least squares of one window's rows: a level, held columns (ridge regression: each is one more row, of the scatter over its
 * deviation), a slope if it is asked for, and steps where they pay for themselves. Level and held columns are taken out once;
 * all else is asked of the products of what is left of the columns.
 */
export class WindowModel {
  readonly #scatter: number;
  readonly #rows: number;
  /** Columns: a step before each row but the first, then the slopes. */
  readonly #stepCount: number;
  readonly #products: Float64Array;
  readonly #own: Rest;

  /** `scatter`: standard deviation of a row. */
  constructor(
    ys: readonly number[],
    slopes: readonly (readonly number[])[],
    held: readonly HeldColumn[],
    scatter: number,
  ) {
    this.#scatter = scatter;
    this.#rows = ys.length;
    this.#stepCount = ys.length - 1;
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
    const y = grown(ys);
    const columns = [
      ...ys.slice(1).map((_, before) => grown(ys.map((__, row) => (row > before ? 1 : 0)))),
      ...slopes.map(grown),
    ];
    const rest = [...base, y, ...columns];
    sweep(level, rest);
    for (const [i, column] of base.entries()) sweep(column, rest.slice(i + 1));
    const count = columns.length;
    this.#products = new Float64Array(count * count);
    for (let i = 0; i < count; i++)
      for (let j = i; j < count; j++)
        this.#products[i * count + j] = this.#products[j * count + i] = dot(columns[i], columns[j]);
    this.#own = {
      squares: Float64Array.from(columns, (column) => dot(column, column)),
      products: Float64Array.from(columns, (column) => dot(column, y)),
      left: dot(y, y),
    };
  }

  /**
   * The best that steps make of it, each at the price of `stepCost`; `slope`: which of the slopes is fitted, none if undefined.
   * `scatter` where errors are larger than was thought. No step comes at row `stepsEnd` or after it.
   */
  fit(
    slope: number | undefined,
    stepCost: number,
    scatter: number = this.#scatter,
    stepsEnd: number = this.#rows,
  ): WindowFit {
    const base = slope === undefined ? [] : [this.#stepCount + slope];
    const steps = this.#chooseSteps(base, stepCost * scatter ** 2, Math.max(0, stepsEnd - 1));
    const cost = steps.reduce((sum, step, i) => sum + priceOf(step, steps.slice(0, i), stepCost), 0);
    const left = this.#without([...base, ...steps]).left / scatter ** 2;
    // Rows that lie further out than was thought make the slope less sure.
    const freedom = Math.max(1, this.#rows - steps.length - 2);
    const wide = scatter * Math.sqrt(Math.max(1, left / freedom));
    const found = { cost: left + cost, steps: steps.length };
    if (slope === undefined) return { ...found, slope: 0, error: 0 };
    const { squares, products } = this.#without(steps);
    const square = squares[base[0]];
    if (square < squareMin) return { ...found, slope: 0, error: Infinity };
    return { ...found, slope: products[base[0]] / square, error: wide / Math.sqrt(square) };
  }

  /**
   * Which steps pay, the best one first; then each is asked again beside the others, since the first that were taken did not
   * know of the later ones. `price`, and what a step saves, are squares.
   */
  #chooseSteps(base: readonly number[], price: number, end: number): number[] {
    let taken: number[] = [];
    while (taken.length < stepsMax) {
      const step = this.#bestStep(base, taken, price, end);
      if (step === undefined) break;
      taken.push(step);
    }
    for (let turn = 0; turn < turnsMax; turn++) {
      const before = taken;
      for (const step of before) {
        const others = taken.filter((each) => each !== step);
        const better = this.#bestStep(base, others, price, end);
        taken = better === undefined ? others : [...others, better];
      }
      if (taken.join() === before.join()) break;
    }
    return taken;
  }

  /** The step that saves most beyond its price beside those that are taken. */
  #bestStep(
    base: readonly number[],
    taken: readonly number[],
    price: number,
    end: number,
  ): number | undefined {
    const { squares, products } = this.#without([...base, ...taken]);
    let best: number | undefined;
    let most = 0;
    for (let step = 0; step < end; step++) {
      if (squares[step] < squareMin) continue;
      const saved = products[step] ** 2 / squares[step] - priceOf(step, taken, price);
      if (saved > most) [best, most] = [step, saved];
    }
    return best;
  }

  /** Takes columns out of all, one after the other (Cholesky's way). */
  #without(columns: readonly number[]): Rest {
    const count = this.#own.squares.length;
    const squares = this.#own.squares.slice();
    const products = this.#own.products.slice();
    let { left } = this.#own;
    const taken: Float64Array[] = [];
    for (const column of columns) {
      if (squares[column] < squareMin) continue;
      const root = Math.sqrt(squares[column]);
      const share = products[column] / root;
      const row = this.#products.slice(column * count, (column + 1) * count);
      for (const other of taken) {
        const own = other[column];
        for (let i = 0; i < count; i++) row[i] -= own * other[i];
      }
      for (let i = 0; i < count; i++) {
        row[i] /= root;
        products[i] -= share * row[i];
        squares[i] -= row[i] * row[i];
      }
      left -= share * share;
      taken.push(row);
    }
    return { squares, products, left };
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
