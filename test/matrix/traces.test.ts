/* Execution traces of every Go version against `go tool trace` of the same version. */
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../src/base/index.ts';
import { compareListed, compareParsed } from '../../src/formats/testdata/compare-trace.ts';
import { listedByGo } from '../../src/formats/testdata/go-tool-trace.ts';
import { type TracedRun, tracedRun } from '../../src/formats/testdata/traced-program.ts';
import { type EvidenceValue, readEvidence } from '../../src/inspect/index.ts';
import { toolchainVersion } from '../truth/toolchain.ts';
import { formatToolchains } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

function minorOf(toolchain: string): number {
  return Number(/^go1\.(\d+)\./.exec(toolchain)?.[1] ?? Number.POSITIVE_INFINITY);
}

function hasFlight(toolchain: string): boolean {
  return minorOf(toolchain) >= 25;
}

/** `go tool trace` prints the events of Go 1.23's experiment since Go 1.24. */
function hasAllocFree(toolchain: string): boolean {
  return minorOf(toolchain) >= 24;
}

async function tableOf(file: string, id: string): Promise<(name: string) => Record<string, EvidenceValue>> {
  const table = (await readEvidence(file))?.wordingIn('en').tables.find((each) => each.id === id);
  if (!table) throw new Error(`no table ${id}`);
  return (name) => {
    const row = table.rows.find(([first]) => first === name) ?? [];
    return Object.fromEntries(table.columns.map((column, place) => [column.id, row[place] ?? null]));
  };
}

/** What the program knows it started, and what outlived the handler that started it. */
async function expectTruth({ file, truth }: TracedRun): Promise<void> {
  const site = await tableOf(file, 'goroutineSites');
  const { Leaked, Background, Pool } = truth;
  expect(site('main.leakHandler.func1')).toMatchObject({
    createdCount: Leaked,
    livingCount: Leaked,
    outlivingCount: Leaked,
  });
  const ended = { createdCount: Background, endedCount: Background, outlivingCount: Background };
  expect(site('main.backgroundHandler.func1')).toMatchObject(ended);
  expect(site('main.startPool.func1')).toMatchObject({
    createdCount: Pool,
    livingCount: Pool,
    outlivingCount: null,
  });
}

/** The largest array of 3,000 entries of int and 13 words, in whole pages. */
async function expectMapBytes(toolchain: string): Promise<void> {
  using run = tracedRun(toolchain, { environment: { GODEBUG: 'traceallocfree=1' }, rounds: 10 });
  const slotsBytes = 8 * (8 + 8 * 13);
  // Go 1.23: 512 buckets and 32 for overflows (runtime/map.go, makeBucketArray). Later a full table has 128 groups.
  const bytes = minorOf(toolchain) === 23 ? (512 + 32) * (8 + slotsBytes + 8) : 128 * (8 + slotsBytes);
  const type = await tableOf(run.file, 'mapTypes');
  expect(type('map[int]main.session')['largestBytes']).toBe(Math.ceil(bytes / 8192) * 8192);
}

describe('execution traces', () => {
  test.for(formatToolchains.map((toolchain) => ({ toolchain })))(
    'of $toolchain',
    async ({ toolchain }, { skip }) => {
      const subject = { group: 'Execution traces, against go tool trace', subject: toolchain };
      if (toolchainVersion({ toolchain }) === undefined)
        leaveOut(subject, skip, 'the toolchain cannot be downloaded');
      await runSubject(subject, async () => {
        using run = tracedRun(toolchain);
        const diagnostics = new Diagnostics();
        const isOld = /^go1\.(18|19|20|21)\./.test(toolchain);
        const { ours, go } = isOld
          ? compareListed(run.bytes, await listedByGo(toolchain, run.file), diagnostics)
          : await compareParsed(run, toolchain, diagnostics);
        expect(ours).toEqual(go);
        expect(diagnostics.list()).toEqual([]);
        await expectTruth(run);
        if (hasFlight(toolchain)) {
          using flight = tracedRun(toolchain, { mode: 'flight' });
          const kept = await compareParsed(flight, toolchain, diagnostics);
          expect(kept.ours).toEqual(kept.go);
        }
        if (hasAllocFree(toolchain)) {
          using traced = tracedRun(toolchain, { environment: { GODEBUG: 'traceallocfree=1' }, rounds: 10 });
          const all = await compareParsed(traced, toolchain, diagnostics);
          expect(all.ours).toEqual(all.go);
          expect(all.ours.counts['Experimental HeapObjectAlloc']).toBeGreaterThan(10_000);
        }
        if (minorOf(toolchain) >= 23) await expectMapBytes(toolchain);
        expect(diagnostics.list()).toEqual([]);
        const compared = [
          ...(isOld ? ['counts', 'times'] : ['counts', 'times', 'transitions of each goroutine', 'stacks']),
          ...(hasFlight(toolchain) ? ['the same of a flight recorder'] : []),
          ...(hasAllocFree(toolchain) ? ['and with traceallocfree=1'] : []),
          ...(minorOf(toolchain) >= 23 ? ['bytes of map arrays'] : []),
        ];
        return `${compared.join(', ')}: equal`;
      });
    },
  );
});
