import { expect, test } from 'vitest';
import { ByteMemory } from '../spans/testdata/synthetic-heap.ts';
import { PageCache } from './page-cache.ts';

const base = 0x7000_0000_0000;

test('reads each page once, across page ends, and up to the end of a mapping', () => {
  const memory = new ByteMemory();
  // Three pages and a half: the last is no whole page.
  const bytes = memory.add(base, 14_336);
  for (let at = 0; at < bytes.length; at += 8) new DataView(bytes.buffer).setUint32(at, at, true);
  const cache = new PageCache(memory, 4096, 2);
  expect(cache.u64(base + 8)).toBe(8);
  expect(cache.u64(base + 4088)).toBe(4088);
  expect(memory.bytesRead).toBe(4096);
  expect(cache.locate(base + 4080, 32)).toBe(true);
  expect(cache.bytes[cache.offset + 16]).toBe(4096 & 0xff);
  expect(cache.u64(base + 14_328)).toBe(14_328);
  expect(cache.u64(base + 14_336)).toBe(-1);
  expect(cache.locate(base, 5000)).toBe(false);
});

test('sees what changed once it forgets', () => {
  const memory = new ByteMemory();
  const bytes = memory.add(base, 4096);
  const cache = new PageCache(memory, 4096, 2);
  expect(cache.u64(base)).toBe(0);
  bytes[0] = 5;
  expect(cache.u64(base)).toBe(0);
  cache.forget();
  expect(cache.u64(base)).toBe(5);
});
