/* What of real maps depends on their seeds: means and spreads, against what is expected. */
import type { Expectation, MapStage } from '../../src/gomem/index.ts';
import type { Sample } from './grid-program.ts';

/** A number that a stage expects and a sample has. */
export interface Quantity {
  readonly name: string;
  readonly expected: Expectation;
  readonly of: (sample: Sample) => number;
}

/** Everything that a seed can change at this stage. */
export function uncertainQuantities({ bytes, slots, tombstones, structure }: MapStage): Quantity[] {
  const all: Quantity[] = [
    { name: 'bytes', expected: bytes, of: (sample) => sample.bytes },
    { name: 'slots', expected: slots, of: (sample) => sample.slots },
    { name: 'tombstones', expected: tombstones, of: (sample) => sample.tombstones },
  ];
  if ('array' in structure) {
    const held = structure.oldArrayHeldProbability;
    all.push(
      {
        name: 'overflow buckets',
        expected: structure.overflowChained,
        of: (sample) => sample.overflowChained,
      },
      {
        name: 'old array held',
        expected: { mean: held, deviation: Math.sqrt(held * (1 - held)) },
        of: (sample) => (sample.oldBucketLog2 >= 0 ? 1 : 0),
      },
    );
  } else {
    all.push(
      { name: 'tables', expected: structure.tableCount, of: (sample) => sample.tables },
      { name: 'directory', expected: structure.directoryLength, of: (sample) => sample.directoryLength },
    );
  }
  return all.filter(({ expected }) => expected.deviation > 0);
}

/**
 * Whether a mean is what is expected: within three standard errors of the measured one and inside the measured spread.
 * Where all maps are equal, which rare events bring about, the standard error is that of the expectation.
 */
export function disagreement(
  values: readonly number[],
  { mean, deviation }: Expectation,
): string | undefined {
  const measured = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - measured) ** 2, 0) / (values.length - 1);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const spread = low === high ? deviation : Math.sqrt(variance);
  const error = spread / Math.sqrt(values.length);
  const isNear = Math.abs(mean - measured) <= 3 * error;
  const isInside = low === high || (mean >= low && mean <= high);
  if (isNear && isInside) return undefined;
  return (
    `expected ${mean.toPrecision(7)} ± ${deviation.toPrecision(3)}, measured ${measured.toPrecision(7)} ± ` +
    `${spread.toPrecision(3)} (${low} to ${high}) over ${values.length} maps`
  );
}
