import { expect, test } from 'vitest';
import { u64At } from '../../base/index.ts';
import { ByteMemory } from '../spans/testdata/synthetic-heap.ts';
import { readUnitsByPage } from './small-units.ts';

const base = 0xc000000000;

/** A word that tells its own place. */
function fill(bytes: Uint8Array, start: number): void {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < bytes.length; at += 8) view.setBigUint64(at, BigInt(start - base + at), true);
}

function read(memory: ByteMemory, packed: Uint32Array): Map<number, number> {
  const seen = new Map<number, number>();
  const isWanted = Uint8Array.from(packed, (unit) => (unit === 0 ? 0 : 1));
  readUnitsByPage(memory, { packed, base }, isWanted, (row, bytes, offset) => {
    expect(seen.has(row)).toBe(false);
    seen.set(row, u64At(bytes, offset));
  });
  return seen;
}

test('every unit is shown once with its own bytes, whatever the order of the rows', () => {
  const memory = new ByteMemory();
  fill(memory.add(base, 12 << 20), base);
  const packed = new Uint32Array(50_000);
  let state = 1;
  for (let row = 0; row < packed.length; row++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    packed[row] = row % 5 === 0 ? 0 : (state % ((12 << 20) / 8)) + 1;
  }
  const seen = read(memory, packed);
  expect(seen.size).toBe(40_000);
  for (const [row, word] of seen) expect(word).toBe((packed[row] - 1) * 8);
  // The last pages of a window and the first of the next are not read twice.
  expect(memory.bytesRead).toBeLessThanOrEqual(12 << 20);
});

test('units on pages that cannot be read are left out, their neighbours are not', () => {
  const memory = new ByteMemory();
  fill(memory.add(base, 4096), base);
  fill(memory.add(base + 8192, 4096), base + 8192);
  const packed = Uint32Array.from([1, 512, 600, 1025, 1536]);
  expect([...read(memory, packed)].sort((a, b) => a[0] - b[0])).toEqual([
    [0, 0],
    [1, 4088],
    [3, 8192],
    [4, 12_280],
  ]);
});

test('no units, no reads', () => {
  const memory = new ByteMemory();
  expect(read(memory, new Uint32Array(10)).size).toBe(0);
  expect(memory.bytesRead).toBe(0);
});
