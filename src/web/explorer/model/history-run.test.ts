import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goLines, parseGoLine } from '../../../predict/index.ts';
import { simulateMap, type SimulatedMap } from '../../../simulate/index.ts';
import { deletePatterns } from './deletion-order.ts';
import { mapTypeOf } from './forecast.ts';
import { HistoryRun } from './history-run.ts';
import { type PhaseName, type Plan, phasesOf, requestsUpTo, usualRequests } from './phases.ts';
import { Trace } from './trace.ts';

const classic = parseGoLine('1.23');
const swiss = parseGoLine('1.26');
const usual: Plan = {
  entries: 3000,
  keep: 200,
  hint: 0,
  pattern: 'oldest',
  seed: 5,
  requests: usualRequests,
};

function shapeOf(expression: string, line = swiss): Parameters<typeof simulateMap>[0] {
  const type = mapTypeOf(expression, undefined, line);
  if ('message' in type) throw new Error(type.message);
  return type.shape;
}

describe.each([
  ['buckets', classic],
  ['Swiss tables', swiss],
])('a history on %s', (_name, line) => {
  const shape = shapeOf('map[int][200]byte', line);

  test('is what the same operations on a simulated map give', () => {
    const run = new HistoryRun(shape, line, usual);
    run.advance(Infinity);
    const map = simulateMap(shape, line, { seed: 5 });
    const at = (): object => ({
      len: map.len,
      bytes: map.bytes,
      boxedBytes: map.boxedBytes,
      peakBytes: map.peakBytes,
      garbageBytes: map.garbageBytes + map.boxedGarbageBytes,
    });
    for (let key = 0; key < 3000; key++) map.insert(key);
    expect(run.phaseEnds[0]).toMatchObject(at());
    for (let key = 0; key < 2800; key++) map.delete(key);
    expect(run.phaseEnds[1]).toMatchObject(at());
    const fresh = simulateMap(shape, line, { hint: 200, seed: 6 });
    map.iterate((key) => fresh.insert(key));
    expect(run.figures).toMatchObject({ len: 200, bytes: fresh.bytes, boxedBytes: map.boxedBytes });
    // The old map and what it had let go of, but not the boxes, which the new one took over.
    expect(run.figures.garbageBytes).toBe(
      map.garbageBytes + map.boxedGarbageBytes + map.bytes + fresh.garbageBytes,
    );
    // While it was copied both were there.
    expect(run.figures.peakBytes).toBe(Math.max(map.peakBytes, map.bytes + fresh.peakBytes));
  });

  test('keys that are left are those that were not deleted', () => {
    for (const pattern of deletePatterns) {
      const run = new HistoryRun(shape, line, { ...usual, pattern });
      run.advance(phasesOf(usual)[1].end);
      expect(run.map.len).toBe(200);
      const left = keysOf(run.map);
      if (pattern === 'oldest')
        expect(left).toEqual(Array.from({ length: 200 }, (_value, place) => 2800 + place));
      else expect(Math.min(...left)).toBeLessThan(200);
    }
  });
});

function keysOf(map: SimulatedMap): number[] {
  const keys: number[] = [];
  map.iterate((key) => keys.push(key));
  return keys.toSorted((a, b) => a - b);
}

const plans = fc.record({
  entries: fc.integer({ min: 1, max: 400 }),
  keep: fc.nat(60),
  hint: fc.constantFrom(0, 20, 300),
  pattern: fc.constantFrom(...deletePatterns),
  seed: fc.nat(1000),
  requests: fc.array(fc.record({ name: fc.constantFrom<PhaseName>('fill', 'delete', 'clear', 'rebuild') }), {
    maxLength: 6,
  }),
});

test('pieces of a history are the whole of it, and its phases say beforehand how many entries there are', () => {
  fc.assert(
    fc.property(
      plans,
      fc.constantFrom(...goLines),
      fc.array(fc.integer({ min: 1, max: 200 })),
      (plan, line, steps) => {
        const shape = shapeOf('map[string]int', line);
        const whole = new HistoryRun(shape, line, plan);
        whole.advance(Infinity);
        const pieces = new HistoryRun(shape, line, plan, new Trace(whole.operationCount));
        for (const step of steps) pieces.advance(pieces.position + step);
        pieces.advance(Infinity);
        expect(pieces.figures).toEqual(whole.figures);
        expect(pieces.phaseEnds.map(({ len }) => len)).toEqual(
          phasesOf(plan).map(({ lenAfter }) => lenAfter),
        );
      },
    ),
  );
});

test('a history that is left and gone on with another step begins as it did', () => {
  fc.assert(
    fc.property(plans, fc.double({ min: 0, max: 1, noNaN: true }), (plan, share) => {
      const shape = shapeOf('map[int]int');
      const phases = phasesOf(plan);
      const position = Math.floor(share * (phases.at(-1)?.end ?? 0));
      const before = new HistoryRun(shape, swiss, plan);
      before.advance(position);
      const requests = [...requestsUpTo(phases, position), { name: 'clear' as const }];
      const after = new HistoryRun(shape, swiss, { ...plan, requests });
      expect(after.operationCount).toBe(position + 1);
      after.advance(position);
      expect(after.figures.len).toBe(before.figures.len);
      // A rebuild that is left has come to nothing.
      const isRebuilding = before.map.len !== before.figures.len;
      if (!isRebuilding) expect(after.figures.bytes).toBe(before.figures.bytes);
      after.advance(Infinity);
      expect(after.figures.len).toBe(0);
    }),
  );
});

test('the next change is the first operation after which the storage differs', () => {
  const run = new HistoryRun(shapeOf('map[int]int'), swiss, usual);
  run.advanceToChange();
  expect(run.position).toBe(1);
  run.advanceToChange();
  // The ninth entry needs a table (internal/runtime/maps/map.go growToTable).
  expect(run.position).toBe(9);
});

test('a trace has its samples in order, and the end of each phase', () => {
  const plan = { ...usual, entries: 20_000 };
  const { operationCount } = new HistoryRun(shapeOf('map[int]int'), swiss, plan);
  const trace = new Trace(operationCount);
  const run = new HistoryRun(shapeOf('map[int]int'), swiss, plan, trace);
  run.advance(Infinity);
  expect(trace.length).toBeLessThan(2000);
  expect(trace.operations).toEqual(trace.operations.toSorted((a, b) => a - b));
  for (const { end, lenAfter } of run.phases) {
    expect(trace.operations[trace.indexAt(end)]).toBe(end);
    expect(trace.lens[trace.indexAt(end)]).toBe(lenAfter);
  }
});
