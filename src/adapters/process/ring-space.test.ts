import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RingSpace } from './ring-space.ts';

const size = 1000;

test('runs in use never overlap, and an empty ring takes any run that fits it', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(fc.record({ length: fc.integer({ min: 1, max: size }) }), fc.constant({ length: 0 })),
        { maxLength: 200 },
      ),
      (steps) => {
        const space = new RingSpace(size);
        const inUse: { from: number; to: number }[] = [];
        for (const { length } of steps) {
          if (length === 0) {
            if (inUse.length > 0) {
              inUse.shift();
              space.free(inUse[0]?.from ?? 0);
            }
            continue;
          }
          const offset = space.fit(length);
          if (offset < 0) {
            expect(inUse.length).toBeGreaterThan(0);
            continue;
          }
          expect(offset + length).toBeLessThanOrEqual(size);
          for (const { from, to } of inUse) expect(offset >= to || offset + length <= from).toBe(true);
          space.use(offset, length);
          inUse.push({ from: offset, to: offset + length });
        }
      },
    ),
  );
});

test('a run goes to the start of the ring when the end has no room for it', () => {
  const space = new RingSpace(size);
  space.use(space.fit(600), 600);
  space.use(space.fit(300), 300);
  expect(space.fit(200)).toBe(-1);
  space.free(600);
  expect(space.fit(200)).toBe(0);
  space.use(0, 600);
  expect(space.fit(1)).toBe(-1);
});
