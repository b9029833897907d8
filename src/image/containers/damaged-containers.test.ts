import path from 'node:path';
import { expect, test } from 'vitest';
import type { Memory } from '../memory.ts';
import { buildGo, inspectGo } from '../runtime/testdata/go-process.ts';
import { seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { type Containers, readContainers } from './read-containers.ts';
import { poolBytes } from './pool-layout.ts';
import { damaged, patched } from './testdata/damaged-memory.ts';
import { containerParts } from './testdata/read-program.ts';

const program = path.join(import.meta.dirname, 'testdata/shapes.go');

/** Every number is a count or bytes, and nothing is larger than the heap. */
function expectSane(containers: Containers, heapBytes: number): number {
  const { pools, timers, handles, backlog, pinned } = containers;
  const kept = [
    ...pools,
    ...timers.groups,
    pinned,
    ...(handles ? [handles] : []),
    ...(backlog ? [backlog] : []),
  ];
  let sum = 0;
  for (const { bytes } of kept) {
    expect(bytes).toBeGreaterThanOrEqual(0);
    expect(bytes).toBeLessThanOrEqual(heapBytes);
    sum += bytes;
  }
  for (const { values, victimValues } of pools) expect(victimValues).toBeLessThanOrEqual(values);
  return sum;
}

test('flipped bits and unreadable memory give less or other objects, and an end', async () => {
  await inspectGo(buildGo(program), (inspected) => {
    const parts = containerParts(inspected);
    const { spans } = parts;
    let heapBytes = 0;
    for (let span = 0; span < spans.count; span++) heapBytes += spans.pageCount[span] * 8192;
    const whole = expectSane(readContainers(parts), heapBytes);
    const random = seededRandom(21);
    const sums = new Set<number>();
    for (let round = 0; round < 120; round++) {
      const memory = damaged(parts.memory, random, 2 + (round % 40));
      sums.add(expectSane(readContainers({ ...parts, memory }), heapBytes));
    }
    expect(whole).toBeGreaterThan(1_000_000);
    expect(sums.size).toBeGreaterThan(10);
  });
});

test('lengths that lie, a dequeue that follows itself and a pool of a pool are passed over', async () => {
  await inspectGo(buildGo(program), (inspected) => {
    const parts = containerParts(inspected);
    const { memory } = parts;
    const before = readContainers(parts).pools;
    const structs = before.find(({ name }) => name === 'main.structs');
    const address = structs?.address ?? 0;
    const pool = memory.read(address, poolBytes);
    expect(pool).toBeDefined();
    const local = Number(new DataView((pool ?? new Uint8Array(poolBytes)).buffer).getBigUint64(0, true));
    const look = (words: readonly (readonly [number, bigint])[]): number | undefined =>
      readContainers({ ...parts, memory: patched(memory, new Map(words)) }).pools.find(
        (each) => each.address === address,
      )?.values;
    expect(look([])).toBe(100);
    // localSize.
    expect(look([[address + 8, 2n ** 40n]])).toBeUndefined();
    expect(look([[address + 8, 2n ** 63n]])).toBeUndefined();
    // local, off the heap and in the middle of another object.
    expect(look([[address, 4096n]])).toBeUndefined();
    expect(look([[address, BigInt(address)]])).toBeUndefined();
    const tails = Array.from({ length: 2 }, (_, processor) => local + processor * 128 + 24);
    const tail = tails.map((at) => wordAt(memory, at)).find((word) => word !== 0) ?? 0;
    expect(tail).not.toBe(0);
    // It is the first of several, which are then cut off.
    const cut = look([[tail + 32, BigInt(tail)]]) ?? 0;
    expect(cut).toBeGreaterThan(0);
    expect(cut).toBeLessThan(100);
    // The ring's length.
    expect(look([[tail + 16, 2n ** 50n]])).toBeLessThan(100);
    expect(look([[tail + 16, 2n ** 50n]])).toBeGreaterThan(0);
  });
});

function wordAt(memory: Memory, address: number): number {
  const bytes = memory.read(address, 8);
  return bytes ? Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)) : 0;
}
