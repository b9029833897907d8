import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { readPools } from './read-pools.ts';
import { containerParts } from './testdata/read-program.ts';

interface PoolFact {
  readonly name: string;
  readonly type: string;
  readonly values: number;
  readonly bytes: number;
}

const program = path.join(import.meta.dirname, 'testdata/shapes.go');
/** What the pools of the standard library hold in a program that has encoded a line. */
const least = 50_000;

describe.each([
  ['the local Go', 'local'],
  ['Go 1.23', 'go1.23.12'],
])('%s', (_, toolchain) => {
  test('values of every shape are counted with what they own, and with nothing that they share', async () => {
    await inspectGo<readonly PoolFact[]>(buildGo(program, { toolchain }), (inspected) => {
      const pools = readPools(containerParts(inspected)).filter(({ values }) => values === 100);
      const found = pools.map(({ name = '', type, values, bytes }) => ({ name, type, values, bytes }));
      const byName = (a: PoolFact, b: PoolFact): number => (a.name < b.name ? -1 : 1);
      expect(found.toSorted(byName)).toEqual(inspected.facts.toSorted(byName));
      expect(Math.max(...found.map(({ bytes }) => bytes))).toBeGreaterThan(least);
    });
  });

  test('what a graph and a trace say is put in', async () => {
    await inspectGo<readonly PoolFact[]>(buildGo(program, { toolchain }), (inspected) => {
      const parts = containerParts(inspected);
      const asked: number[] = [];
      const pools = readPools({
        ...parts,
        retainedBytesOf: () => 10_000,
        holderOf: (object) => {
          asked.push(object);
          return 'main.far.pool';
        },
      }).filter(({ values }) => values === 100);
      const unnamed = pools.filter(({ address }) => asked.includes(address));
      expect(unnamed.map(({ name, type }) => [name, type])).toEqual([['main.far.pool', '*[1024]uint8']]);
      // One object that was put a hundred times is one object.
      const retained = pools.map(({ name, retainedBytes }) => [name, retainedBytes]);
      expect(retained).toContainEqual(['main.twice', 10_000]);
      expect(retained).toContainEqual(['main.structs', 1_000_000]);
    });
  });
});
