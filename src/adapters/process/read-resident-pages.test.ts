import { expect, test } from 'vitest';
import { buildProgram, startProgram } from '../testdata/go-program.ts';
import { openProcess } from './open-process.ts';
import { readStatus } from './proc-status.ts';

const mebi = 2 ** 20;

test('pages that were written are resident, pages that were only read are not, and looking changes nothing', async () => {
  const program = await startProgram<{ start: number }>(buildProgram('half'));
  try {
    // Go's own threads would touch a page now and then.
    program.child.kill('SIGSTOP');
    const image = openProcess(program.pid);
    const { start } = program.facts;
    const before = readStatus(program.pid);
    const space = image.readAddressSpace();
    const again = image.readAddressSpace();
    const after = readStatus(program.pid);
    image.close();
    const pages = space?.pages;
    expect(pages?.bytesIn(start, start + 16 * mebi)).toBe(8 * mebi);
    expect(pages?.bytesIn(start, start + 4096)).toBe(4096);
    expect(pages?.bytesIn(start + 4096, start + 8192)).toBe(0);
    expect(pages?.bytesIn(start + 16 * mebi, start + 32 * mebi)).toBe(0);
    expect(after?.rssAnonymousBytes).toBe(before?.rssAnonymousBytes);
    // The kernel's three accounts of it agree, mapping by mapping and in all.
    const mappings = space?.mappings ?? [];
    expect(mappings.map(({ start: at, end }) => pages?.bytesIn(at, end))).toEqual(
      mappings.map(({ rssBytes }) => rssBytes),
    );
    expect(mappings.reduce((sum, { rssBytes }) => sum + rssBytes, 0)).toBe(pages?.totalBytes);
    expect(Math.abs((after?.rssBytes ?? 0) - (pages?.totalBytes ?? 0))).toBeLessThan(mebi);
    // The same once more: nothing was faulted in.
    expect(pages?.totalBytes).toBe(again?.pages.totalBytes);
    expect(space?.unwalkedBytes).toBe(0);
  } finally {
    await program.end();
  }
});

test('of a process that has ended nothing is told', async () => {
  const program = await startProgram(buildProgram('half'));
  const image = openProcess(program.pid);
  await program.end();
  expect(image.readAddressSpace()).toBeUndefined();
  image.close();
});
