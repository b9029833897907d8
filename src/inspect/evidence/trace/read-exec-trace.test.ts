/* Reports of traces that a program makes of itself, against what it knows it did. */
import { beforeAll, describe, expect, test } from 'vitest';
import { leakLine, olderTrace, type TracedService, tracedService } from '../../testdata/traced-service.ts';
import type { EvidenceReport, EvidenceTable, EvidenceValue } from '../evidence-report.ts';
import { readEvidence } from '../read-evidence.ts';

type Row = Readonly<Record<string, EvidenceValue>>;

async function reportOf(file: string): Promise<EvidenceReport> {
  const report = await readEvidence(file);
  if (!report) throw new Error('no reader knows it');
  return report;
}

function rowsOf(report: EvidenceReport, id: string): Row[] {
  const found = report.wordingIn('en').tables.find((each) => each.id === id);
  return found ? found.rows.map((row) => rowObject(found, row)) : [];
}

function rowObject({ columns }: EvidenceTable, row: readonly EvidenceValue[]): Row {
  return Object.fromEntries(columns.map(({ id }, place) => [id, row[place]]));
}

function findingIds(report: EvidenceReport): string[] {
  return report.wordingIn('en').findings.map(({ id }) => id);
}

describe('a service that leaks, with its allocations traced', () => {
  let run: TracedService;
  let report: EvidenceReport;
  beforeAll(async () => {
    // GOGC keeps the collector out of the way, so that nothing but what is done on purpose is found.
    run = tracedService({ environment: { GODEBUG: 'traceallocfree=1', GOGC: '400' }, rounds: 55 });
    report = await reportOf(run.file);
  });

  test('tells who started how many goroutines, and which outlived their handler', () => {
    const site = (name: string): Row | undefined =>
      rowsOf(report, 'goroutineSites').find((row) => row['function'] === name);
    const { Leaked, Background, Awaited, Pool } = run.truth;
    const leaked = site('main.leakHandler.func1');
    const line = leakLine();
    expect(leaked).toMatchObject({ createdCount: Leaked, endedCount: 0, livingCount: Leaked });
    expect(leaked).toMatchObject({
      outlivingCount: Leaked,
      created: `main.leakHandler main.go:${line}`,
      wait: `chan receive, main.leakHandler.func1 main.go:${line + 1}`,
    });
    const background = { createdCount: Background, endedCount: Background, outlivingCount: Background };
    expect(site('main.backgroundHandler.func1')).toMatchObject(background);
    const awaited = site('main.awaitHandler.func1');
    expect(awaited).toMatchObject({ createdCount: Awaited, endedCount: Awaited, livingCount: 0 });
    // The handler waits for these; one that is put aside between its last word and its end is seen to outlive it.
    expect(awaited?.['outlivingCount']).toBeLessThan(Awaited / 4);
    expect(site('main.startPool.func1')).toMatchObject({
      createdCount: Pool,
      livingCount: Pool,
      outlivingCount: null,
    });
  });

  test('finds the leak, and takes neither the pool nor what ends for one', () => {
    const findings = report.wordingIn('en').findings.filter(({ id }) => id === 'goroutine-leak');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity: 'medium',
      bytes: run.truth.Leaked * 2048,
      evidence: {
        function: 'main.leakHandler.func1',
        handler: 'main.leakHandler',
        waitReason: 'chan receive',
      },
    });
    expect(findings[0].where).toMatch(new RegExp(`^main\\.leakHandler \\(.*main\\.go:${leakLine()}\\)$`));
    const [chinese] = report.wordingIn('zh').findings;
    expect(chinese.detail).toMatch(/\p{Script=Han}/u);
  });

  test('names who asks for collections and who stops the world', () => {
    const { Collections, GivenBack, Polls } = run.truth;
    const requests = rowsOf(report, 'collectionRequests').map(({ place, request, count }) => ({
      place: String(place).replace(/ .*/, ''),
      request,
      count,
    }));
    expect(requests).toEqual([
      { place: 'main.collectNow', request: 'runtime.GC', count: Collections },
      { place: 'main.giveBack', request: 'debug.FreeOSMemory', count: GivenBack },
    ]);
    const polls = rowsOf(report, 'worldStops').filter(({ kind }) => kind === 'read mem stats');
    expect(polls).toEqual([expect.objectContaining({ count: Polls })]);
    expect(polls[0]['place']).toMatch(/^main\.poll /);
    const [forced] = report.wordingIn('en').findings.filter(({ id }) => id === 'forced-gc');
    expect(forced.where).toMatch(/^main\.collectNow /);
    expect(forced.detail).toMatch(/main\.giveBack .*\(debug\.FreeOSMemory, 2\)/);
  });

  test('tells the bytes of a map type as its tables grow', () => {
    const name = 'map[int]main.session';
    const row = rowsOf(report, 'mapTypes').find(({ type }) => type === name);
    const slotBytes = 8 + 8 * 13;
    // A full table has 128 groups of a control word and eight slots, in whole pages (internal/runtime/maps/table.go).
    const tableBytes = Math.ceil((128 * (8 + 8 * slotBytes)) / 8192) * 8192;
    expect(row).toMatchObject({ beginBytes: 0, largestBytes: tableBytes });
    expect(row?.['endBytes']).toBeGreaterThan(run.truth.Sessions * slotBytes);
    expect(row?.['peakBytes']).toBeGreaterThanOrEqual(Number(row?.['endBytes']));
    const histories = report.facts['mapHistory'] as {
      type: string;
      steps: { bytes: number }[];
      points: { bytes: number }[];
    }[];
    const history = histories.find(({ type }) => type === name);
    const steps = history?.steps.map(({ bytes }) => bytes) ?? [];
    expect(steps.length).toBeGreaterThan(5);
    expect(steps).toEqual(steps.toSorted((one, other) => one - other));
    expect(history?.points.at(-1)?.bytes).toBe(row?.['endBytes']);
    expect(report.diagnostics).toEqual([]);
  });

  test('has heap, goal and the collections over time', () => {
    const timeline = rowsOf(report, 'heapTimeline');
    expect(timeline.length).toBeGreaterThan(8);
    const sum = timeline.reduce((total, { cycleCount }) => total + Number(cycleCount), 0);
    expect(report.facts['trace']).toMatchObject({ collections: { count: sum }, processorCount: 2 });
    for (const { lowestHeapBytes, highestHeapBytes } of timeline)
      expect(Number(lowestHeapBytes)).toBeLessThanOrEqual(Number(highestHeapBytes));
    expect(findingIds(report)).not.toContain('gc-thrash');
    expect(report.wordingIn('en').plots?.[0]).toMatch(/^[▁-█]+ {2}heap, .* … /);
  });
});

