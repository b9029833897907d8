import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { openEvidence } from './evidence-file.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-evidence-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function fileOf(bytes: Uint8Array): string {
  const file = path.join(folder, 'evidence');
  fs.writeFileSync(file, bytes);
  return file;
}

async function allOf(name: string): Promise<Buffer> {
  const file = await openEvidence(name);
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of file.pieces()) pieces.push(piece);
    return Buffer.concat(pieces);
  } finally {
    file.close();
  }
}

/** Bytes that do not compress, of any length. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = 1; at < length; at++) bytes[at] = (state = (state * 48271) % 2147483647) >>> 8;
  return bytes;
}

describe('evidence in a file', () => {
  test.each([0, 1, 2, 3, 16383, 16384, 16385, 1_000_000])(
    'of %i bytes is given whole, plain and as gzip',
    async (length) => {
      const bytes = noise(length);
      for (const packed of [bytes, gzipSync(bytes)]) {
        const name = fileOf(packed);
        expect((await allOf(name)).equals(bytes)).toBe(true);
        const file = await openEvidence(name);
        expect(file.isGzip).toBe(packed !== bytes);
        expect(Buffer.from(file.head).equals(bytes.subarray(0, 16384))).toBe(true);
        file.close();
      }
    },
  );

  test('gives what came before the cut of a gzip file', async () => {
    const bytes = noise(1_000_000);
    const packed = gzipSync(bytes);
    const got = await allOf(fileOf(packed.subarray(0, packed.length / 2)));
    expect(got.length).toBeGreaterThan(100_000);
    expect(got.equals(bytes.subarray(0, got.length))).toBe(true);
  });

  test('says so where gzip is damaged from the start, and where there is no file', async () => {
    const packed = gzipSync(noise(1000));
    packed.fill(0xff, 10, 40);
    await expect(openEvidence(fileOf(packed))).rejects.toThrow('the gzip data is damaged');
    await expect(openEvidence(path.join(folder, 'none'))).rejects.toThrow('cannot read');
    await expect(openEvidence(folder)).rejects.toThrow('not a regular file');
  });

  test('may be closed before it was read', async () => {
    const file = await openEvidence(fileOf(gzipSync(noise(3_000_000))));
    file.close();
  });
});
