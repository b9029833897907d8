import { meanOf } from './statistics.ts';

/**
 * How much worse one step at the best place tells the values than a straight line does, as a ratio of the squares that
 * they leave: above 1 the values rise, below 1 they jumped.
 */
export function stepAgainstRamp(values: readonly number[]): number {
  let stepLeft = Infinity;
  for (let step = 1; step < values.length; step++)
    stepLeft = Math.min(stepLeft, scatter(values.slice(0, step)) + scatter(values.slice(step)));
  const rampLeft = rampScatter(values);
  return rampLeft > 0 ? stepLeft / rampLeft : stepLeft > 0 ? Infinity : 1;
}

/** Sum of squares around the mean. */
function scatter(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** Sum of squares around the best straight line; values are equally far apart. */
function rampScatter(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let product = 0;
  let square = 0;
  for (const [i, value] of values.entries()) {
    product += (i - middle) * value;
    square += (i - middle) ** 2;
  }
  return Math.max(0, scatter(values) - (square > 0 ? (product * product) / square : 0));
}
