import path from 'node:path';
import { expect, test } from 'vitest';
import { type BuildOptions, buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { graphOf } from './testdata/graphed-program.ts';

const source = path.join(import.meta.dirname, 'testdata/masks.go');

test.each([
  ['the local Go', {}],
  ['the local Go, stripped', { flags: ['-ldflags=-s -w'] }],
  ['Go 1.24', { toolchain: 'go1.24.12' }],
  ['Go 1.22', { toolchain: 'go1.22.12' }],
  ['Go 1.21', { toolchain: 'go1.21.13' }],
] as [string, BuildOptions][])(
  '%s: types too large for a mask of their own hold what they point to, and no more',
  async (_, options) => {
    await inspectGo<{ each: number; size: number }>(buildGo(source, options), (inspected) => {
      const { graph } = graphOf(inspected);
      if (graph.kind !== 'graph') throw new Error('marks only');
      const { each, size } = inspected.facts;
      const retained = graph.holders.map((_holder, index) => graph.retainedBytes(graph.placeOfHolder(index)));
      // A variable, an object, and an array of two: 4 times the small objects, 3 large ones beside.
      const small = 4 * each * size;
      expect(graph.totals.reachable.objects).toBeGreaterThan(4 * each);
      expect(graph.totals.reachable.objects).toBeLessThan(4 * each + 1000);
      const held = retained.reduce((sum, bytes) => sum + bytes, 0);
      expect(held).toBeGreaterThan(small);
      expect(graph.guessedObjects).toBe(0);
      if ((options.flags ?? []).length > 0) return;
      const global = graph.holders.findIndex(({ name }) => name === 'main.global');
      expect(retained[global]).toBe(each * size);
    });
  },
  120_000,
);
