import path from 'node:path';
import { expect, test } from 'vitest';
import {
  FrameVariables,
  type Memory,
  openFunctions,
  readGoroutines,
  StackRoots,
  Unwinder,
} from '../index.ts';
import { buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';

const program = path.join(import.meta.dirname, 'testdata/parked.go');

/** A memory in which every read of more than a few bytes in [start, end) has some bits turned over. */
function damaged(memory: Memory, random: () => number, start: number, end: number): Memory {
  return {
    regions: memory.regions,
    bytesRead: 0,
    read(address, length, into) {
      const bytes = memory.read(address, length, into);
      if (!bytes || address + length <= start || address >= end) return bytes;
      for (let flips = Math.ceil(length / 128); flips > 0; flips--)
        bytes[Math.floor(random() * bytes.length)] ^= 1 << Math.floor(random() * 8);
      return bytes;
    },
    refresh: () => undefined,
  };
}

test('a stack with flipped bits is walked upward to an end, and its roots are addresses', async () => {
  await inspectGo(buildGo(program), ({ image, runtime, diagnostics }) => {
    const functions = openFunctions(runtime, image.memory);
    const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
    const random = seededRandom(11);
    const ends = new Map<string, number>();
    for (let round = 0; round < 20; round++) {
      for (const goroutine of goroutines) {
        const { stackLow, stackHigh } = goroutine;
        const memory = damaged(image.memory, random, stackLow, stackHigh);
        const unwinder = new Unwinder(runtime, functions, memory);
        let reached = stackLow;
        for (let isThere = unwinder.start(goroutine); isThere; isThere = unwinder.next()) {
          expect(unwinder.sp).toBeGreaterThanOrEqual(reached);
          expect(unwinder.fp).toBeGreaterThan(unwinder.sp);
          expect(unwinder.fp).toBeLessThanOrEqual(stackHigh);
          reached = unwinder.fp;
        }
        ends.set(unwinder.end, (ends.get(unwinder.end) ?? 0) + 1);
      }
    }
    // Damage is seen as such, and most stacks have bits turned over that lead nowhere.
    expect(ends.get('unknown-code')).toBeGreaterThan(0);
    expect(ends.get('top')).toBeGreaterThan(0);
  });
});

test('roots and names of a stack with flipped bits are still words of that stack', async () => {
  await inspectGo(buildGo(program), ({ image, runtime, diagnostics }) => {
    const functions = openFunctions(runtime, image.memory);
    const goroutines = readGoroutines(runtime, image.memory, image.threads, diagnostics);
    const random = seededRandom(12);
    const variables = new FrameVariables(runtime, functions);
    let rootCount = 0;
    for (const goroutine of goroutines) {
      const { stackLow, stackHigh } = goroutine;
      const roots = new StackRoots(runtime, functions, damaged(image.memory, random, stackLow, stackHigh));
      const count = roots.read(goroutine);
      const { slot, depth } = roots.columns;
      for (let index = 0; index < count; index++) {
        if (depth[index] < 0) continue;
        expect(slot[index] >= goroutine.sp && slot[index] + 8 <= stackHigh).toBe(true);
        const at = Math.min(depth[index], roots.frameCalls.length - 1);
        variables.at(roots.frameCalls[at] ?? 0, roots.framePointers[at] ?? 0, slot[index]);
        rootCount++;
      }
    }
    expect(rootCount).toBeGreaterThan(100);
  });
});
