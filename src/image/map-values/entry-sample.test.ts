import { describe, expect, test } from 'vitest';
import { u32At } from '../../base/index.ts';
import type { MapArray } from '../map-table.ts';
import { ByteMemory, seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { randomFrom, sampleEntries, type UnitPopulation } from './entry-sample.ts';

const unitSize = 40;
const emptyControl = 0x80;

/** Units of eight control bytes and eight numbers, some of them entries, in arrays that lie apart. */
class MadeUnits {
  readonly memory = new ByteMemory();
  readonly arrays: MapArray[] = [];
  entryCount = 0;

  constructor(unitCounts: readonly number[], fillShare: number, random: () => number) {
    let address = 0x10000;
    for (const unitCount of unitCounts) {
      this.arrays.push({ address, unitCount });
      const bytes = this.memory.add(address, unitCount * unitSize);
      const view = new DataView(bytes.buffer);
      for (let at = 0; at < bytes.length; at += unitSize) {
        for (let slot = 0; slot < 8; slot++) {
          const isEntry = random() < fillShare;
          bytes[at + slot] = isEntry ? 0x11 : emptyControl;
          if (isEntry) view.setUint32(at + 8 + slot * 4, this.entryCount++, true);
        }
      }
      address += bytes.length + 4096;
    }
  }

  get population(): UnitPopulation {
    const { arrays, entryCount } = this;
    return { arrays, unitSize, entryCount, isEntry: (control) => control < emptyControl };
  }
}

function seen(
  units: MadeUnits,
  limits: { wholeEntries: number; sampledEntries: number },
  seed: number,
): number[] {
  const numbers: number[] = [];
  sampleEntries(units.population, units.memory, limits, randomFrom(seed), (unit, slot) =>
    numbers.push(u32At(unit, 8 + slot * 4)),
  );
  return numbers;
}

describe('entries of units drawn at random', () => {
  test('of few entries each is seen once', () => {
    const units = new MadeUnits([3, 1, 50, 200], 0.6, seededRandom(1));
    const numbers = seen(units, { wholeEntries: 10_000, sampledEntries: 100 }, 2);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: units.entryCount }, (_, at) => at),
    );
  });

  test('of many, none is seen twice, and about as many as were wanted', () => {
    const units = new MadeUnits([1000, 10, 4000], 0.4, seededRandom(3));
    const numbers = seen(units, { wholeEntries: 100, sampledEntries: 1000 }, 4);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.length).toBeGreaterThan(850);
    expect(numbers.length).toBeLessThan(1150);
  });

  test('every entry has the same chance, whichever array it lies in', () => {
    const units = new MadeUnits([400, 30, 70], 0.7, seededRandom(5));
    const counts = new Float64Array(units.entryCount);
    const looks = 2000;
    let total = 0;
    for (let seed = 0; seed < looks; seed++) {
      for (const number of seen(units, { wholeEntries: 10, sampledEntries: 280 }, seed)) {
        counts[number]++;
        total++;
      }
    }
    // Each count is binomial: the sum of squared deviations is near the number of entries, with a spread of 16 here.
    const chance = total / looks / units.entryCount;
    const variance = looks * chance * (1 - chance);
    let sum = 0;
    for (const count of counts) sum += (count - looks * chance) ** 2 / variance;
    expect(sum / units.entryCount).toBeGreaterThan(0.7);
    expect(sum / units.entryCount).toBeLessThan(1.3);
  });

  test('a large map that was emptied is not read whole', () => {
    const units = new MadeUnits([1_000_000], 0.001, seededRandom(6));
    const numbers = seen(units, { wholeEntries: 8192, sampledEntries: 4096 }, 7);
    expect(numbers.length).toBeGreaterThan(100);
    expect(units.memory.bytesRead).toBeLessThan(33 * 2 ** 20);
  });
});
