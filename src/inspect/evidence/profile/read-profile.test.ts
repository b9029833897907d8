/* Whole reports, of profiles that Go programs write of themselves, and of damaged ones. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isMarked,
  profileNames,
  takeProfiles,
  type TakenProfiles,
  topRows,
} from '../../../../test/truth/profiles.ts';
import { UnreadableError } from '../../../base/index.ts';
import { flipBits, seededRandom } from '../../../../test/truth/damage.ts';
import { compareEvidence } from '../compare-evidence.ts';
import type { EvidenceReport, EvidenceValue } from '../evidence-report.ts';
import { isProfile } from './is-profile.ts';
import { readEvidence } from '../read-evidence.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'highwater-profile-'));
let taken: TakenProfiles;

beforeAll(() => {
  taken = takeProfiles({ toolchain: 'local' }, 65_536);
});
afterAll(() => {
  taken[Symbol.dispose]();
  fs.rmSync(folder, { recursive: true });
});

function fileOf(bytes: Uint8Array): string {
  const file = path.join(folder, 'profile.pb.gz');
  fs.writeFileSync(file, bytes);
  return file;
}

async function reportOf(file: string): Promise<EvidenceReport> {
  const report = await readEvidence(file);
  if (report === undefined) throw new Error(`${file} was not recognised`);
  return report;
}

/** Rows of a table as objects, as the JSON has them. */
function rowsOf(report: EvidenceReport, id: string): Record<string, EvidenceValue>[] {
  const table = report.wordingIn('en').tables.find((each) => each.id === id);
  if (table === undefined) return [];
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, at) => [column.id, row[at]])));
}

function codesOf(report: EvidenceReport): string[] {
  return report.diagnostics.map(({ code }) => code);
}

describe('a report', () => {
  test.each(profileNames)(
    '%s: has lines and a headline in both languages, nothing to complain of',
    async (name) => {
      const report = await reportOf(taken.path(name));
      expect(report.target).toMatchObject({ kind: 'profile', source: taken.path(name) });
      expect(codesOf(report)).toEqual([]);
      expect(report.facts).toMatchObject({ profile: { kind: name } });
      expect(report.wordingIn('en').headline).not.toBe('');
      expect(report.wordingIn('zh').headline).toMatch(/[，：；。]/);
      expect(rowsOf(report, name === 'cpu' ? 'work' : 'lines').length).toBeGreaterThan(0);
    },
  );

  test('a heap profile: the map by its line, with the interval that holds it', async () => {
    // One sample in 2 KiB: with few of them chance decides whether the sizes that a line allocates show a map.
    using fine = takeProfiles({ toolchain: 'local' }, 2048);
    const report = await reportOf(fine.path('heap'));
    const line = rowsOf(report, 'mapLines').find((row) =>
      isMarked(Number(row['lineNumber']), '// map ladder'),
    );
    // 300,000 entries of two words: 2^19 slots at most, of which 448 of 1,024 are in use at least (internal/runtime/maps).
    expect(Number(line?.['inuseLowBytes'])).toBeLessThan(16 * 2 ** 20);
    expect(Number(line?.['inuseHighBytes'])).toBeGreaterThan(300_000 * 17);
    expect(line).toMatchObject({ function: 'main.fillMaps', growth: 'Swiss', knownBy: 'sizes' });
  });

  test('lines that allocate and keep nothing are findings, those that keep are none', async () => {
    const report = await reportOf(taken.path('heap'));
    const findings = report.wordingIn('en').findings.filter(({ id }) => id === 'alloc-churn');
    const lines = findings.map(({ where }) => Number(where.slice(where.lastIndexOf(':') + 1)));
    expect(lines.some((line) => isMarked(line, '// churned'))).toBe(true);
    expect(findings.filter(({ where }) => where.startsWith('main.fillMaps'))).toEqual([]);
    // What was made since the last collection is still in the profile.
    for (const { evidence } of findings)
      expect(Number(evidence['inuseBytes'])).toBeLessThan(0.1 * Number(evidence['allocBytes']));
    const words = report.wordingIn('zh').findings.map(({ detail }) => detail);
    for (const detail of words) expect(detail).toMatch(/\p{Script=Han}/u);
  });

  test('a CPU profile: growth of maps by the line that caused it, and what cannot be said', async () => {
    const report = await reportOf(taken.path('cpu'));
    const work = rowsOf(report, 'work');
    expect(work.map((row) => row['work'])).toEqual([
      'map inserts',
      'map growth',
      'allocation',
      'garbage collection',
    ]);
    for (const { share, lowShare, highShare } of work as Record<string, number>[]) {
      expect(lowShare).toBeLessThanOrEqual(share);
      expect(share).toBeLessThanOrEqual(highShare);
    }
    expect(work[0]['articleShare']).toBeNull();
    expect(work[1]['articleShare']).toBe(0.05);
    const [inserts] = rowsOf(report, 'workLines').filter((row) => row['work'] === 'map inserts');
    expect(inserts['line']).toMatch(/^main\.growMap main\.go:\d+$/);
  });

  test('two profiles: what changed, line by line', async () => {
    using other = takeProfiles({ toolchain: 'local' }, 65_536);
    const report = await compareEvidence([taken.path('heap'), other.path('heap')]);
    if (report === undefined) throw new Error('not recognised');
    expect(codesOf(report)).toContain('profiles-of-two-processes');
    for (const row of rowsOf(report, 'lines')) {
      expect(row['changeBytes']).toBe(Number(row['afterBytes']) - Number(row['beforeBytes']));
      expect(Number(row['changeLowBytes'])).toBeLessThanOrEqual(Number(row['changeBytes']));
    }
    const same = await compareEvidence([taken.path('goroutine'), taken.path('goroutine')]);
    expect(rowsOf(same as EvidenceReport, 'lines').every((row) => row['changeCount'] === 0)).toBe(true);
    await expect(compareEvidence([taken.path('heap'), taken.path('cpu')])).rejects.toThrow(
      'count different things',
    );
  });
});

