import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rounds } from '../../test/truth/rounds.ts';
import { openRecording } from '../adapters/index.ts';
import { UnreadableError } from '../base/index.ts';
import { inspect, type Inspection, record, type RecordOptions } from './index.ts';
import { GoService } from './testdata/go-service.ts';

/** Everything but cost and where it comes from. */
function answerOf(inspection: Inspection): unknown {
  const { target, headline, ledger, totals, mapCount, findings, diagnostics } = inspection;
  const said = { target, headline, ledger, totals, mapCount, diagnostics, maps: [...inspection.maps()] };
  // How long ago the last collection was goes on between the looks.
  const timeless = findings.map(({ detail, evidence, ...finding }) => ({
    ...finding,
    detail: detail.replaceAll(/\d+(?:\.\d+)? (?:ms|s|min)\b/g, 'some time'),
    evidence: { ...evidence, sinceCycleMs: 0 },
  }));
  return { ...said, findings: timeless };
}

/** Pages of memory in a recording, as text to be searched. */
function* recordedText(file: string): Generator<string> {
  const image = openRecording(file);
  for (const { start, end, writable } of image.memory.regions) {
    for (let at = start; writable && at < end; at += 4096) {
      const page = image.memory.read(at, 4096);
      if (page) yield Buffer.from(page).toString('latin1');
    }
  }
  image.close();
}

function occurrences(file: string, text: string): number {
  let count = 0;
  for (const page of recordedText(file)) count += page.split(text).length - 1;
  return count;
}

/** Swiss maps by the machine's Go, classic ones by the last line that had no others. */
describe.each([
  ['the Go of this machine', undefined],
  ['classic maps', 'go1.23.12'],
])('%s', (_name, toolchain) => {
  let service: GoService;
  let folder: string;
  /** The answers of the process itself, taken while it stood. */
  let live: unknown;
  let redacted: unknown;
  let detail: unknown;
  let cgroupPath: string | undefined;
  const fileOf = (name: string): string => path.join(folder, name);
  const kept = (name: string, options: Partial<RecordOptions> = {}): ReturnType<typeof record> =>
    record(service.pid, { output: fileOf(name), freeze: true, ...options });

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-record-'));
    service = await GoService.start('recorded', toolchain);
    // It stands for all looks, so that they are of one moment.
    await service.pause();
    await kept('plain');
    await kept('map', { maps: ['main.numbers'] });
    await kept('redacted', { redact: true });
    await kept('full', { full: true });
    using look = await inspect(service.pid, { freeze: true });
    live = answerOf(look);
    cgroupPath = look.cgroup?.path;
    detail = look.mapDetail('main.numbers');
    using hidden = await inspect(service.pid, { freeze: true, redact: true });
    redacted = answerOf(hidden);
    // Neither the process nor its executable, which was removed once it had started, is there from here on.
    service.stop();
  }, 300_000);
  afterAll(() => {
    service.stop();
    fs.rmSync(folder, { recursive: true });
  });

  test.each(['plain', 'map', 'full'])('%s: the same answer as the process gave', async (name) => {
    using inspection = await inspect(fileOf(name));
    expect(answerOf(inspection)).toEqual(live);
    expect(inspection.cgroup?.path).toBe(cgroupPath);
    expect(inspection.recorded?.host).toBe(os.hostname());
  });

  test('holders are told by their keys, and the record is small', async () => {
    using inspection = await inspect(fileOf('plain'));
    const holders = [...inspection.maps()].map((map) => map.holders.at(0));
    expect(holders).toContain('main.byName["KEYSECRET-000042"].notes');
    expect(fs.statSync(fileOf('plain')).size).toBeLessThan(4 * 2 ** 20);
    expect(fs.statSync(fileOf('plain')).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a look into a map that was recorded, and into one that was not', async () => {
    using inspection = await inspect(fileOf('map'));
    expect(inspection.mapDetail('main.numbers')).toEqual(detail);
    expect(inspection.diagnostics).toEqual([]);
    using plain = await inspect(fileOf('plain'));
    const { record: known } = plain.mapDetail('main.numbers');
    expect(known).toEqual([...plain.maps()].find((map) => map.address === known.address));
  });

  test('more than was recorded is one diagnostic', async () => {
    const lean = fileOf('lean');
    using whole = await inspect(fileOf('full'));
    fs.copyFileSync(fileOf('plain'), lean);
    const image = openRecording(lean);
    const heap = image.memory.regions.find((region) => region.writable && region.start >= 0xc000000000);
    for (let at = heap?.start ?? 0; at < (heap?.end ?? 0); at += 4096) image.memory.read(at, 4096);
    expect(image.diagnostics().map(({ code }) => code)).toEqual(['not-in-recording']);
    image.close();
    expect(whole.diagnostics).toEqual([]);
  });

  test('redacted: the same answer without keys, and no string of the heap', async () => {
    using inspection = await inspect(fileOf('redacted'));
    expect(answerOf(inspection)).toEqual(redacted);
    expect(JSON.stringify(answerOf(inspection))).not.toContain('SECRET');
    for (const secret of ['KEYSECRET-0', 'NOTESECRET-0', 'TEXTSECRET-0']) {
      expect(occurrences(fileOf('redacted'), secret)).toBe(0);
      // The search finds what is there.
      expect(occurrences(fileOf('full'), secret)).toBeGreaterThan(1900);
    }
  });

  test('a damaged recording gives what is true, or one line', async () => {
    const bytes = fs.readFileSync(fileOf('plain'));
    const damaged = fileOf('damaged');
    const runCount = rounds(8, 60);
    let refused = 0;
    for (let run = 0; run < runCount; run++) {
      const place = 16 + Math.floor(((bytes.length - 16) * (run + 0.5)) / runCount);
      const flipped = Uint8Array.from(bytes);
      flipped[place] ^= 1 << (run & 7);
      fs.writeFileSync(damaged, run % 2 === 0 ? bytes.subarray(0, place) : flipped);
      try {
        using inspection = await inspect(damaged);
        expect([...inspection.maps()].length).toBeLessThanOrEqual(inspection.mapCount);
        expect(inspection.diagnostics.length).toBeGreaterThan(0);
      } catch (error) {
        refused++;
        expect(error).toBeInstanceOf(UnreadableError);
        expect(String(error)).toMatch(/recording.*copy (it|the recording) again/);
        expect(String(error)).not.toContain('\n');
      }
    }
    expect(refused).toBeLessThan(runCount);
  });
});

describe('what stands in the way', () => {
  test('a file that is there is kept, and none is left where nothing could be read', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-record-'));
    const output = path.join(folder, 'kept');
    fs.writeFileSync(output, 'mine');
    await expect(record(process.pid, { output })).rejects.toMatchObject({ code: 'output-exists' });
    await expect(record(process.pid, { output, force: true })).rejects.toMatchObject({ code: 'not-go' });
    expect(fs.readFileSync(output, 'utf8')).toBe('mine');
    const nowhere = path.join(folder, 'none', 'file');
    await expect(record(999_999_999, { output: nowhere })).rejects.toMatchObject({ code: 'no-such-process' });
    expect(fs.readdirSync(folder)).toEqual(['kept']);
    fs.rmSync(folder, { recursive: true });
  });
});
