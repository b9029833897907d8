import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { startStatisticsServer, statisticsServer } from '../memstats/testdata/statistics-server.ts';
import { rawProfileOf } from '../testdata/go-tool-pprof.ts';
import { isHeapText, readHeapText } from './read-heap-text.ts';

let text = '';
/** What `go tool pprof -raw` makes of the same text. */
let raw = '';

beforeAll(async () => {
  const binary = statisticsServer('none') ?? '';
  // Every allocation is counted, so that pprof scales nothing.
  await using server = await startStatisticsServer(binary, ['-hold=map', '-mebibytes=2', '-rate=1']);
  text = await (await fetch(`${server.origin}/debug/pprof/heap?debug=1`)).text();
  raw = rawProfileOf(Buffer.from(text)).text;
});

test('records are those of go tool pprof: counts, bytes and addresses', () => {
  const diagnostics = new Diagnostics();
  const read = readHeapText(text, diagnostics);
  expect(isHeapText(text)).toBe(true);
  expect(diagnostics.list()).toEqual([]);
  expect(read?.sampledEveryBytes).toBe(1);
  const places = new Map(
    [...raw.matchAll(/^ +(\d+): (0x[0-9a-f]+)/gm)].map((match) => [match[1], Number(match[2])]),
  );
  const theirs = [...raw.matchAll(/^ +(\d+) +(\d+) +(\d+) +(\d+): ([\d ]+)$/gm)].map((match) =>
    // pprof steps back from the return address into the call, and leaves an address that stands twice as it is.
    [
      match.slice(1, 5).map(Number),
      match[5]
        .trim()
        .split(' ')
        .map((id) => places.get(id)),
    ].flat(),
  );
  const ours = (read?.records ?? []).map((record) => [
    record.allocatedCount,
    record.allocatedBytes,
    record.liveCount,
    record.liveBytes,
    ...record.pcs.map((pc) => pc - 1),
  ]);
  expect(theirs.length).toBeGreaterThan(50);
  expect(sorted(ours)).toEqual(sorted(theirs as number[][]));
});

test('the innermost frame shown is the line that grew the map', () => {
  const records = readHeapText(text, new Diagnostics())?.records ?? [];
  const largest = records.toSorted((a, b) => b.liveBytes - a.liveBytes)[0];
  expect(largest.frames[0].functionName).toBe('main.fillMap');
  expect(largest.frames[0].file).toMatch(/server\/main\.go$/);
  expect(largest.pcs.length).toBeGreaterThan(largest.frames.length);
});

test('the text ends with MemStats', () => {
  const { statistics } = readHeapText(text, new Diagnostics()) ?? {};
  expect(statistics?.heapAllocBytes).toBeGreaterThan(1.5 * 2 ** 20);
  expect(statistics?.peakResidentBytes).toBeGreaterThan(1.5 * 2 ** 20);
});

test('a text cut anywhere says so, and keeps the records before the cut', () => {
  const all = readHeapText(text, new Diagnostics())?.records ?? [];
  fc.assert(
    fc.property(fc.nat(text.indexOf('# runtime.MemStats')), (cut) => {
      const diagnostics = new Diagnostics();
      const read = readHeapText(text.slice(0, cut), diagnostics);
      if (!read) return;
      expect(diagnostics.has('heap-text-cut')).toBe(true);
      const whole = read.records.slice(0, -1);
      expect(whole.map(({ liveBytes }) => liveBytes)).toEqual(
        all.slice(0, whole.length).map(({ liveBytes }) => liveBytes),
      );
    }),
    { numRuns: 100 },
  );
});

test('with bytes changed, numbers stay numbers', () => {
  const change = fc.tuple(fc.nat(text.length), fc.string({ maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      let changed = text;
      for (const [at, junk] of changes)
        changed = changed.slice(0, at) + junk + changed.slice(at + junk.length);
      for (const { liveCount, liveBytes, pcs } of readHeapText(changed, new Diagnostics())?.records ?? [])
        for (const value of [liveCount, liveBytes, ...pcs])
          expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('profiling that is off, and what is no heap profile', () => {
  const off = 'heap profile: 0: 0 [0: 1] @ heap/0\n\n# runtime.MemStats\n# Sys = 7\n';
  expect(readHeapText(off, new Diagnostics())).toMatchObject({
    sampledEveryBytes: 0,
    records: [],
    statistics: { sysBytes: 7 },
  });
  for (const junk of ['', 'heap profile:', '<html>', 'goroutine profile: total 3\n'])
    expect([readHeapText(junk, new Diagnostics()), isHeapText(junk)]).toEqual([undefined, false]);
});

function sorted(rows: readonly (readonly (number | undefined)[])[]): string[] {
  return rows.map((row) => row.join(' ')).toSorted();
}
