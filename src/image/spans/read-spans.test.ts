import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { readSpans } from './read-spans.ts';
import {
  bitsAddress,
  heapAddress,
  seededRandom,
  sketchHeap,
  type SpanSketch,
} from './testdata/synthetic-heap.ts';

/** Size class 5 is 48 bytes: 170 slots of a page. */
const node = { sizeClass: 5, elemSize: 48, elemCount: 170 };
const read = (heap: ReturnType<typeof sketchHeap>, diagnostics: Diagnostics = new Diagnostics()) =>
  readSpans(heap.place, heap.memory, diagnostics);

test('spans come in address order and are found by any address inside', () => {
  const large = {
    base: heapAddress + 8192 * 3,
    pageCount: 5,
    sizeClass: 0,
    elemSize: 40960,
    elemCount: 1,
    largeType: 77,
  };
  const spans = read(
    sketchHeap(24, [large, { base: heapAddress, ...node }, { base: heapAddress + 8192, ...node }]),
  );
  expect([...spans.base]).toEqual([heapAddress, heapAddress + 8192, heapAddress + 8192 * 3]);
  expect(spans.find(heapAddress + 8191)).toBe(0);
  expect(spans.find(heapAddress + 8192)).toBe(1);
  expect(spans.find(heapAddress + 8192 * 2)).toBe(-1);
  expect(spans.find(heapAddress + 8192 * 8 - 1)).toBe(2);
  expect(spans.find(heapAddress + 8192 * 8)).toBe(-1);
  for (const outside of [0, -8192, heapAddress - 1, heapAddress + 2 ** 30, 2 ** 47, 2 ** 60, Number.NaN]) {
    expect(spans.find(outside)).toBe(-1);
  }
  expect(spans.slotOf(1, heapAddress + 8192 + 169 * 48 + 47)).toBe(169);
  expect(spans.slotOf(1, heapAddress + 8192 + 170 * 48)).toBe(-1);
  expect(spans.slotAddress(1, 2)).toBe(heapAddress + 8192 + 96);
  expect(spans.headerType(2, 0)).toBe(77);
});

test('a slot is allocated where its bit is set or below the free index', () => {
  const heap = sketchHeap(24, [{ base: heapAddress, ...node, freeIndex: 3, bits: bitsAddress }]);
  heap.bits[0] = 0b0010_0001;
  heap.bits[21] = 0b10;
  const allocated = read(heap).allocated(0);
  expect(allocated.length).toBe(170);
  expect([...allocated].flatMap((value, slot) => (value ? [slot] : []))).toEqual([0, 1, 2, 5, 169]);
  const spans = read(heap);
  for (const [slot, value] of allocated.entries()) expect(spans.isAllocated(0, slot)).toBe(value === 1);
});

