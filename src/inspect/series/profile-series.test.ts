/* Series of profiles that a Go program wrote of itself, one of whose lines keeps a MiB more from profile to profile. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lineMarked, ProfiledProgram, setTime } from './testdata/profiled-program.ts';
import { readProfileSeries } from './read-profile-series.ts';
import type { SeriesLine, SeriesReport } from './series-report.ts';

const mebibyte = 2 ** 20;
const startMs = 1_760_000_000_000;
const minuteMs = 60_000;
const rounds = 12;

let program: ProfiledProgram;
/** Every allocation is in these. */
let whole: readonly string[];
let sampled: readonly string[];
beforeAll(() => {
  program = new ProfiledProgram();
  whole = program.run('heap', rounds, 1);
  sampled = program.run('heap', 30, 65_536);
});
afterAll(() => program[Symbol.dispose]());

async function seriesOf(files: readonly string[]): Promise<SeriesReport> {
  const report = await readProfileSeries(files);
  if (!report) throw new Error('not recognised');
  return report;
}

function lineAt(report: SeriesReport, mark: string): SeriesLine | undefined {
  return report.lines.find(({ place }) => place?.line === lineMarked(mark));
}

/** The runtime charges some bytes of its own to the line that happens to begin a collection. */
function expectKept(line: SeriesLine | undefined, first: number, now: number): void {
  expect(Math.abs((line?.first ?? 0) - first * mebibyte)).toBeLessThan(1024);
  expect(Math.abs((line?.now ?? 0) - now * mebibyte)).toBeLessThan(1024);
}

function codesOf({ diagnostics }: SeriesReport): string[] {
  return diagnostics.map(({ code }) => code);
}

async function refusalOf(files: readonly string[]): Promise<string> {
  return readProfileSeries(files).then(
    () => 'no refusal',
    (error: unknown) => (error as Error).message,
  );
}

/** Copies, so that their times can be changed. */
function copied(files: readonly string[], timeMs: (at: number) => number): string[] {
  return files.map((file, at) => {
    const copy = path.join(path.dirname(file), `copy-${timeMs(at)}-${path.basename(file)}`);
    fs.copyFileSync(file, copy);
    setTime(copy, timeMs(at));
    return copy;
  });
}

