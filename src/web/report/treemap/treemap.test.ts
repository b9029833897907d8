import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Direction, neighbour } from './neighbour.ts';
import { type Box, squarify } from './squarify.ts';

const amounts = fc.array(fc.oneof(fc.nat(5), fc.nat(2 ** 40), fc.constant(0)), { maxLength: 80 });
const frames = fc.record({
  x: fc.integer({ min: -100, max: 100 }),
  y: fc.integer({ min: -100, max: 100 }),
  width: fc.integer({ min: 1, max: 4000 }),
  height: fc.integer({ min: 1, max: 4000 }),
});

function area({ width, height }: Box): number {
  return width * height;
}

/** Area that both cover. */
function shared(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

describe('squarify', () => {
  test('areas are proportional to the values', () => {
    fc.assert(
      fc.property(amounts, frames, (values, frame) => {
        const sum = values.reduce((total, value) => total + value, 0);
        const boxes = squarify(values, frame);
        expect(boxes).toHaveLength(values.length);
        boxes.forEach((box, index) => {
          const wanted = sum === 0 ? 0 : (area(frame) * values[index]) / sum;
          expect(Math.abs(area(box) - wanted)).toBeLessThanOrEqual(1e-9 * area(frame));
        });
      }),
    );
  });

  test('every box lies inside, and no two overlap', () => {
    fc.assert(
      fc.property(amounts, frames, (values, frame) => {
        const boxes = squarify(values, frame);
        const slip = 1e-9 * (frame.width + frame.height);
        for (const { x, y, width, height } of boxes) {
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(0);
          expect(Math.min(x - frame.x, y - frame.y)).toBeGreaterThanOrEqual(-slip);
          expect(x + width).toBeLessThanOrEqual(frame.x + frame.width + slip);
          expect(y + height).toBeLessThanOrEqual(frame.y + frame.height + slip);
        }
        boxes.forEach((box, index) => {
          for (const other of boxes.slice(index + 1))
            expect(shared(box, other)).toBeLessThanOrEqual(1e-9 * area(frame));
        });
      }),
      { numRuns: 50 },
    );
  });

  test('the example of the paper', () => {
    // Bruls, Huizing, van Wijk, figure 4: 6, 6, 4, 3, 2, 2, 1 in a box of 6 by 4.
    const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
    const rounded = boxes.map(({ x, y, width, height }) =>
      [x, y, width, height].map((each) => Math.round(each * 100) / 100),
    );
    expect(rounded.slice(0, 4)).toEqual([
      [0, 0, 3, 2],
      [0, 2, 3, 2],
      [3, 0, 1.71, 2.33],
      [4.71, 0, 1.29, 2.33],
    ]);
  });
});

describe('neighbour', () => {
  const grid = [0, 1, 2].flatMap((row) =>
    [0, 1, 2].map((column) => ({ x: 10 * column, y: 10 * row, width: 9, height: 9 })),
  );

  test.each<[Direction, number]>([
    ['ArrowLeft', 3],
    ['ArrowRight', 5],
    ['ArrowUp', 1],
    ['ArrowDown', 7],
  ])('%s from the middle of nine', (direction, expected) => {
    expect(neighbour(grid, 4, direction)).toBe(expected);
  });

  test('at an edge nothing moves', () => {
    expect(neighbour(grid, 0, 'ArrowLeft')).toBe(0);
    expect(neighbour(grid, 8, 'ArrowDown')).toBe(8);
  });

  test('every box of a treemap is reached by arrows from the first', () => {
    const directions: Direction[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }), (values) => {
        const boxes = squarify(values, { x: 0, y: 0, width: 900, height: 500 });
        const reached = new Set([0]);
        for (const index of reached)
          for (const direction of directions) reached.add(neighbour(boxes, index, direction));
        expect(reached.size).toBe(boxes.length);
      }),
    );
  });
});
