/**
 * Expected value of the sum over j >= 1 of P(X > step * j), X binomial (`trials` draws, success 1/`boxes`): how many
 * further units of `step` places one of `boxes` hash buckets needs. `trials / boxes` must be small (under some 500),
 * since the recurrence starts from P(X = 0).
 */
export function expectedFurtherUnits(trials: number, boxes: number, step: number): number {
  if (boxes <= 1) return Math.max(0, Math.ceil(trials / step) - 1);
  const probability = 1 / boxes;
  const odds = probability / (1 - probability);
  let mass = Math.exp(trials * Math.log1p(-probability));
  let expected = 0;
  const mean = trials * probability;
  for (let count = 0; count < trials; count++) {
    mass *= ((trials - count) / (count + 1)) * odds;
    const furtherUnits = Math.ceil((count + 1) / step) - 1;
    expected += mass * furtherUnits;
    if (count > mean && mass < 1e-15) break;
  }
  return expected;
}

/** P(X > limit) for X binomial (`trials` draws, success 1/`boxes`), by the normal approximation: for means of hundreds. */
export function tailProbability(trials: number, boxes: number, limit: number): number {
  if (boxes <= 1) return trials > limit ? 1 : 0;
  const mean = trials / boxes;
  const deviation = Math.sqrt(mean * (1 - 1 / boxes));
  return upperNormal((limit + 0.5 - mean) / deviation);
}

/** Upper tail of the standard normal distribution, by Abramowitz and Stegun 26.2.17 (absolute error under 7.5e-8). */
function upperNormal(deviations: number): number {
  if (deviations < 0) return 1 - upperNormal(-deviations);
  const t = 1 / (1 + 0.2316419 * deviations);
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-deviations * deviations) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
}
