/* Dumps put together by the format of runtime/heapdump.go: what they say, and what is left of them when they are damaged. */
import { describe, expect, test } from 'vitest';
import { bytesSource, Diagnostics } from '../../base/index.ts';
import { flipBits, seededRandom } from '../testdata/damage.ts';
import { uleb } from '../testdata/byte-writer.ts';
import type { HeapDump } from './heap-dump.ts';
import type { ObjectRuns } from './object-runs.ts';
import { isHeapDump, readHeapDump } from './read-heap-dump.ts';

const heap = 0xc000000000;

function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...uleb(bytes.length), ...bytes];
}

function fields(...offsets: number[]): number[] {
  return [...offsets.flatMap((offset) => [1, ...uleb(offset)]), 0];
}

function contents(size: number, seed: number): number[] {
  return Array.from({ length: size }, (_, index) => (index * 7 + seed) & 255);
}

function object(address: number, size: number, ...pointers: number[]): number[] {
  return [1, ...uleb(address), ...uleb(size), ...contents(size, address), ...fields(...pointers)];
}

const header = [...new TextEncoder().encode('go1.7 heap dump\n')];
const params = [
  6,
  0,
  8,
  ...uleb(heap),
  ...uleb(heap + 2 ** 26),
  ...text('amd64'),
  ...text('go1.26.3 X:nogreenteagc'),
  4,
];
const memStats = [
  10,
  ...Array.from({ length: 24 }, (_, index) => uleb(index * 1000)).flat(),
  ...Array(256).fill(0),
  3,
];

/** A slot of 48 bytes in three runs: a page, the next one with a hole, and one far away. */
const objects = [
  ...Array.from({ length: 170 }, (_, slot) => object(heap + slot * 48, 48, 16)).flat(),
  ...Array.from({ length: 80 }, (_, slot) => object(heap + 8192 + slot * 96, 48)).flat(),
  ...object(heap + 2 ** 24, 16384, 0, 16376),
  ...object(heap + 2 ** 23, 16),
];

const whole = Uint8Array.from([
  ...header,
  ...params,
  8,
  ...uleb(0x4a0000),
  ...uleb(0x4b0000),
  3,
  ...uleb(0x4b0000),
  24,
  ...text('main.server'),
  1,
  ...objects,
  4,
  ...uleb(heap + 48),
  ...uleb(heap + 4096),
  12,
  ...uleb(0x401000),
  4,
  0,
  0,
  99,
  ...text('chan receive'),
  0,
  0,
  0,
  0,
  5,
  ...uleb(heap + 4096),
  0,
  0,
  16,
  ...contents(16, 1),
  ...uleb(0x402000),
  ...uleb(0x402010),
  ...uleb(0x402010),
  ...text('main.worker'),
  ...fields(8),
  14,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  15,
  1,
  2,
  3,
  4,
  5,
  6,
  9,
  1,
  2,
  3,
  12,
  ...uleb(0x500000),
  128,
  1,
  ...contents(128, 3),
  ...fields(0, 120),
  13,
  ...uleb(0x600000),
  8,
  ...contents(8, 4),
  ...fields(),
  7,
  ...uleb(heap),
  ...uleb(heap + 48),
  1,
  2,
  3,
  11,
  ...uleb(heap + 96),
  ...uleb(heap + 48),
  1,
  2,
  3,
  2,
  ...text('other'),
  ...uleb(heap + 144),
  ...memStats,
  16,
  77,
  ...uleb(1024),
  1,
  ...text('main.load'),
  ...text('/src/main.go'),
  36,
  5,
  2,
  17,
  ...uleb(heap),
  77,
  0,
]);

function read(bytes: Uint8Array): { readonly dump: HeapDump; readonly codes: string[] } {
  const diagnostics = new Diagnostics();
  const dump = readHeapDump(bytesSource(bytes), diagnostics);
  return { dump, codes: diagnostics.list().map(({ code }) => code) };
}

function listed(runs: ObjectRuns): { address: number; size: number; at: number }[] {
  const found = [];
  for (let run = 0; run < runs.runCount; run++) {
    const end = run + 1 < runs.runCount ? runs.runFirst[run + 1] : runs.objectCount;
    for (let index = runs.runFirst[run]; index < end; index++) {
      const address = runs.runAddress[run] + runs.addressAbove[index];
      found.push({
        address,
        size: runs.runSize[run],
        at: runs.runContents[run] + runs.contentsBehind[index],
      });
    }
  }
  return found;
}

