import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stretch } from '../../image/index.ts';
import { buildProgram, type Program, startProgram } from '../testdata/go-program.ts';
import { CopyThread } from './copy-thread.ts';
import { openProcess, type ProcessImage } from './open-process.ts';

const bufferBytes = 2 ** 25;

let program: Program<{ readonly ticks: number }>;
let image: ProcessImage;
beforeAll(async () => {
  program = await startProgram(buildProgram('holes'));
  process.kill(program.pid, 'SIGSTOP');
  image = openProcess(program.pid);
}, 120_000);
afterAll(() => {
  image.close();
  return program.end();
});

/** All that can be written to, in pieces of three pages. */
function* pieces(buffers: readonly SharedArrayBuffer[]): Generator<Stretch> {
  let used = 0;
  let buffer = 0;
  for (const { start, end, readable, writable } of image.memory.regions) {
    if (!readable || !writable) continue;
    for (let at = start; at < Math.min(end, start + bufferBytes / 2); at += 3 * 4096) {
      const length = Math.min(3 * 4096, end - at);
      if (used + length > bufferBytes) [buffer, used] = [buffer + 1, 0];
      if (buffer === buffers.length) return;
      yield { start: at, into: new Uint8Array(buffers[buffer], used, length) };
      used += length;
    }
  }
}

test('two threads copy what one reads, and say the same of what cannot be read', async () => {
  const buffers = [0, 1].map(() => new SharedArrayBuffer(bufferBytes));
  await image.memory.startCopyThread(buffers);
  const known = [...pieces(buffers)];
  // Of memory that the thread does not know, and of none at all.
  const others = [known[0], { ...known[0], start: 4096 }].map(({ start }) => ({
    start,
    into: new Uint8Array(4096),
  }));
  const stretches = [...known, ...others];
  image.memory.beginResidentPages();
  const isRead = image.memory.readAll(stretches);
  expect(isRead.slice(-2)).toEqual([true, false]);
  expect(isRead.filter(Boolean).length).toBeGreaterThan(1000);
  const differing = stretches.filter(({ start, into }, index) => {
    const bytes = image.memory.read(start, into.length);
    return (bytes !== undefined) !== isRead[index] || (bytes && Buffer.compare(bytes, into) !== 0);
  });
  expect(differing).toEqual([]);
  // What is shared hangs on who else runs the same program meanwhile.
  const mappings = (): unknown =>
    image
      .readAddressSpace()
      ?.mappings.map(({ start, end, path, flags, rssBytes, anonymousBytes, swapBytes }) => {
        return { start, end, path, flags, rssBytes, anonymousBytes, swapBytes };
      });
  const byThread = mappings();
  expect(byThread).toBeDefined();
  expect(byThread).toEqual(mappings());
});

test('the other thread does its part, again and again', async () => {
  const buffers = [new SharedArrayBuffer(bufferBytes)];
  const thread = await CopyThread.start(
    { descriptor: -1, pagemapDescriptor: -1, pageBytes: 4096, textPath: '/proc/self/status' },
    buffers,
  );
  if (!thread) throw new Error('no thread');
  expect(thread.takeText()).toBeUndefined();
  for (let round = 0; round < 3; round++) {
    thread.beginText();
    // Without descriptors the thread leaves every piece to this one.
    const stretches = Array.from({ length: 100 }, (_, index) => ({
      start: 4096 * index,
      into: new Uint8Array(buffers[0], 4096 * index, 4096),
    }));
    const read: number[] = [];
    const reading = { read: ({ start }: Stretch) => read.push(start) > 0, isZeroBacked: () => true };
    expect(thread.copy(stretches, reading)).toEqual(stretches.map(() => true));
    expect(read.toSorted((one, other) => one - other)).toEqual(stretches.map(({ start }) => start));
    expect(thread.takeText()).toMatch(/^Name:/);
  }
  thread.close();
});