describe('chosen samples', () => {
  test.each([
    { choice: { focus: 'strings\\.' }, words: ['-focus=strings\\.'] },
    { choice: { ignore: 'main\\.fillMaps' }, words: ['-ignore=main\\.fillMaps'] },
    {
      choice: { focus: 'main\\.', tagFocus: 'bytes=1kb:' },
      words: ['-focus=main\\.', '-tagfocus=bytes=1kb:'],
    },
  ])('$words: the functions that go tool pprof -top has', async ({ choice, words }) => {
    const report = await readEvidence(taken.path('heap'), undefined, choice);
    if (report === undefined) throw new Error('not recognised');
    const rows = rowsOf(report, 'functions').map((row) => [
      row['function'],
      { flat: row['flatBytes'], cum: row['cumBytes'] },
    ]);
    const truth = topRows('functions', { type: 'inuse_space', unit: 'bytes' }, ...words, taken.path('heap'));
    expect(new Map(rows as [string, unknown][])).toEqual(
      new Map([...truth].filter(([, { cum }]) => cum !== 0)),
    );
    expect(codesOf(report)).toContain('profile-filtered');
    expect(report.facts).toMatchObject({ profile: { filter: choice } });
    expect(report.wordingIn('en').findings).toEqual([]);
  });

  test('of two profiles, what go tool pprof -base has of the same samples', async () => {
    using other = takeProfiles({ toolchain: 'local' }, 65_536);
    const choice = { focus: 'main\\.', ignore: 'strings\\.' };
    const files = [taken.path('heap'), other.path('heap')] as const;
    const report = await compareEvidence(files, undefined, choice);
    if (report === undefined) throw new Error('not recognised');
    const rows = rowsOf(report, 'functions').map((row) => [
      row['function'],
      { flat: row['flatBytes'], cum: row['cumBytes'] },
    ]);
    const words = ['-focus=main\\.', '-ignore=strings\\.', '-base', ...files];
    const truth = topRows('functions', { type: 'inuse_space', unit: 'bytes' }, ...words);
    const changed = ([, { flat, cum }]: [string, { flat: number; cum: number }]): boolean =>
      flat !== 0 || cum !== 0;
    expect(new Map((rows as [string, { flat: number; cum: number }][]).filter(changed))).toEqual(
      new Map([...truth].filter(changed)),
    );
    expect(report.facts).toMatchObject({ profile: { filter: choice } });
    expect(report.wordingIn('en').headline).toMatch(/^Of the chosen stacks only/);
  });

  test('a pattern that is none, and evidence without samples, are one clear error', async () => {
    await expect(readEvidence(taken.path('heap'), undefined, { focus: '(a' })).rejects.toThrow(
      'is not closed',
    );
    const log = fileOf(Buffer.from('panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\n'));
    await expect(readEvidence(log, undefined, { focus: 'a' })).rejects.toThrow('is no profile');
  });
});

