/* Traces that a Go program makes of itself, against `go tool trace` of the same Go. */
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../base/index.ts';
import { compareListed, compareParsed } from '../testdata/compare-trace.ts';
import { listedIn } from '../testdata/go-tool-trace.ts';
import { recordedTrace, tracedRun } from '../testdata/traced-program.ts';

describe('a trace has the events, times, goroutines and stacks that go tool trace sees', () => {
  test.each(['local', 'go1.23.12'])('of Go %s', async (toolchain) => {
    using run = tracedRun(toolchain, { rounds: 42 });
    const diagnostics = new Diagnostics();
    const { ours, go } = await compareParsed(run, toolchain, diagnostics);
    expect(ours).toEqual(go);
    expect(ours.creations.size).toBeGreaterThan(run.truth.Leaked + run.truth.Background + run.truth.Awaited);
    expect(diagnostics.list()).toEqual([]);
  });

  test.each(['go1.18', 'go1.20', 'go1.21'] as const)('of %s', (name) => {
    const { bytes, listing } = recordedTrace(name);
    const diagnostics = new Diagnostics();
    const { ours, go } = compareListed(bytes, listedIn(listing), diagnostics);
    expect(ours).toEqual(go);
    expect(ours).toMatchObject({ counts: { GoCreate: 200 } });
    expect(diagnostics.list()).toEqual([]);
  });
});
