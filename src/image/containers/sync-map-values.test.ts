import path from 'node:path';
import { expect, test } from 'vitest';
import { buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { runtimeVariable } from '../runtime/runtime-variable.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { HeapSlots } from './heap-slots.ts';
import { damaged } from './testdata/damaged-memory.ts';
import { containerParts } from './testdata/read-program.ts';
import { syncMapValues } from './sync-map-values.ts';

const program = path.join(import.meta.dirname, 'testdata/sync-maps.go');

test.each(['local', 'go1.24.12', 'go1.23.12', 'go1.21.13', 'go1.18.10'])(
  'the values of every sync.Map, in Go %s',
  async (toolchain) => {
    await inspectGo<Readonly<Record<string, number>>>(buildGo(program, { toolchain }), (inspected) => {
      const { spans, memory, runtime } = containerParts(inspected);
      const slots = new HeapSlots(spans);
      const counts = Object.keys(inspected.facts).map((name) => {
        const values = syncMapValues(runtimeVariable(runtime, `main.${name}`), runtime, memory, slots) ?? [];
        // Each value is an object of its own.
        expect(new Set(values.map(({ data }) => slots.startOf(data))).size).toBe(values.length);
        return [name, values.length] as const;
      });
      expect(Object.fromEntries(counts)).toEqual(inspected.facts);
    });
  },
);

test.each(['local', 'go1.23.12'])('damage in a sync.Map ends the walk, in Go %s', async (toolchain) => {
  await inspectGo<Readonly<Record<string, number>>>(buildGo(program, { toolchain }), (inspected) => {
    const { spans, memory, runtime } = containerParts(inspected);
    const slots = new HeapSlots(spans);
    const random = seededRandom(31);
    for (const name of Object.keys(inspected.facts)) {
      const map = runtimeVariable(runtime, `main.${name}`);
      for (let round = 0; round < (name === 'large' ? 4 : 20); round++) {
        const values = syncMapValues(map, runtime, damaged(memory, random, 2 + round * 5), slots) ?? [];
        expect(values.length).toBeLessThan(100_000);
      }
    }
  });
});