describe('a heap dump', () => {
  const { dump, codes } = read(whole);

  test('is known by its first line', () => {
    expect(isHeapDump(bytesSource(whole))).toBe(true);
    expect(isHeapDump(bytesSource(whole.subarray(1)))).toBe(false);
    expect(isHeapDump(bytesSource(whole.subarray(0, 10)))).toBe(false);
  });

  test('says who wrote it', () => {
    expect(codes).toEqual([]);
    expect(dump.isWhole).toBe(true);
    expect(dump.parameters).toEqual({
      bigEndian: false,
      pointerBytes: 8,
      arenaStart: heap,
      arenaEnd: heap + 2 ** 26,
      arch: 'amd64',
      goVersion: 'go1.26.3 X:nogreenteagc',
      cpuCount: 4,
    });
    expect(dump.types).toEqual([{ address: 0x4b0000, size: 24, name: 'main.server' }]);
    expect(dump.memStats).toMatchObject({
      alloc: 0,
      sys: 2000,
      heapAlloc: 6000,
      lastGcNs: 22000,
      gcCount: 3,
    });
  });

  test('has every object where it is, with its bytes and its pointers', () => {
    const all = listed(dump.objects);
    expect(all).toHaveLength(252);
    for (const { address, size, at } of all)
      expect([...whole.subarray(at, at + size)]).toEqual(contents(size, address));
    expect(all[170]).toMatchObject({ address: heap + 8192, size: 48 });
    expect(all[250]).toMatchObject({ address: heap + 2 ** 24, size: 16384 });
    const { runMask, masks, runMaskBytes, runSize } = dump.objects;
    expect([...runSize]).toEqual([48, 16384, 16]);
    const bit = (run: number, word: number): number => (masks[runMask[run] + (word >> 3)] >> (word & 7)) & 1;
    for (let word = 0; word < 2048; word++) {
      const isPointer = word < 170 * 6 && word % 6 === 2;
      expect([word, bit(0, word)]).toEqual([word, isPointer ? 1 : 0]);
    }
    expect([bit(1, 0), bit(1, 1), bit(1, 2047), runMaskBytes[1], runMask[2]]).toEqual([1, 0, 1, 256, -1]);
  });

  test('has goroutines, segments and roots', () => {
    expect(dump.goroutines).toEqual([
      {
        address: heap + 48,
        sp: heap + 4096,
        id: 12,
        createdAt: 0x401000,
        status: 4,
        isSystem: false,
        waitingSinceNs: 99,
        waitReason: 'chan receive',
        firstFrame: 0,
        frameCount: 1,
      },
    ]);
    expect(dump.frames).toMatchObject({ count: 1, functions: ['main.worker'] });
    expect([...dump.frames.pc]).toEqual([0x402010]);
    expect(dump.data).toMatchObject({
      address: 0x500000,
      byteCount: 128,
      pointerMask: Uint8Array.of(1, 128),
    });
    expect(dump.bss).toMatchObject({ address: 0x600000, byteCount: 8, pointerMask: Uint8Array.of(0) });
    expect(dump.finalizers.map(({ object: at, isQueued }) => [at, isQueued])).toEqual([
      [heap, false],
      [heap + 96, true],
    ]);
    expect(dump.otherRoots).toEqual([heap + 144]);
    expect(dump.profile).toEqual([
      { id: 77, size: 1024, calls: ['main.load /src/main.go:36'], allocations: 5, frees: 2 },
    ]);
  });
});

describe('a damaged heap dump', () => {
  const objectCount = read(whole).dump.objects.objectCount;

  test('that is cut off anywhere has what came before, and says so', () => {
    let last = 0;
    for (let length = header.length; length < whole.length; length += 17) {
      const { dump, codes } = read(whole.subarray(0, length));
      expect(codes).toEqual(['heap-dump-truncated']);
      expect(dump.isWhole).toBe(false);
      expect(dump.objects.objectCount).toBeGreaterThanOrEqual(last);
      last = dump.objects.objectCount;
    }
    expect(last).toBe(objectCount);
  });

  test('that lacks bytes in an object goes on behind it', () => {
    const start = header.length + params.length + 200;
    const { dump, codes } = read(
      Uint8Array.from([...whole.subarray(0, start), ...whole.subarray(start + 21)]),
    );
    expect(codes).toEqual(['heap-dump-damaged']);
    expect(dump.isWhole).toBe(true);
    expect(dump.objects.objectCount).toBeGreaterThan(objectCount - 10);
    expect(dump.data?.address).toBe(0x500000);
  });

  test('with flipped bits never throws and never has more than the file', () => {
    const random = seededRandom(5);
    let intact = 0;
    for (let round = 0; round < 400; round++) {
      const { dump } = read(flipBits(whole, random, 1 + (round % 5), header.length));
      expect(dump.objects.masks.length).toBeLessThanOrEqual(whole.length + 8192);
      for (const { at, size } of listed(dump.objects)) expect(at + size).toBeLessThanOrEqual(whole.length);
      if (dump.isWhole) intact++;
    }
    expect(intact).toBeGreaterThan(200);
  });
});