describe('a series of heap profiles', () => {
  test('the line that keeps a MiB a minute grows by 60 MiB an hour, and no other does', async () => {
    const report = await seriesOf(whole);
    const grown = lineAt(report, '// grows');
    expect(grown).toMatchObject({
      verdict: 'growing',
      peakMs: startMs + (rounds - 1) * minuteMs,
      runs: 1,
    });
    expectKept(grown, 1, rounds);
    expect(grown?.peak).toBe(grown?.now);
    expect(grown?.slopePerHour).toBeCloseTo(60 * mebibyte, -1);
    expect(grown?.lowPerHour).toBeLessThan(60 * mebibyte + 1024);
    expect(grown?.highPerHour).toBeGreaterThan(60 * mebibyte - 1024);
    expect(grown?.pValue).toBeLessThan(0.01);
    expect(grown?.place?.functionName).toBe('main.keep');
    expect(lineAt(report, '// steady')).toMatchObject({ verdict: 'steady', first: 4 * mebibyte });
    expect(lineAt(report, '// changes')?.verdict).not.toBe('growing');
    const growing = report.lines.filter(({ verdict }) => verdict === 'growing').map(({ name }) => name);
    expect(new Set(growing)).toEqual(new Set(['inuse_space', 'inuse_objects', grown?.name]));
    expect(report.lines[0].verdict).toBe('growing');
    expect([report.fromMs, report.toMs, report.looks]).toEqual([
      startMs,
      startMs + (rounds - 1) * minuteMs,
      rounds,
    ]);
    expect(codesOf(report)).toEqual([]);
  });

  test('with a sample every 64 KiB the slope lies within its interval, and what is replaced does not grow', async () => {
    const report = await seriesOf(sampled);
    const grown = lineAt(report, '// grows');
    expect(grown?.verdict).toBe('growing');
    // A tenth more to either side, so that a run in twenty does not fail.
    expect(grown?.lowPerHour).toBeLessThan(66 * mebibyte);
    expect(grown?.highPerHour).toBeGreaterThan(54 * mebibyte);
    expect(lineAt(report, '// steady')?.verdict).not.toBe('growing');
  });

  test('the order of the names does not matter, and is told', async () => {
    const report = await seriesOf(whole);
    const mixed = await seriesOf([...whole].reverse());
    expect(codesOf(mixed)).toEqual(['profiles-sorted']);
    expect(mixed.diagnostics[0].message).toContain('not named in the order');
    expect(mixed.lines).toEqual(report.lines);
  });

  test('a clock that goes back is told as that: what is allocated never falls', async () => {
    // Of five profiles the last two say an hour earlier.
    const files = copied(whole.slice(0, 5), (at) => startMs + at * minuteMs - (at > 2 ? 3_600_000 : 0));
    const report = await seriesOf(files);
    expect(codesOf(report)).toEqual(['profiles-sorted', 'profiles-restart']);
    expect(report.diagnostics[0].message).toContain('the clock was set back');
  });

  test('the same time twice: the second is left out, and three must be left', async () => {
    const files = copied(whole.slice(0, 4), (at) => startMs + Math.max(1, at) * minuteMs);
    const report = await seriesOf(files);
    expect(codesOf(report)).toEqual(['profiles-same-time']);
    expect(report.looks).toBe(3);
    expect(await refusalOf(files.slice(0, 3))).toMatch(/three profiles of different times; these have 2/);
  });

  test('three or four are shown with what rose most first, and judged by nobody', async () => {
    const report = await seriesOf(whole.slice(0, 3));
    expect(report.lines.every(({ verdict }) => verdict === 'unknown')).toBe(true);
    // The total, which other lines may have lowered meanwhile, stands before or behind it.
    const [grown] = report.lines.filter(({ place }) => place !== undefined);
    expect(grown.place?.line).toBe(lineMarked('// grows'));
    expect(report.lines.indexOf(grown)).toBeLessThan(2);
    expect(grown.reason).toBe('few-points');
    expectKept(grown, 1, 3);
  });

  test('a restart splits: growth is asked of the profiles since', async () => {
    const again = program.run('heap', rounds, 1, startMs + rounds * minuteMs);
    const report = await seriesOf([...whole, ...again]);
    expect(codesOf(report)).toEqual(['profiles-restart']);
    expect(lineAt(report, '// grows')).toMatchObject({
      verdict: 'growing',
      runs: 2,
      fromMs: startMs + rounds * minuteMs,
      peakMs: startMs + (rounds - 1) * minuteMs,
    });
    const young = await seriesOf([...whole, ...again.slice(0, 3)]);
    expect(lineAt(young, '// grows')).toMatchObject({ verdict: 'unknown', reason: 'young-run' });
  });

  test('the flame graph goes from the first in time to the last', async () => {
    const report = await seriesOf([...whole].reverse());
    const flame = await report.flame?.();
    const frame = flame?.frames.findIndex(({ name }) => name === 'main.keep');
    const node = flame?.nodes.find((each) => each.frame === frame);
    const change = (node?.values[3] ?? 0) - (node?.beforeValues?.[3] ?? 0);
    // What it keeps its objects in grows, too.
    expect(change).toBeGreaterThanOrEqual((rounds - 1) * mebibyte);
    expect(change).toBeLessThan((rounds - 1) * mebibyte + 65_536);
  });
});

test('goroutine profiles: the line at which more and more wait', async () => {
  const report = await seriesOf(program.run('goroutine', rounds, 1));
  expect(lineAt(report, '// parks')).toMatchObject({
    unit: 'count',
    first: 1,
    now: rounds,
    verdict: 'growing',
  });
});

test('what has no place in a series is refused in one line', async () => {
  using other = new ProfiledProgram('another');
  const goroutines = program.run('goroutine', 1, 1);
  const timeless = copied(whole.slice(0, 1), () => 0);
  const text = path.join(path.dirname(whole[0]), 'text');
  fs.writeFileSync(text, 'no profile\n');
  const [first, second] = whole;
  for (const [files, said] of [
    [
      [first, second, ...other.run('heap', 1, 1)],
      /of profiled and .* of another: a series is of one program/,
    ],
    [[first, second, ...goroutines], /a heap profile and .* a goroutine profile: a series is of one kind/],
    [[first, second, ...timeless], /does not say when it was taken/],
    [[first, second, text], /is a profile and .* is none/],
  ] as const) {
    const refusal = await refusalOf(files);
    expect(refusal).toMatch(said);
    expect(refusal).not.toContain('\n');
  }
  expect(await readProfileSeries([text, first, second])).toBeUndefined();
});
