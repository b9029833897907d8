/* Laws of predictions, and the edges that users ask about. Real maps are the subject of grid.test.ts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GoLine,
  mapCostGroup,
  type MapShape,
  mapUnitOf,
  predictMap,
  prunesTombstones,
} from './index.ts';

const lines: readonly GoLine[] = [
  ...[18, 19, 20, 21, 22, 23, 24, 25].map((minor) => ({ minor, mapKind: 'classic' as const })),
  ...[24, 25, 26, 27].map((minor) => ({ minor, mapKind: 'swiss' as const })),
];

const int: MapShape = {
  keyBytes: 8,
  keyAlign: 8,
  keyHasPointers: false,
  valueBytes: 8,
  valueAlign: 8,
  valueHasPointers: false,
};
const text: MapShape = { ...int, keyBytes: 16, keyHasPointers: true };

const shapes = fc.record({
  keyBytes: fc.nat(200),
  keyAlign: fc.constantFrom(1, 2, 4, 8),
  keyHasPointers: fc.boolean(),
  valueBytes: fc.nat(2000),
  valueAlign: fc.constantFrom(1, 2, 4, 8),
  valueHasPointers: fc.boolean(),
});

describe.each(lines)('Go 1.$minor $mapKind', (line) => {
  test('stages follow from one another', () => {
    fc.assert(
      fc.property(
        shapes,
        fc.nat(200_000),
        fc.nat(100_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (shape, entries, hint, share) => {
          const deleted = Math.floor(entries * share);
          const { stages, peakBytes } = predictMap(shape, line, { entries, hint, deleted });
          const of = (name: string) => stages.find(({ stage }) => stage === name) ?? stages[1];
          const filled = of('filled');
          expect(filled.entries).toBe(entries);
          expect(filled.slots.mean).toBeGreaterThanOrEqual(line.mapKind === 'swiss' ? entries : 8);
          expect(filled.bytes.mean).toBeGreaterThanOrEqual(of('made').bytes.mean);
          expect(of('cleared').bytes.mean).toBeLessThanOrEqual(filled.bytes.mean + 1e-6);
          // Deleting gives nothing back but the old array of a growth that it finishes.
          expect(of('deleted').slots.mean).toBeCloseTo(filled.slots.mean, 5);
          expect(of('deleted').bytes.mean).toBeLessThanOrEqual(filled.bytes.mean + 1e-6);
          expect(of('deleted').tombstones.mean).toBeLessThanOrEqual(deleted + 1e-6);
          expect(of('rebuilt').entries).toBe(entries - deleted);
          expect(peakBytes.mean).toBeGreaterThanOrEqual(filled.bytes.mean + filled.boxedBytes - 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('an empty map is its header', () => {
    const { stages, bytesPerEntry } = predictMap(text, line, { entries: 0 });
    const header = line.mapKind === 'classic' && line.minor >= 24 ? 64 : 48;
    expect(stages.map(({ bytes }) => bytes.mean)).toEqual([header, header, header, header]);
    expect(bytesPerEntry).toBe(0);
  });

  test('numbers that are none of a map are taken as the nearest ones', () => {
    for (const entries of [Number.NaN, -5, 2.7, Number.POSITIVE_INFINITY, 2 ** 60]) {
      const { stages } = predictMap(int, line, { entries, hint: entries, deleted: entries });
      for (const { bytes, slots } of stages) {
        expect(Number.isFinite(bytes.mean) && bytes.mean >= 48).toBe(true);
        expect(Number.isFinite(slots.mean)).toBe(true);
      }
    }
  });
});

describe('steps', () => {
  const swiss: GoLine = { minor: 26, mapKind: 'swiss' };
  const classic: GoLine = { minor: 23, mapKind: 'classic' };
  const stepsOf = (line: GoLine, entries: number, hint = 0): number[] =>
    predictMap(int, line, { entries, hint }).cliffs.growth.map((cliff) => cliff.entries);

  // runtime/map.go overLoadFactor; internal/runtime/maps NewMap, maxGrowthLeft.
  test('of entries', () => {
    expect(stepsOf(classic, 5)).toEqual([9, 14, 27]);
    expect(stepsOf(classic, 100_000)).toEqual([106_497, 212_993, 425_985]);
    expect(stepsOf({ minor: 21, mapKind: 'classic' }, 100)).toEqual([193, 385, 769]);
    expect(stepsOf(swiss, 5)).toEqual([9, 15, 29]);
    expect(stepsOf(swiss, 500)).toEqual([897, 1793, 3585]);
    expect(stepsOf(classic, 5, 1000)).toEqual([1665, 3329, 6657]);
    expect(predictMap(int, swiss, { entries: 500 }).cliffs.growth.map(({ isSharp }) => isSharp)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('of bytes, at a step, are those of the map before and behind it', () => {
    for (const line of [classic, swiss]) {
      const { growth } = predictMap(text, line, { entries: 20 }).cliffs;
      for (const { entries, bytesBefore, bytesAfter } of growth) {
        const made = (hint: number): number =>
          predictMap(text, line, { entries: 0, hint }).stages[0].bytes.mean - 48;
        expect([made(entries - 1), made(entries)]).toEqual([bytesBefore, bytesAfter]);
      }
    }
  });

  test('of sizes: a byte over 128 puts a value into a box', () => {
    const boxed = { ...int, valueBytes: 129, valueAlign: 1 };
    expect(mapUnitOf({ ...boxed, valueBytes: 128 }, swiss)).toMatchObject({
      valueIsBoxed: false,
      slotBytes: 136,
      boxedBytesPerEntry: 0,
    });
    expect(mapUnitOf(boxed, swiss)).toMatchObject({
      valueIsBoxed: true,
      slotBytes: 16,
      boxedBytesPerEntry: 144,
    });
    const { boxing } = predictMap(int, swiss, { entries: 1 }).cliffs;
    expect(boxing.map(({ side, limitBytes }) => [side, limitBytes])).toEqual([
      ['key', 128],
      ['value', 128],
    ]);
    expect(boxing[1]).toMatchObject({ entryBytesAtLimit: 136, entryBytesBeyond: 160 });
  });

  test('of struct{} values: a slot is padded in groups, not in buckets', () => {
    const set = { ...int, valueBytes: 0, valueAlign: 1 };
    expect(mapUnitOf(set, swiss)).toMatchObject({ slotBytes: 16, slotPaddingBytes: 8, unitSize: 136 });
    expect(mapUnitOf(set, classic)).toMatchObject({ slotBytes: 8, slotPaddingBytes: 0, unitSize: 80 });
    expect(predictMap(set, swiss, { entries: 10 }).notes).toContain('slots-padded');
  });
});

// mapassign_fast32, _fast64 and _faststr of internal/runtime/maps; fixtures/truth/replay shows it in real maps.
test.each([
  ['int', int, true],
  ['string', { ...text, keyKind: 'string' }, true],
  ['float64', { ...int, keyKind: 'other' }, false],
  ['[2]int64', { ...int, keyBytes: 16 }, false],
  ['*int', { ...int, keyHasPointers: true, keyKind: 'memory' }, false],
  ['int, value over 128 bytes', { ...int, valueBytes: 136 }, false],
] as const)('tombstones of %s keys are pruned from Go 1.25 on: %s', (_name, shape, expected) => {
  expect(prunesTombstones(shape, { minor: 26, mapKind: 'swiss' })).toBe(expected);
  expect(prunesTombstones(shape, { minor: 24, mapKind: 'swiss' })).toBe(false);
});

test('lines of one cost group spend the same bytes at every stage', () => {
  fc.assert(
    fc.property(shapes, fc.nat(100_000), fc.nat(2000), (shape, entries, hint) => {
      const known = new Map<string, string>();
      for (const line of lines) {
        const { stages, peakBytes, growthGarbageBytes } = predictMap(shape, line, {
          entries,
          hint,
          deleted: 'all',
        });
        const bytes = JSON.stringify([stages, peakBytes, growthGarbageBytes]);
        const group = mapCostGroup(line);
        expect(bytes).toBe(known.get(group) ?? bytes);
        known.set(group, bytes);
      }
      expect(known.size).toBe(5);
    }),
    { numRuns: 40 },
  );
});
