import { expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { openLayouts } from '../runtime/layouts.ts';
import { ByteMemory, seededRandom } from '../spans/testdata/synthetic-heap.ts';
import { type DeadGoroutine, readGoroutines } from './read-goroutines.ts';

const listAddress = 0x500000;
const goroutineAddress = 0x600000;
const threadAddress = 0x700000;
const stackLow = 0xc000100000;

interface Sketch {
  readonly status: number;
  readonly sp?: number;
  readonly syscallsp?: number;
  readonly low?: number;
}

function sketch(minor: number, sketches: readonly Sketch[]) {
  const layouts = openLayouts(undefined, { minor, arch: 'amd64', experiments: [] });
  const size = layouts.struct('runtime.g')?.size ?? 0;
  const memory = new ByteMemory();
  const list = new DataView(memory.add(listAddress, sketches.length * 8).buffer);
  const bytes = memory.add(goroutineAddress, sketches.length * size);
  const thread = new DataView(memory.add(threadAddress, 512).buffer);
  thread.setBigUint64(layouts.offset('runtime.m', 'procid'), 4711n, true);
  sketches.forEach(({ status, sp = stackLow + 100, syscallsp = 0, low = stackLow }, index) => {
    list.setBigUint64(index * 8, BigInt(goroutineAddress + index * size), true);
    const view = new DataView(bytes.buffer, index * size, size);
    const word = (field: string, value: number): void =>
      view.setBigUint64(layouts.offset('runtime.g', field), BigInt(value), true);
    word('stack', low);
    view.setBigUint64(8, BigInt(low + 8192), true);
    word('sched', sp);
    word('syscallsp', syscallsp);
    word('m', threadAddress);
    word('goid', index + 1);
    word('startpc', 0x401000);
    view.setUint32(layouts.offset('runtime.g', 'atomicstatus'), status, true);
  });
  return {
    place: {
      layouts,
      arch: 'amd64' as const,
      allgs: { slice: 0, address: listAddress, count: sketches.length },
    },
    memory,
    bytes,
  };
}

test.each([18, 22, 26])('where each goroutine of Go 1.%d stands, the dead left out', (minor) => {
  const heap = sketch(minor, [
    { status: 4 },
    { status: 0x1000 + 1, sp: stackLow + 200 },
    { status: 3, syscallsp: stackLow + 300 },
    { status: 6 },
    { status: 0 },
    { status: 2, sp: stackLow + 400 },
    { status: 4, sp: 0x10 },
  ]);
  const diagnostics = new Diagnostics();
  const found = readGoroutines(heap.place, heap.memory, [], diagnostics);
  expect(found.map(({ id, status, sp }) => [id, status, sp - stackLow])).toEqual([
    [1, 4, 100],
    [2, 1, 200],
    [3, 3, 300],
    [6, 2, 0],
    [7, 4, 0],
  ]);
  expect(found[0]).toMatchObject({
    stackLow,
    stackHigh: stackLow + 8192,
    startPc: 0x401000,
    address: goroutineAddress,
  });
  expect(diagnostics.list()).toEqual([]);
});

test('the dead are told to who asks, with the stack that they keep', () => {
  const heap = sketch(26, [{ status: 4 }, { status: 6 }, { status: 11, low: 0 }, { status: 0 }]);
  const dead: DeadGoroutine[] = [];
  const found = readGoroutines(heap.place, heap.memory, [], new Diagnostics(), (each) => dead.push(each));
  expect(found).toHaveLength(1);
  expect(dead.map(({ stackLow: low, stackHigh }) => stackHigh - low)).toEqual([8192, 0]);
  expect(dead[0].address).toBeGreaterThan(goroutineAddress);
});

test('a running goroutine stands where its thread stands', () => {
  const heap = sketch(26, [{ status: 2 }]);
  const threads = [{ threadId: 4711, pc: 0x401000, sp: stackLow + 512 }];
  expect(readGoroutines(heap.place, heap.memory, threads, new Diagnostics())[0].sp).toBe(stackLow + 512);
  // On the thread's own stack, as inside a system call of the scheduler.
  const elsewhere = [{ threadId: 4711, pc: 0x401000, sp: 0x7ffe0000 }];
  expect(readGoroutines(heap.place, heap.memory, elsewhere, new Diagnostics())[0].sp).toBe(stackLow);
});

test('a damaged list or goroutine is left out with a diagnostic', () => {
  const heap = sketch(26, [{ status: 99 }, { status: 4, low: 8 }, { status: 4 }]);
  const diagnostics = new Diagnostics();
  expect(readGoroutines(heap.place, heap.memory, [], diagnostics)).toHaveLength(1);
  expect(diagnostics.list()).toMatchObject([{ code: 'goroutine-damaged', count: 2 }]);
  const endless = { ...heap.place, allgs: { slice: 0, address: listAddress, count: 2 ** 50 } };
  expect(readGoroutines(endless, heap.memory, [], diagnostics)).toEqual([]);
  expect(diagnostics.has('goroutine-list-damaged')).toBe(true);
});

test('a list that has grown elsewhere since is read where it is now', () => {
  const heap = sketch(26, [{ status: 4 }, { status: 4 }]);
  const slice = new DataView(heap.memory.add(0x800000, 24).buffer);
  slice.setBigUint64(0, BigInt(listAddress), true);
  slice.setBigUint64(8, 2n, true);
  const place = { ...heap.place, allgs: { slice: 0x800000, address: 0x900000, count: 1 } };
  expect(readGoroutines(place, heap.memory, [], new Diagnostics())).toHaveLength(2);
});

test('random bits never crash the reader', () => {
  const random = seededRandom(1);
  for (let round = 0; round < 300; round++) {
    const heap = sketch(
      25,
      Array.from({ length: 20 }, () => ({ status: 4 })),
    );
    for (let flip = 0; flip < 40; flip++)
      heap.bytes[Math.floor(random() * heap.bytes.length)] ^= 1 << Math.floor(random() * 8);
    for (const { sp, stackLow: low, stackHigh } of readGoroutines(
      heap.place,
      heap.memory,
      [],
      new Diagnostics(),
    )) {
      expect(sp >= low && sp <= stackHigh).toBe(true);
    }
  }
});
