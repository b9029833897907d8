import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { predictMap } from '../gomem/index.ts';
import { simulateMap } from '../simulate/index.ts';
import { readWorkload, replayWorkload, type WorkloadMark, type WorkloadSeries } from './index.ts';
import { classic, intMap, swiss } from './testdata/shapes.ts';

const lines = [swiss, classic];

function markOf(series: WorkloadSeries, name: WorkloadMark['mark']): WorkloadMark['point'] {
  const mark = series.marks.find((each) => each.mark === name);
  if (!mark) throw new Error(`no mark ${name}`);
  return mark.point;
}

describe.each(lines)('a map of Go 1.$minor', (line) => {
  test('is the simulated map, operation by operation', () => {
    const shape = intMap(200);
    const series = replayWorkload(readWorkload('insert 5000\ndelete 1000 oldest\ninsert 300'), shape, line, {
      seed: 7,
    });
    const map = simulateMap(shape, line, { seed: 7 });
    for (let key = 0; key < 5000; key++) map.insert(key);
    expect(markOf(series, 'most-entries')).toMatchObject({
      bytes: map.bytes,
      boxedBytes: map.boxedBytes,
      slots: map.slots,
    });
    for (let key = 0; key < 1000; key++) map.delete(key);
    for (let key = 5000; key < 5300; key++) map.insert(key);
    expect(markOf(series, 'end')).toMatchObject({
      operations: 6300,
      len: map.len,
      bytes: map.bytes,
      boxedBytes: map.boxedBytes,
      garbageBytes: map.garbageBytes + map.boxedGarbageBytes,
    });
  });

  test('keeps its high-water mark after a delete, and a rebuild gives it back', () => {
    const series = replayWorkload(readWorkload('insert 100k\ndelete 99k\nrebuild\ngc'), intMap(64), line);
    const full = markOf(series, 'most-entries');
    const emptied = markOf(series, 'fewest-after');
    expect([full.len, emptied.len]).toEqual([100_000, 1000]);
    expect(emptied.bytes).toBeGreaterThanOrEqual(0.9 * full.bytes);
    const end = markOf(series, 'end');
    expect(end.len).toBe(1000);
    expect(end.bytes).toBeLessThan(full.bytes / 50);
    expect(end.garbageBytes).toBe(0);
    // Old and new map at once, until the copy is done.
    const atRebuild = series.points.find(
      ({ operations, garbageBytes }) => operations === 200_000 && garbageBytes > 0,
    );
    expect(atRebuild?.peakBytes).toBeGreaterThan(emptied.bytes);
  });

  test('needs what the formula says, and takes what it says within the spread', () => {
    const { points } = replayWorkload(readWorkload('insert 50k'), intMap(8), line);
    const last = points[points.length - 1];
    const [, filled] = predictMap(intMap(8), line, { entries: 50_000 }).stages;
    expect(Math.abs(last.bytes - filled.bytes.mean)).toBeLessThanOrEqual(6 * filled.bytes.deviation + 1);
    const rebuilt = predictMap(intMap(8), line, { entries: 50_000 }).stages.find(
      ({ stage }) => stage === 'rebuilt',
    );
    expect(last.rebuiltBytes).toBeCloseTo(rebuilt?.bytes.mean ?? 0, -3);
  });

  test('iterating and updating a settled map changes no bytes', () => {
    const before = replayWorkload(readWorkload('insert 5000\ninsert 3000'), intMap(8), line);
    const after = replayWorkload(
      readWorkload('insert 5000\ninsert 3000\niterate\nupdate 8000 random\niterate'),
      intMap(8),
      line,
    );
    expect(markOf(after, 'end')).toMatchObject({ bytes: markOf(before, 'end').bytes, len: 8000 });
  });
});

const step = fc.oneof(
  fc.record({ kind: fc.constantFrom('insert', 'delete', 'replace', 'update'), count: fc.nat(800) }),
  fc.record({ kind: fc.constantFrom('iterate', 'gc'), count: fc.constant(0) }),
);
const orders = fc.constantFrom('oldest', 'newest', 'random');

describe('laws', () => {
  test('storage of a Swiss map never falls by inserts, deletes, replacements and iterations alone', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), orders, (steps, eviction) => {
        const text = steps
          .map(({ kind, count }) => (count > 0 ? `${kind} ${count}` : kind === 'gc' ? 'gc' : 'iterate'))
          .join('\n');
        const { points } = replayWorkload(readWorkload(text), intMap(8), swiss, { eviction });
        for (const [index, { bytes, len, slots, peakBytes, boxedBytes }] of points.entries()) {
          if (index > 0) expect(bytes).toBeGreaterThanOrEqual(points[index - 1].bytes);
          expect(slots).toBeGreaterThanOrEqual(len);
          expect(peakBytes).toBeGreaterThanOrEqual(bytes + boxedBytes);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('live counts and the operations that they stand for give the same series', () => {
    const row = fc.record({
      seconds: fc.integer({ min: 1, max: 600 }),
      count: fc.nat(1500),
      churn: fc.nat(300),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        orders,
        fc.constantFrom(...lines),
        (rows, eviction, line) => {
          let at = 0;
          let live = 0;
          const csv: string[] = [];
          const operations: string[] = [];
          for (const [index, { seconds, count, churn }] of rows.entries()) {
            if (index > 0) at += seconds;
            csv.push(`${at},${count},${churn}`);
            const replace = churn > 0 ? [`replace ${churn}`] : [];
            if (count >= live) operations.push(`insert ${count - live}`, ...replace);
            else operations.push(...replace, `delete ${live - count}`);
            live = count;
          }
          const one = replayWorkload(readWorkload(csv.join('\n')), intMap(8), line, { eviction });
          const other = replayWorkload(readWorkload(operations.join('\n')), intMap(8), line, { eviction });
          const end = markOf(one, 'end');
          expect(end).toEqual({ ...markOf(other, 'end'), at: end.at });
          expect(end.at).toBeCloseTo(at, 6);
          expect(markOf(one, 'most-bytes').peakBytes).toBe(markOf(other, 'most-bytes').peakBytes);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a series stays short however much is done, and keeps its extremes', () => {
    const text =
      'repeat 20000 {\ninsert 50\ndelete 50\n}\ninsert 900\ndelete all\nrepeat 3000 {\ninsert 5\n}';
    const { points, marks } = replayWorkload(readWorkload(text), intMap(8), swiss);
    expect(points.length).toBeLessThanOrEqual(4096);
    expect(Math.max(...points.map(({ len }) => len))).toBe(15_000);
    expect(points.some(({ len }) => len === 0)).toBe(true);
    expect(points.some(({ len }) => len === 900)).toBe(true);
    expect(marks.map(({ mark }) => mark)).toContain('most-entries');
    const places = points.map(({ operations }) => operations);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
  });

  test('progress is told, and ends at most at all', () => {
    const shares: number[] = [];
    replayWorkload(readWorkload('insert 400k\ndelete all'), intMap(8), swiss, {
      onProgress: (share) => shares.push(share),
    });
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
});

test('operations on entries that are not there are told', () => {
  const { diagnostics } = replayWorkload(
    readWorkload('insert 5\ndelete 7\nreplace 3\nupdate 4'),
    intMap(8),
    swiss,
  );
  expect(diagnostics).toEqual([
    { code: 'entries-missing', message: 'line 2: delete 7 found only 5 in the map', count: 3 },
  ]);
});
