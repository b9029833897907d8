import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { fileSource } from './file-source.ts';
import { inflate } from './inflate.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-file-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('reads by position, never more than there is', () => {
  const name = path.join(folder, 'ten');
  fs.writeFileSync(name, '0123456789');
  const source = fileSource(name);
  const text = (offset: number, length: number): string =>
    Buffer.from(source.read(offset, length)).toString();
  expect([
    source.size,
    text(0, 10),
    text(3, 4),
    text(8, 100),
    text(10, 1),
    text(99, 1),
    text(-1, 5),
    text(0, -1),
  ]).toEqual([10, '0123456789', '3456', '89', '', '', '', '']);
  expect(source.read(0, Number.NaN).length).toBe(0);
  source.close();
  source.close();
  expect(source.read(0, 10).length).toBe(0);
});

test('what cannot be opened is one line', () => {
  expect(() => fileSource(path.join(folder, 'none'))).toThrow(
    expect.objectContaining({ code: 'file-unreadable', message: expect.stringContaining('no such file') }),
  );
  expect(() => fileSource(folder)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
});

test('inflates what zlib deflated, and nothing that is damaged, cut off, or longer than it says', () => {
  const bytes = new Uint8Array(100_000).map((_, index) => index % 7);
  const packed = zlib.deflateSync(bytes);
  expect(inflate(packed, bytes.length)).toEqual(Buffer.from(bytes));
  expect(inflate(packed, bytes.length - 1)).toBeUndefined();
  expect(inflate(packed, bytes.length + 1)).toBeUndefined();
  expect(inflate(packed.subarray(0, 50), bytes.length)).toBeUndefined();
  expect(inflate(packed, 0)).toBeUndefined();
  expect(inflate(packed, 2 ** 60)).toBeUndefined();
  const bomb = zlib.deflateSync(new Uint8Array(50_000_000));
  expect(inflate(bomb, 1000)).toBeUndefined();
});