describe('once a cycle has ended', () => {
  const nextBits = bitsAddress + 64;
  const mspanOf = (heap: ReturnType<typeof sketchHeap>): DataView => new DataView(heap.spanBytes.buffer);

  /** The span is swept with other bits, and those that it had are cleared for another span. */
  function sweep(heap: ReturnType<typeof sketchHeap>): void {
    const mheap = new DataView(heap.memory.segments[0].bytes.buffer);
    mheap.setUint32(heap.layouts.offset('runtime.mheap', 'sweepgen'), 10, true);
    mspanOf(heap).setBigUint64(heap.layouts.offset('runtime.mspan', 'allocBits'), BigInt(nextBits), true);
    heap.bits[0] = 0;
    heap.bits[64] = 0b101;
  }

  /** The span is freed, and its mspan is that of another one. */
  function reuse(heap: ReturnType<typeof sketchHeap>): void {
    sweep(heap);
    const next = BigInt(heapAddress + 8192);
    mspanOf(heap).setBigUint64(heap.layouts.offset('runtime.mspan', 'startAddr'), next, true);
  }

  test.each([19, 24])('those slots are allocated of which the span says so now, on Go 1.%d', (minor) => {
    const heap = sketchHeap(minor, [{ base: heapAddress, ...node, bits: bitsAddress }]);
    heap.bits[0] = 0b011;
    const spans = read(heap);
    expect(spans.hasCycleEnded()).toBe(false);
    sweep(heap);
    expect(spans.hasCycleEnded()).toBe(true);
    expect([...spans.allocated(0).subarray(0, 4)]).toEqual([1, 0, 1, 0]);
    expect([0, 1, 2, 3].map((slot) => spans.isAllocated(0, slot))).toEqual([true, false, true, false]);
    expect(spans.areCurrent([0])).toBe(true);
  });

  test('nothing is allocated in a span that is another one now', () => {
    const heap = sketchHeap(24, [{ base: heapAddress, ...node, bits: bitsAddress, freeIndex: 2 }]);
    const spans = read(heap);
    reuse(heap);
    expect(spans.allocated(0).some((value) => value === 1)).toBe(false);
    expect(spans.areCurrent([0])).toBe(false);
  });

  test('a large span is looked at each time, and one that was not swept yet before that', () => {
    const large = { base: heapAddress, pageCount: 5, sizeClass: 0, elemSize: 40960, elemCount: 1 };
    const heap = sketchHeap(24, [large]);
    const spans = read(heap);
    for (let call = 0; call < 10; call++) expect(spans.areCurrent([0])).toBe(true);
    reuse(heap);
    expect(spans.areCurrent([0])).toBe(false);
    const unswept = sketchHeap(24, [{ ...large, sweepDelta: -2 }]);
    const before = read(unswept);
    expect(before.areCurrent([0])).toBe(true);
    mspanOf(unswept).setUint8(unswept.layouts.offset('runtime.mspan', 'state'), 0);
    expect(before.areCurrent([0])).toBe(false);
  });
});

describe('the malloc header of a slot', () => {
  /** Size class 28 is 640 bytes: 12 slots of a page, with malloc headers from Go 1.22 on. */
  const typed = { base: heapAddress, sizeClass: 28, elemSize: 640, elemCount: 12, freeIndex: 1 };
  const giveTo = (heap: ReturnType<typeof sketchHeap>, slot: number, type: number): void =>
    new DataView(heap.heap.buffer).setBigUint64(slot * 640, BigInt(type), true);

  test('is the new one where a free slot was given out after its neighbour was read', () => {
    const heap = sketchHeap(26, [typed]);
    giveTo(heap, 0, 0x1000);
    giveTo(heap, 1, 0x2000);
    const spans = read(heap);
    expect([spans.headerType(0, 0), spans.headerType(0, 1)]).toEqual([0x1000, 0x2000]);
    giveTo(heap, 1, 0x3000);
    expect([spans.headerType(0, 0), spans.headerType(0, 1)]).toEqual([0x1000, 0x3000]);
  });

  test('is the new one where a sweep that was due freed the slot', () => {
    const heap = sketchHeap(26, [{ ...typed, freeIndex: 12, sweepDelta: -2 }]);
    giveTo(heap, 0, 0x1000);
    const spans = read(heap);
    expect(spans.headerType(0, 0)).toBe(0x1000);
    giveTo(heap, 0, 0x2000);
    expect(spans.headerType(0, 0)).toBe(0x2000);
  });

  test('is the new one once a cycle has ended', () => {
    const heap = sketchHeap(26, [{ ...typed, freeIndex: 12 }]);
    giveTo(heap, 0, 0x1000);
    const spans = read(heap);
    expect(spans.headerType(0, 0)).toBe(0x1000);
    giveTo(heap, 0, 0x2000);
    const mheap = new DataView(heap.memory.segments[0].bytes.buffer);
    mheap.setUint32(heap.layouts.offset('runtime.mheap', 'sweepgen'), 8, true);
    const told = Array.from({ length: 100 }, () => spans.headerType(0, 0));
    expect(told.at(-1)).toBe(0x2000);
  });
});

test.each([
  [0, false],
  [3, false],
  [-1, false],
  [-2, true],
  [1, true],
])('mark bits of a span with sweep delta %d are told: %s', (sweepDelta, isTold) => {
  const heap = sketchHeap(24, [{ base: heapAddress, ...node, sweepDelta, bits: bitsAddress }]);
  heap.bits[4096] = 0b101;
  const marked = read(heap).marked(0);
  expect(marked && [...marked.subarray(0, 4)]).toEqual(isTold ? [1, 0, 1, 0] : undefined);
});

