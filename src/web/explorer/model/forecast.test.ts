import { expect, test } from 'vitest';
import { parseGoLine } from '../../../predict/index.ts';
import { forecastCurve, forecastOf, mapTypeOf, sizeFault } from './forecast.ts';
import { HistoryRun } from './history-run.ts';
import { type Plan, usualRequests } from './phases.ts';
import { Trace } from './trace.ts';

const types = ['map[int][128]byte', 'map[int][200]byte', 'map[string]int', 'map[[150]byte]bool'];

// Both count what Go's allocator gives, one by formula, one entry by entry; a seed moves Swiss tables by some percent.
test.for(types.flatMap((type) => ['1.18', '1.23', '1.25', '1.26'].map((go) => [type, go] as const)))(
  '%s on Go %s: formula and simulation agree along a whole history',
  ([expression, go]) => {
    const line = parseGoLine(go);
    const type = mapTypeOf(expression, undefined, line);
    if ('message' in type) throw new Error(type.message);
    for (const entries of [900, 60_000, 101_000]) {
      const plan: Plan = { entries, keep: 500, hint: 0, pattern: 'random', seed: 4, requests: usualRequests };
      const trace = new Trace(2 * entries);
      const run = new HistoryRun(type.shape, line, plan, trace);
      run.advance(Infinity);
      const forecast = forecastOf(type.shape, line, plan);
      const near = (found: number, expected: number): void =>
        expect(Math.abs(found - expected), `${found}, expected ${expected}`).toBeLessThan(0.06 * expected);
      const [filled, deleted, rebuilt] = run.phaseEnds;
      near(filled.bytes + filled.boxedBytes, forecast.filledBytes);
      near(deleted.bytes + deleted.boxedBytes, forecast.deletedBytes);
      near(rebuilt.bytes + rebuilt.boxedBytes, forecast.rebuiltBytes);
      near(filled.highWaterBytes, forecast.peakBytes);
      const curve = [...forecastCurve(type.shape, line, plan)];
      expect(curve.at(-1)).toEqual({ entries, bytes: forecast.filledBytes });
      expect(curve[0].entries).toBe(0);
    }
  },
);

test('what is no map, no type, or too large says so', () => {
  const line = parseGoLine('1.26');
  expect(mapTypeOf('[]int', undefined, line)).toEqual({ message: undefined });
  expect(mapTypeOf('map[int]', undefined, line)).toMatchObject({ message: expect.stringContaining('col') });
  const huge = mapTypeOf('map[int][1073741824]byte', undefined, line);
  if ('message' in huge) throw new Error(huge.message);
  expect(sizeFault('map[int][1073741824]byte', undefined, huge, line, 1000)).toBeUndefined();
  expect(sizeFault('map[int][1073741824]byte', undefined, huge, line, 4_000_000)?.message).toMatch(
    /do not fit the memory of any process/,
  );
});