test('a limit just above what is alive is told as one', async () => {
  // Long enough on a fast machine, too: under a second nothing is said.
  const run = tracedService({ environment: { GOMEMLIMIT: '12MiB' }, rounds: 30, mode: 'busy' });
  const report = await reportOf(run.file);
  const [thrash] = report.wordingIn('en').findings.filter(({ id }) => id === 'gc-thrash');
  expect(thrash.evidence).toMatchObject({ cause: 'limit', isTraced: true });
  expect(thrash.detail).toContain('after the trace began');
});

test('what a flight recorder kept is told as a part', async () => {
  const run = tracedService({ mode: 'flight', rounds: 55 });
  const report = await reportOf(run.file);
  expect(report.diagnostics.map(({ code }) => code)).toEqual(['trace-begins-late']);
  const leaked = rowsOf(report, 'goroutineSites').find((row) => row['function'] === 'main.leakHandler.func1');
  const { Leaked } = run.truth;
  expect(leaked?.['livingCount']).toBe(Leaked);
  expect(leaked?.['createdCount']).toBeLessThan(Leaked);
});

test.each(['go1.18', 'go1.20', 'go1.21'] as const)(
  'a trace of %s is told, and a short one accuses nobody',
  async (name) => {
    const report = await reportOf(olderTrace(name));
    const sites = rowsOf(report, 'goroutineSites');
    const leaked = sites.find((row) => row['function'] === 'main.leakHandler.func1');
    expect(leaked).toMatchObject({
      createdCount: 6,
      endedCount: 0,
      outlivingCount: 6,
      wait: 'chan receive, main.leakHandler.func1 main.go:48',
    });
    expect(sites.find((row) => row['function'] === 'main.startPool.func1')).toMatchObject({
      livingCount: 150,
    });
    const requests = rowsOf(report, 'collectionRequests').map(({ request, count }) => [request, count]);
    expect(requests.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
      ['debug.FreeOSMemory', 1],
      ['runtime.GC', 1],
    ]);
    expect(findingIds(report)).toEqual([]);
  },
);
