import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { allocatedBytes, classBytes, pageBytes, roundUpSize, sizeClasses, sizeClassPages } from './index.ts';

test('the tables are those of the local Go', () => {
  const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
  const candidates = ['internal/runtime/gc/sizeclasses.go', 'runtime/sizeclasses.go'];
  const file =
    candidates.map((name) => path.join(root, 'src', name)).find((name) => fs.existsSync(name)) ?? '';
  const source = fs.readFileSync(file, 'utf8');
  const listOf = (name: RegExp): number[] => (name.exec(source)?.[1] ?? '').split(',').map(Number);
  expect(sizeClasses).toEqual(listOf(/class_?to_?size\s*=\s*\[\w+\]uint16\{([^}]*)\}/i));
  expect(sizeClassPages).toEqual(listOf(/class_?to_?(?:alloc)?npages\s*=\s*\[\w+\]uint8\{([^}]*)\}/i));
});

test('no two slots of a span lie at one place of a page: an address and its size give the base of its span', () => {
  sizeClasses.forEach((size, sizeClass) => {
    if (size === 0) return;
    const slotCount = Math.floor((sizeClassPages[sizeClass] * pageBytes) / size);
    const places = new Set(Array.from({ length: slotCount }, (_, slot) => (slot * size) % pageBytes));
    expect([size, places.size]).toEqual([size, slotCount]);
  });
});

test('every size gets the smallest class that holds it', () => {
  for (let size = 1; size <= 32768; size++) {
    const expected = sizeClasses.find((bytes) => bytes >= size);
    if (classBytes(size) !== expected) expect([size, classBytes(size)]).toEqual([size, expected]);
  }
});

// runtime/msize.go and mallocgc of each version; the values of cap(append([]byte(nil), make([]byte, n)...)) agree.
test.each([
  [0, true, 22, 0],
  [512, false, 22, 512],
  [513, false, 22, 576],
  [569, false, 22, 640],
  [569, false, 21, 576],
  [569, true, 22, 576],
  [25_600, false, 24, 27_264],
  [32_760, true, 22, 32_768],
  [32_761, true, 22, 32_768],
  [32_769, true, 22, 40_960],
  [32_768, true, 21, 32_768],
  [32_769, true, 21, 40_960],
])('%d bytes, noscan %s, Go 1.%d', (size, noscan, goMinor, expected) => {
  expect(allocatedBytes(size, noscan, goMinor)).toBe(expected);
});

test('rounding up leaves the malloc header out', () => {
  expect(roundUpSize(570, false, 23)).toBe(632);
  expect(roundUpSize(570, true, 23)).toBe(576);
  expect(roundUpSize(570, false, 21)).toBe(576);
  expect(roundUpSize(32_768, true, 21)).toBe(32_768);
  expect(roundUpSize(40_000, true, 26)).toBe(40_960);
});
