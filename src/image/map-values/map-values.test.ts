import { describe, expect, test } from 'vitest';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { type MapValues, SampledValues } from './map-values.ts';
import { type ObjectSizes, ValueColumns } from './value-columns.ts';

const slotBytes = 17;
/** One span of slots of 64 bytes from 0x1000 on, and one of 4096 from 0x10000000 on. */
const spans: ObjectSizes = {
  elemSize: Float64Array.of(64, 4096),
  find: (address) => (address < 0x1000 ? -1 : address < 0x10000000 ? 0 : 1),
  slotOf: (ordinal, address) =>
    Math.floor((address - (ordinal === 0 ? 0x1000 : 0x10000000)) / (ordinal === 0 ? 64 : 4096)),
  slotAddress: (ordinal, slot) => (ordinal === 0 ? 0x1000 + slot * 64 : 0x10000000 + slot * 4096),
};
const small = (number: number): number => 0x1000 + number * 64;
const large = (number: number): number => 0x10000000 + number * 4096;

interface MadeEntry {
  readonly isOver: boolean;
  readonly objects: readonly (number | undefined)[];
}

function valuesOf(
  entries: readonly MadeEntry[],
  entryCount: number,
  isWhole: boolean,
  drawnMaps?: number,
): MapValues {
  const columns = new ValueColumns(spans);
  const over = columns.field('closed', 'bool', undefined);
  const objects = (entries[0]?.objects ?? []).map((_, place) => columns.object(`.p${place}`, place === 0));
  for (const entry of entries) {
    const number = columns.addEntry();
    if (over) over.values[number] = entry.isOver ? 1 : 0;
    entry.objects.forEach((address, place) => {
      if (address !== undefined) columns.noteObject(objects[place], number, address);
    });
  }
  return new SampledValues(columns, entryCount, isWhole, slotBytes, drawnMaps);
}

function overIn(values: MapValues): (entry: number) => boolean {
  return (entry) => values.fields[0].values[entry] === 1;
}

describe('all entries', () => {
  test('an object counts once, and not where an entry that goes on holds it too', () => {
    const values = valuesOf(
      [
        { isOver: true, objects: [small(1), large(1)] },
        { isOver: true, objects: [small(2), large(1) + 100] },
        { isOver: true, objects: [small(3), large(2)] },
        { isOver: false, objects: [small(4), large(2)] },
        // A constant: in no span.
        { isOver: true, objects: [0x10, undefined] },
      ],
      5,
      true,
    );
    expect(values.heldBytes(overIn(values))).toEqual({
      bytes: 4 * slotBytes + 3 * 64 + 4096,
      errorBytes: 0,
    });
  });

  test('where retained bytes are known, they stand for the objects that the slot holds', () => {
    const values = valuesOf(
      [
        { isOver: true, objects: [small(1), large(1)] },
        { isOver: false, objects: [small(2), large(2)] },
      ],
      2,
      true,
    );
    const retained = (base: number): number => (base === small(1) ? 10_000 : 0);
    expect(values.heldBytes(overIn(values), retained).bytes).toBe(slotBytes + 10_000);
  });

  test('without an entry nothing is held', () => {
    expect(valuesOf([], 0, true).heldBytes(() => true)).toEqual({ bytes: 0, errorBytes: 0 });
  });
});

describe('a sample', () => {
  const total = 20_000;
  const everyone: MadeEntry[] = Array.from({ length: total }, (_, number) => ({
    isOver: number % 100 < 37,
    objects: [small(number), number % 3 === 0 ? large(number) : undefined],
  }));
  const truth = everyone.reduce(
    (sum, { isOver, objects }) => sum + (isOver ? slotBytes + 64 + (objects[1] === undefined ? 0 : 4096) : 0),
    0,
  );

  test('the interval holds the truth as often as it says, and less is unsure the more was seen', () => {
    for (const sampleCount of [400, 4000, 15_000]) {
      let held = 0;
      const rounds = 300;
      for (let seed = 1; seed <= rounds; seed++) {
        const values = valuesOf(drawn(everyone, sampleCount, seededRandom(seed)), total, false);
        const { bytes, errorBytes } = values.heldBytes(overIn(values));
        if (Math.abs(bytes - truth) <= errorBytes) held++;
      }
      // 95 % of 300 are 285, with a standard deviation of 3.8.
      expect(held).toBeGreaterThan(270);
      expect(held).toBeLessThan(299);
    }
  });

  test('where maps were drawn, they are what is counted as drawn', () => {
    const sample = drawn(everyone, 4000, seededRandom(9));
    const byEntry = valuesOf(sample, total, false);
    const byMap = valuesOf(sample, total, false, 40);
    expect([byEntry.drawCount, byMap.drawCount]).toEqual([4000, 40]);
    const [entryError, mapError] = [byEntry, byMap].map(
      (values) => values.heldBytes(overIn(values)).errorBytes,
    );
    expect(mapError / entryError).toBeCloseTo(10, 3);
  });

  test('objects that many entries share are nobody’s own, and a field in them says nothing', () => {
    const sharing = everyone.map((entry, number) => ({ ...entry, objects: [small(number % 4000)] }));
    const values = valuesOf(drawn(sharing, 4000, seededRandom(5)), total, false);
    const { bytes, errorBytes } = values.heldBytes(overIn(values));
    expect(Math.abs(bytes - total * 0.37 * slotBytes)).toBeLessThan(2 * errorBytes);
    const columns = new ValueColumns(spans);
    const holder = columns.object('parent', false);
    columns.field('parent.closed', 'bool', holder);
    columns.field('closed', 'bool', undefined);
    for (let number = 0; number < 50; number++) columns.noteObject(holder, columns.addEntry(), small(7));
    const shared = new SampledValues(columns, 50, true, slotBytes);
    expect(shared.fields.map(({ path, isShared }) => [path, isShared])).toEqual([
      ['parent.closed', true],
      ['closed', false],
    ]);
  });

  test('a bool that is neither is none', () => {
    const columns = new ValueColumns(spans);
    const field = columns.field('closed', 'bool', undefined);
    if (field) field.values[columns.addEntry()] = 7;
    expect(new SampledValues(columns, 1, true, slotBytes).fields).toEqual([]);
  });

  test('columns grow with the entries', () => {
    const values = valuesOf(everyone, total, true);
    expect(values.fields[0].values.filter((value) => value === 1)).toHaveLength(total * 0.37);
    expect(values.heldBytes(overIn(values)).bytes).toBe(truth);
  });
});

/** So many of them, without replacement. */
function drawn<T>(all: readonly T[], count: number, random: () => number): T[] {
  const left = [...all];
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (left.length - place));
    [left[place], left[other]] = [left[other], left[place]];
  }
  return left.slice(0, count);
}
