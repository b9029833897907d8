import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipEntries } from './zip.ts';

test('reads what archive/zip of Go writes', () => {
  const program = join(import.meta.dirname, 'testdata', 'make-zip.go');
  const archive = execFileSync('go', ['run', program], { env: { ...process.env, GO111MODULE: 'off' } });
  const files = [...zipEntries(archive)].map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]);
  expect(files).toEqual([
    ['stored.txt', 'as it is'],
    ['folder/deflated.txt', 'high water '.repeat(10_000)],
    ['nothing', ''],
  ]);
  expect(() => [...zipEntries(archive.subarray(0, archive.length - 30))]).toThrow('not a zip archive');
});
