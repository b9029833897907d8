import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goLines } from '../../../predict/index.ts';
import { simulateMap } from '../../../simulate/index.ts';
import { layoutBars, mostBars } from './bar-layout.ts';
import { layoutCells } from './cell-layout.ts';
import { CellState } from './cell-state.ts';
import { barsOf } from './structure-bars.ts';
import { blocksOf, unitCountOf } from './structure-cells.ts';

const shape = {
  keyBytes: 8,
  keyAlign: 8,
  keyHasPointers: false,
  valueBytes: 8,
  valueAlign: 8,
  valueHasPointers: false,
};

const structures = fc
  .record({
    line: fc.constantFrom(...goLines),
    entries: fc.nat(3000),
    deleted: fc.double({ min: 0, max: 1, noNaN: true }),
    seed: fc.nat(100),
  })
  .map(({ line, entries, deleted, seed }) => {
    const map = simulateMap(shape, line, { seed });
    for (let key = 0; key < entries; key++) map.insert(key);
    for (let key = 0; key < Math.floor(deleted * entries); key++) map.delete(key);
    return map.structure();
  });

const sizes = fc.record({
  width: fc.integer({ min: 240, max: 900 }),
  height: fc.integer({ min: 200, max: 500 }),
});

describe('cells', () => {
  test('are the slots of the structure, with what is in them', () => {
    fc.assert(
      fc.property(structures, (structure) => {
        const units = blocksOf(structure).flatMap((block) => [...block.units]);
        const states = units.flatMap(({ states: each }) => [...each]);
        const count = (wanted: CellState): number => states.filter((state) => state === wanted).length;
        expect(count(CellState.full)).toBe(structure.len);
        if (structure.kind === 'swiss') {
          expect(count(CellState.deleted)).toBe(structure.tombstones);
          if (structure.directoryLength > 0) expect(states.length).toBe(structure.slots);
          return;
        }
        const chained = units.filter(({ isChained }) => isChained).length;
        expect(chained).toBe(
          structure.array.overflowChained + (structure.growth?.oldArray.overflowChained ?? 0),
        );
        if (structure.isAllocated) expect(units.length).toBe(unitCountOf(structure));
      }),
      { numRuns: 60 },
    );
  });

  test('lie inside the area, and no unit on another', () => {
    fc.assert(
      fc.property(structures, sizes, (structure, size) => {
        const layout = layoutCells(blocksOf(structure), size);
        if (layout === undefined) return;
        const taken = new Set<string>();
        const { pitch } = layout;
        for (const { block, places } of layout.blocks) {
          for (let unit = 0; unit < block.units.length; unit++) {
            const [x, y] = [places[2 * unit], places[2 * unit + 1]];
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x + pitch).toBeLessThanOrEqual(size.width);
            expect(y + 8 * pitch).toBeLessThanOrEqual(size.height);
            for (let slot = 0; slot < 8; slot++) {
              const cell = `${Math.floor(x / pitch)},${Math.floor((y + slot * pitch) / pitch)},${x},${y + slot * pitch}`;
              expect(taken.has(cell)).toBe(false);
              taken.add(cell);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('a map of eight is drawn large, one of a thousand fits a phone', () => {
    const of = (entries: number): ReturnType<typeof layoutCells> => {
      const map = simulateMap(shape, goLines[goLines.length - 1], {});
      for (let key = 0; key < entries; key++) map.insert(key);
      return layoutCells(blocksOf(map.structure()), { width: 340, height: 264 });
    };
    expect(of(8)?.pitch).toBeGreaterThan(20);
    expect(of(1000)?.pitch).toBeGreaterThan(1);
    expect(of(100_000)).toBeUndefined();
  });
});

describe('bars', () => {
  test('hold all entries and tombstones between them, and fit', () => {
    fc.assert(
      fc.property(structures, sizes, (structure, size) => {
        const groups = barsOf(structure, mostBars(size, 'smallest'));
        const shares = groups.flatMap(({ bars }) => bars);
        for (const { full, deleted } of shares) {
          expect(full).toBeGreaterThanOrEqual(0);
          expect(full + deleted).toBeLessThanOrEqual(1);
        }
        if (structure.len === 0) expect(shares.every(({ full }) => full === 0)).toBe(true);
        if (structure.kind === 'swiss' && structure.directoryLength > 0) {
          expect(groups[0].each).toBe(1);
          const entries = structure.tables.reduce(
            (sum, { capacity }, table) => sum + capacity * groups[0].bars[table].full,
            0,
          );
          expect(entries).toBeCloseTo(structure.len);
        }
        expect(layoutBars(groups, size).height).toBeLessThanOrEqual(size.height);
      }),
      { numRuns: 60 },
    );
  });

  test('a million entries fit, tables with a bar each', () => {
    for (const line of goLines.slice(-1)) {
      const map = simulateMap(shape, line, {});
      for (let key = 0; key < 1_000_000; key++) map.insert(key);
      const structure = map.structure();
      const size = { width: 572, height: 304 };
      const groups = barsOf(structure, mostBars(size, 'smallest'));
      expect(groups[0].each).toBe(1);
      expect(layoutBars(groups, size).height).toBeLessThanOrEqual(size.height);
    }
  });
});