test('mark bits are not told once another cycle has ended', () => {
  const heap = sketchHeap(24, [{ base: heapAddress, ...node, sweepDelta: -2, bits: bitsAddress }]);
  const spans = read(heap);
  expect(spans.marked(0)).toBeDefined();
  const mheap = new DataView(heap.memory.segments[0].bytes.buffer);
  mheap.setUint32(heap.layouts.offset('runtime.mheap', 'sweepgen'), 8, true);
  const told = Array.from({ length: 100 }, () => spans.marked(0) !== undefined);
  expect(told.at(-1)).toBe(false);
});

describe('Green Tea', () => {
  const withMarks = {
    base: heapAddress,
    sizeClass: 5,
    elemSize: 48,
    elemCount: 165,
    sweepDelta: -2,
    bits: bitsAddress,
  };

  test('marks lie in the last 128 bytes of the span and add to gcmarkBits', () => {
    const heap = sketchHeap(26, [withMarks]);
    heap.bits[4096] = 0b1000;
    heap.heap[8192 - 128 + 64] = 0b1;
    const spans = read(heap);
    expect(spans.hasInlineMarks(0)).toBe(true);
    expect([...(spans.marked(0) ?? [])].slice(0, 5)).toEqual([1, 0, 0, 1, 0]);
  });

  test('pointer bits lie before the marks', () => {
    const heap = sketchHeap(26, [withMarks]);
    heap.heap[8192 - 256] = 0b1;
    expect(read(heap).pointerBits(0)?.[0]).toBe(1);
    expect(read(heap).pointerBits(0, heap.heap.subarray(0, 8192))?.[0]).toBe(1);
  });

  test('is off by experiment, and before Go 1.25', () => {
    expect(read(sketchHeap(26, [withMarks], { experiments: ['nogreenteagc'] })).hasInlineMarks(0)).toBe(
      false,
    );
    expect(read(sketchHeap(25, [withMarks])).hasInlineMarks(0)).toBe(false);
    expect(read(sketchHeap(25, [withMarks], { experiments: ['greenteagc'] })).hasInlineMarks(0)).toBe(true);
    const small = { ...withMarks, sizeClass: 1, elemSize: 8, elemCount: 1008 };
    expect(read(sketchHeap(26, [small])).hasInlineMarks(0)).toBe(false);
  });
});

describe('pointer bits in the arena', () => {
  const arenas = 0x1000000;
  /** Address of a heapArena whose table entry covers heapAddress: on amd64 the index counts from -2^47. */
  const arena = 0x4000000;
  const withArena = (minor: number, sketch: SpanSketch) => {
    const heap = sketchHeap(minor, [sketch]);
    const index = heapAddress / 2 ** 26 + 2 ** 21;
    const table = new DataView(heap.memory.add(arenas + index * 8, 8).buffer);
    table.setBigUint64(0, BigInt(arena), true);
    const mheap = heap.memory.segments[0].bytes;
    const at = heap.layouts.offset('runtime.mheap', 'arenas');
    new DataView(mheap.buffer).setBigUint64(at, BigInt(arenas), true);
    const bytes = heap.memory.add(arena, heap.layouts.struct('runtime.heapArena')?.size ?? 0);
    return { heap, bytes };
  };

  test('Go 1.19: a clear scan bit ends the object, what follows is left over', () => {
    const { heap, bytes } = withArena(19, { base: heapAddress, ...node });
    bytes[0] = 0b0011_1111;
    bytes[1] = 0b1111_1111;
    bytes[2] = 0b1111_0000;
    const bits = read(heap).pointerBits(0);
    // Object 0: words 0 and 1, then dead though word 4 says pointer. Object 1 begins at word 6.
    expect([...(bits?.subarray(0, 2) ?? [])]).toEqual([0b1100_0011, 0]);
  });

  test('Go 1.21: noMorePtrs ends an object that goes on in the next bitmap word', () => {
    const { heap, bytes } = withArena(21, { base: heapAddress, ...node });
    bytes[0] = 0b1;
    bytes[7] = 0b1000_0000;
    bytes[8] = 0b0010_0100;
    expect([...(read(heap).pointerBits(0)?.subarray(0, 9) ?? [])]).toEqual([
      1, 0, 0, 0, 0, 0, 0, 128, 0b0010_0100,
    ]);
    // Words 60 to 65 are object 10.
    bytes[heap.layouts.offset('runtime.heapArena', 'noMorePtrs')] = 1;
    bytes[8] = 0b0000_0111;
    expect(read(heap).pointerBits(0)?.[8]).toBe(0b0000_0100);
  });

  test('an arena that is not there gives no bits', () => {
    expect(read(sketchHeap(19, [{ base: heapAddress, ...node }])).pointerBits(0)).toBeUndefined();
  });
});

