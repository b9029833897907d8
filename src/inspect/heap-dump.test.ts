/* A heap dump as a target: what it says with its program and without, its ledger, and what is left of it when damaged. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UnreadableError } from '../base/index.ts';
import { flipBits, seededRandom } from '../formats/testdata/damage.ts';
import { buildGo, inspectGo } from '../image/runtime/testdata/go-process.ts';
import { inspect, type Inspection } from './index.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-heap-dump-'));
const file = path.join(folder, 'heap.dump');
const damaged = path.join(folder, 'damaged.dump');
let binary = '';
let bytes: Uint8Array;
let held = 0;

beforeAll(async () => {
  binary = buildGo(path.join(import.meta.dirname, 'testdata', 'dumped', 'dumped.go'));
  await inspectGo<{ held: number }>(
    binary,
    ({ facts }) => {
      held = facts.held;
    },
    { HEAP_DUMP: file },
  );
  bytes = fs.readFileSync(file);
}, 120_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function codesOf({ diagnostics }: Inspection): string[] {
  return diagnostics.map(({ code }) => code);
}

describe('a heap dump', () => {
  test('is inspected as its process would be', async () => {
    using inspection = await inspect(file, { exe: binary });
    expect(inspection.target).toMatchObject({ kind: 'heap-dump', pid: 0, exe: binary, stripped: false });
    expect(inspection.findings[0]).toMatchObject({ id: 'map-retained', where: 'main.sessions' });
    expect(inspection.topMaps[0]).toMatchObject({
      type: 'map[int][128]uint8',
      len: 10,
      holders: ['main.sessions'],
    });
    expect(codesOf(inspection)).toEqual(['heap-dump-without-rss']);
    expect(inspection.mapDetail('main.sessions').parts.reduce((sum, { entries }) => sum + entries, 0)).toBe(
      10,
    );
  });

  test('has a ledger of what Go holds, with nothing unexplained', async () => {
    using inspection = await inspect(file, { exe: binary });
    const { totalBytes, lines, unexplainedBytes } = inspection.ledger;
    // The program asks for its MemStats before the dump.
    expect(Math.abs(totalBytes - held)).toBeLessThan(held / 100);
    expect(lines.reduce((sum, line) => sum + line.bytes, unexplainedBytes)).toBe(totalBytes);
    expect(unexplainedBytes).toBe(0);
    expect(lines.map(({ id }) => id)).toEqual(['heap', 'stacks', 'runtime']);
  });

  test('without its program tells maps without types, and asks for it', async () => {
    using inspection = await inspect(file);
    expect(codesOf(inspection)).toEqual(['executable-missing', 'heap-dump-without-rss']);
    expect(inspection.topMaps[0]).toMatchObject({ len: 10, holderCount: 1 });
    expect(inspection.findings[0]).toMatchObject({ id: 'map-retained' });
    expect(inspection.target).toMatchObject({ exe: '', goVersion: expect.stringMatching(/^go1\.\d/) });
  });

  test('finds its program in its own folder', async () => {
    const own = fs.mkdtempSync(path.join(folder, 'beside-'));
    fs.copyFileSync(file, path.join(own, 'any.dump'));
    fs.copyFileSync(binary, path.join(own, 'service'));
    fs.copyFileSync(process.execPath, path.join(own, 'another'));
    using inspection = await inspect(path.join(own, 'any.dump'));
    expect(inspection.target.exe).toBe(path.join(own, 'service'));
  });

  test('refuses another program', async () => {
    const other = buildGo(path.join(import.meta.dirname, 'testdata', 'filled', 'main.go'));
    await expect(inspect(file, { exe: other })).rejects.toThrow(
      /is not the program that wrote the heap dump/,
    );
    await expect(inspect(file, { exe: process.execPath })).rejects.toThrow(UnreadableError);
  });
});

describe('a damaged heap dump', () => {
  async function look(content: Uint8Array, exe?: string): Promise<string[]> {
    fs.writeFileSync(damaged, content);
    try {
      using inspection = await inspect(damaged, exe === undefined ? {} : { exe });
      const { totalBytes, unexplainedBytes, lines } = inspection.ledger;
      for (const line of lines) expect(line.bytes).toBeGreaterThanOrEqual(0);
      expect(unexplainedBytes).toBeGreaterThanOrEqual(0);
      expect(lines.reduce((sum, line) => sum + line.bytes, unexplainedBytes)).toBe(totalBytes);
      for (const map of inspection.maps()) expect(map.bytes).toBeGreaterThan(0);
      return codesOf(inspection);
    } catch (error) {
      if (error instanceof UnreadableError) return [error.code, error.message];
      throw error;
    }
  }

  test('that is cut off says so, and shows what is left', async () => {
    for (let tenth = 0; tenth < 10; tenth++) {
      const codes = await look(bytes.subarray(0, Math.floor((bytes.length * tenth) / 10) + 100));
      expect(codes).toContain('heap-dump-truncated');
    }
    expect(await look(bytes.subarray(0, bytes.length / 2), binary)).toContain('heap-dump-truncated');
    expect(await look(bytes.subarray(0, 40))).toContain('heap-dump-empty');
  });

  test('with flipped bits never crashes, hangs or shows less than nothing', async () => {
    const random = seededRandom(26);
    for (let round = 0; round < 200; round++) await look(flipBits(bytes, random, 2 ** (round % 8), 16));
    for (let round = 0; round < 20; round++)
      await look(flipBits(bytes, random, 2 ** (round % 8), 16), binary);
  }, 240_000);
});
