/* A heap dump as a target: what it says with its program and without, its ledger, and what is left of it when damaged. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rounds } from '../../test/truth/rounds.ts';
import { UnreadableError } from '../base/index.ts';
import { inspect, type Inspection } from './index.ts';
import { GoService } from './testdata/go-service.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-heap-dump-'));
const file = path.join(folder, 'heap.dump');
const damaged = path.join(folder, 'damaged.dump');
const programs = path.join(folder, 'programs');
fs.mkdirSync(programs);
const binary = path.join(programs, 'service');
let bytes: Uint8Array;
let held = 0;

beforeAll(async () => {
  const service = await GoService.start('dumped', undefined, { HEAP_DUMP: file });
  // The service's file is gone by now, but not for its process.
  fs.copyFileSync(`/proc/${service.pid}/exe`, binary);
  service.stop();
  held = (JSON.parse(service.firstLine) as { held: number }).held;
  bytes = fs.readFileSync(file);
}, 180_000);
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
    const service = await GoService.start('filled', undefined);
    const other = path.join(programs, 'other');
    fs.copyFileSync(`/proc/${service.pid}/exe`, other);
    service.stop();
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
    const flips = fc.array(fc.tuple(fc.nat(bytes.length - 17), fc.nat(7)), { minLength: 1, maxLength: 100 });
    const damage = async (numRuns: number, exe?: string): Promise<void> => {
      const law = fc.asyncProperty(flips, async (places) => {
        const copy = Uint8Array.from(bytes);
        for (const [at, bit] of places) copy[16 + at] ^= 1 << bit;
        await look(copy, exe);
      });
      await fc.assert(law, { numRuns, seed: 26, endOnFailure: true });
    };
    await damage(rounds(60, 500));
    await damage(rounds(6, 50), binary);
  }, 240_000);
});
