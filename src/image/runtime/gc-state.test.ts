import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type GcState, readGcState } from './gc-state.ts';
import { type BuildOptions, buildGo, inspectGo } from './testdata/go-process.ts';

const program = path.join(import.meta.dirname, 'testdata/collector.go');
const variants: [string, BuildOptions][] = [
  ['the local Go', {}],
  ['the local Go, PIE', { flags: ['-buildmode=pie'] }],
  ['Go 1.24', { toolchain: 'go1.24.12' }],
  ['Go 1.21', { toolchain: 'go1.21.13' }],
  ['Go 1.19', { toolchain: 'go1.19.13' }],
];

/** What the program prints: fields of runtime.MemStats. */
interface Facts {
  readonly nextGc: number;
  readonly heapInuse: number;
  readonly heapIdle: number;
  readonly heapReleased: number;
  readonly heapAlloc: number;
}

async function stateOf(
  options: BuildOptions,
  environment: Record<string, string> = {},
): Promise<{ facts: Facts; state: GcState; nowNs: number }> {
  let seen: { facts: Facts; state: GcState; nowNs: number } | undefined;
  await inspectGo<Facts>(
    buildGo(program, options),
    ({ facts, image, runtime }) => {
      seen = { facts, state: readGcState(runtime, image.memory), nowNs: image.monotonicNs ?? 0 };
    },
    environment,
  );
  if (!seen) throw new Error('the program was not looked at');
  return seen;
}

describe.each(variants)('the collector of %s', (_, options) => {
  test('has the goal, the limit and the sizes that MemStats says', async () => {
    const limit = 2 ** 30;
    const { facts, state, nowNs } = await stateOf(options, { LIMIT: String(limit) });
    expect(state.gcPercent).toBe(150);
    expect(state.memoryLimitBytes).toBe(limit);
    expect(state.heapGoalBytes).toBe(facts.nextGc);
    expect(state.heapLiveBytes).toBeGreaterThan(20 * 2 ** 20);
    expect(state.heapLiveBytes).toBeLessThan(facts.heapAlloc + 2 ** 20);
    const retained = facts.heapInuse + facts.heapIdle - facts.heapReleased;
    // The background scavenger may have given some back since, and the last lines have printed.
    expect(state.retainedBytes).toBeLessThan(retained + 2 ** 20);
    const sinceNs = nowNs - (state.lastCycleNs ?? 0);
    expect(sinceNs).toBeGreaterThan(0);
    expect(sinceNs).toBeLessThan(60e9);
    expect(state.limitExcessBytes).toBeUndefined();
  });

  test('has no goal with GOGC off, and no limit where none is set', async () => {
    const { state } = await stateOf(options, { OFF: '1' });
    expect(state.gcPercent).toBe(-1);
    expect(state.heapGoalBytes).toBeUndefined();
    expect(state.memoryLimitBytes).toBeUndefined();
  });
});

test('there is an excess over a limit that is smaller than what is alive', async () => {
  const { state } = await stateOf({}, { LIMIT: String(20 * 2 ** 20) });
  // The scavenger aims at 95 % of it.
  expect(state.limitExcessBytes ?? 0).toBeGreaterThan(0);
});

test('nothing is said of a stripped program', async () => {
  const { state } = await stateOf({ flags: ['-ldflags=-s -w'] });
  expect(Object.values(state).every((value) => value === undefined)).toBe(true);
});