describe('damage', () => {
  test.each([
    ['a slot size of no class', { base: heapAddress, ...node, elemSize: 56 }],
    ['more slots than fit', { base: heapAddress, ...node, elemCount: 171 }],
    ['a free index behind the slots', { base: heapAddress, ...node, freeIndex: 171 }],
    ['a base inside a page', { base: heapAddress + 16, ...node }],
    ['an unknown state', { base: heapAddress, ...node, state: 7 }],
    [
      'more pages than there is memory',
      { base: heapAddress, sizeClass: 0, pageCount: 2 ** 33, elemSize: 2 ** 46, elemCount: 1 },
    ],
  ])('%s leaves the span out with a diagnostic', (_, sketch) => {
    const diagnostics = new Diagnostics();
    const spans = read(sketchHeap(23, [sketch, { base: heapAddress + 8192, ...node }]), diagnostics);
    expect([...spans.base]).toEqual([heapAddress + 8192]);
    expect(diagnostics.has('span-damaged')).toBe(true);
  });

  test('of two spans on one page one is kept', () => {
    const diagnostics = new Diagnostics();
    const large = { base: heapAddress, pageCount: 4, sizeClass: 0, elemSize: 32768, elemCount: 1 };
    const spans = read(sketchHeap(23, [large, { base: heapAddress + 8192, ...node }]), diagnostics);
    expect(spans.count).toBe(1);
    expect(diagnostics.has('span-overlap')).toBe(true);
  });

  test('a list length without end costs neither time nor memory', () => {
    const heap = sketchHeap(23, [{ base: heapAddress, ...node }]);
    const mheap = new DataView(heap.memory.segments[0].bytes.buffer);
    const allspans = heap.layouts.offset('runtime.mheap', 'allspans');
    mheap.setBigUint64(allspans + 8, 2n ** 62n, true);
    const diagnostics = new Diagnostics();
    expect(read(heap, diagnostics).count).toBe(0);
    expect(diagnostics.has('span-list-damaged')).toBe(true);
  });

  test.each([18, 20, 22, 25, 26])('random bits in the spans of Go 1.%d never crash a reader', (minor) => {
    const random = seededRandom(minor);
    const sketches = Array.from({ length: 40 }, (_, index) => ({
      base: heapAddress + index * 8192,
      ...node,
      elemCount: 165,
      sweepDelta: index % 2 === 0 ? -2 : 0,
      bits: bitsAddress,
    }));
    for (let round = 0; round < 60; round++) {
      const heap = sketchHeap(minor, sketches);
      const flips = 1 + Math.floor(random() * 60);
      for (let flip = 0; flip < flips; flip++) {
        heap.spanBytes[Math.floor(random() * heap.spanBytes.length)] ^= 1 << Math.floor(random() * 8);
      }
      const spans = read(heap);
      let end = 0;
      for (let ordinal = 0; ordinal < spans.count; ordinal++) {
        expect(spans.base[ordinal]).toBeGreaterThanOrEqual(end);
        end = spans.base[ordinal] + spans.pageCount[ordinal] * 8192;
        expect(spans.find(end - 1)).toBe(ordinal);
        expect(spans.allocated(ordinal).length).toBe(spans.elemCount[ordinal]);
        spans.marked(ordinal);
        spans.pointerBits(ordinal);
        spans.headerType(ordinal, 0);
      }
    }
  });
});
