import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longestRun, type Memory, type ReadAhead } from '../../image/index.ts';
import { buildProgram, type Program, startProgram } from '../testdata/go-program.ts';
import { openProcess } from './open-process.ts';
import { readStatus } from './proc-status.ts';

interface Holes {
  readonly untouched: number;
  readonly sparse: number;
  readonly forbidden: number;
  readonly gone: number;
}

const page = 4096;
const muchBytes = 2 ** 30;
let program: Program<Holes>;

beforeAll(async () => {
  program = await startProgram<Holes>(buildProgram('holes'));
}, 120_000);
afterAll(() => program.end());

interface Range {
  readonly start: number;
  readonly byteCount: number;
}

function aheadOf(memory: Memory): ReadAhead {
  const ahead = memory.readAhead?.(muchBytes);
  expect(ahead, 'needs two processors').toBeDefined();
  return ahead as ReadAhead;
}

/** Takes all ranges, as many ahead as there is room for, and gives each with a copy of its bytes. */
function takeAll(ahead: ReadAhead, ranges: readonly Range[]): (Uint8Array | undefined)[] {
  const taken: (Uint8Array | undefined)[] = [];
  for (let asked = 0; taken.length < ranges.length; ) {
    while (asked < ranges.length && ahead.hasRoom(ranges[asked].byteCount)) {
      ahead.ask(ranges[asked].start, ranges[asked].byteCount);
      asked++;
    }
    expect(asked).toBeGreaterThan(taken.length);
    const at = ahead.take();
    taken.push(at < 0 ? undefined : ahead.window.bytes.slice(at, at + ranges[taken.length].byteCount));
  }
  return taken;
}

describe('a thread that reads ahead', () => {
  test('gives what a plain read gives: present, absent and unmapped memory, in any sizes', () => {
    const image = openProcess(program.pid);
    const { sparse, untouched, forbidden, gone } = program.facts;
    const ranges: Range[] = [];
    for (let number = 0; number < 3000; number++)
      ranges.push({ start: sparse + number * page, byteCount: 8 * ((number % 512) + 1) });
    for (let number = 0; number < 11; number++)
      ranges.push({ start: sparse + number * longestRun, byteCount: longestRun });
    for (const start of [untouched, forbidden, gone]) ranges.push({ start, byteCount: 16 * page });
    const taken = takeAll(aheadOf(image.memory), ranges);
    for (const [place, { start, byteCount }] of ranges.entries())
      expect(taken[place], `${start}`).toEqual(image.memory.read(start, byteCount));
    image.close();
  });

  test('faults no page in', () => {
    const image = openProcess(program.pid);
    const before = readStatus(program.pid);
    const ranges = Array.from({ length: 256 }, (_, number) => ({
      start: program.facts.untouched + number * longestRun,
      byteCount: longestRun,
    }));
    const taken = takeAll(aheadOf(image.memory), ranges);
    const after = readStatus(program.pid);
    image.close();
    for (const bytes of taken) expect(bytes?.every((byte) => byte === 0)).toBe(true);
    expect((after?.rssBytes ?? 0) - (before?.rssBytes ?? 0)).toBeLessThan(8 << 20);
    expect((after?.pageTableBytes ?? 0) - (before?.pageTableBytes ?? 0)).toBeLessThan(128 << 10);
  });

  test('goes on after a refresh, counts what it reads, and leaves a closed process alone', () => {
    const image = openProcess(program.pid);
    const ahead = aheadOf(image.memory);
    const ranges = [{ start: program.facts.sparse, byteCount: page }];
    const bytesBefore = image.memory.bytesRead;
    const [first] = takeAll(ahead, ranges);
    expect(image.memory.bytesRead - bytesBefore).toBe(page);
    image.memory.refresh();
    expect(aheadOf(image.memory)).toBe(ahead);
    expect(takeAll(ahead, ranges)).toEqual([first]);
    ahead.ask(program.facts.sparse, page);
    image.close();
    expect(() => openProcess(program.pid).close()).not.toThrow();
  });

  test('is not started for a little', () => {
    const image = openProcess(program.pid);
    expect(image.memory.readAhead(2 ** 20)).toBeUndefined();
    image.close();
  });
});