describe('bad input', () => {
  test('cut anywhere: what came before, and a word', async () => {
    const whole = fs.readFileSync(taken.path('heap'));
    for (let length = 40; length < whole.length; length += Math.ceil(whole.length / 40)) {
      const report = await readEvidence(fileOf(whole.subarray(0, length))).catch(expectUnreadable);
      if (!report) continue;
      report.wordingIn('en');
      expect(codesOf(report).length).toBeGreaterThan(0);
    }
  });

  test('bits turned over, packed and not, give a report or one clear error', async () => {
    const random = seededRandom(3);
    for (const name of ['heap', 'cpu', 'mutex'] as const) {
      const packed = fs.readFileSync(taken.path(name));
      const plain = gunzipSync(packed);
      for (let round = 0; round < 30; round++) {
        for (const bytes of [flipBits(packed, random, 1), flipBits(plain, random, 1 + round)]) {
          const report = await readEvidence(fileOf(bytes)).catch(expectUnreadable);
          report?.wordingIn('en');
          report?.wordingIn('zh');
        }
      }
    }
  });

  test('no samples', async () => {
    // Sample type (1, 2), texts '', 'goroutine', 'count'.
    const bytes = Buffer.from([
      0x0a,
      4,
      8,
      1,
      16,
      2,
      0x32,
      0,
      0x32,
      9,
      ...Buffer.from('goroutine'),
      0x32,
      5,
      ...Buffer.from('count'),
    ]);
    const report = await reportOf(fileOf(gzipSync(bytes)));
    expect(codesOf(report)).toEqual(['profile-empty']);
    expect(report.facts).toMatchObject({ profile: { kind: 'goroutine', stackCount: 0 } });
  });

  test('MemProfileRate=0: the profile says nothing of the heap, and the report says so', async () => {
    using off = takeProfiles({ toolchain: 'local' }, 0);
    const report = await reportOf(off.path('heap'));
    expect(codesOf(report)).toContain('profile-off');
    expect(report.wordingIn('en').findings).toEqual([]);
  });

  test('a small file that inflates to very much is read as far as it makes sense', async () => {
    const head = gunzipSync(fs.readFileSync(taken.path('goroutine')));
    const bomb = gzipSync(Buffer.concat([head, Buffer.alloc(2 ** 28)]));
    const report = await reportOf(fileOf(bomb));
    expect(codesOf(report)).toContain('pprof-damaged');
    expect(report.bytesRead).toBeLessThan(2 ** 21);
    expect(rowsOf(report, 'lines').length).toBeGreaterThan(0);
  });

  test.each([
    '<!DOCTYPE html><html><body>Sign in</body></html>',
    '\nhello\n',
    '',
    '404 page not found\n',
    '{"cmdline":[]}',
  ])('%j is no profile', (text) => {
    expect(isProfile(Buffer.from(text))).toBe(false);
  });
});

function expectUnreadable(error: unknown): undefined {
  expect(error).toBeInstanceOf(UnreadableError);
}
