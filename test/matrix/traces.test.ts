/* Execution traces of every Go version against `go tool trace` of the same version. */
import { describe, expect, test } from 'vitest';
import { Diagnostics } from '../../src/base/index.ts';
import { compareListed, compareParsed } from '../../src/formats/testdata/compare-trace.ts';
import { listedByGo } from '../../src/formats/testdata/go-tool-trace.ts';
import { tracedRun } from '../../src/formats/testdata/traced-program.ts';
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

describe('execution traces', () => {
  test.for(formatToolchains.map((toolchain) => ({ toolchain })))(
    'of $toolchain',
    async ({ toolchain }, { skip }) => {
      const subject = { group: 'Execution traces, against go tool trace', subject: toolchain };
      if (toolchainVersion({ toolchain }) === undefined)
        leaveOut(subject, skip, 'the toolchain cannot be downloaded');
      await runSubject(subject, async () => {
        const run = tracedRun(toolchain);
        const diagnostics = new Diagnostics();
        const isOld = /^go1\.(18|19|20|21)\./.test(toolchain);
        const { ours, go } = isOld
          ? compareListed(run.bytes, await listedByGo(toolchain, run.file), diagnostics)
          : await compareParsed(run, toolchain, diagnostics);
        expect(ours).toEqual(go);
        expect(diagnostics.list()).toEqual([]);
        if (hasFlight(toolchain)) {
          const flight = tracedRun(toolchain, { mode: 'flight' });
          const kept = await compareParsed(flight, toolchain, diagnostics);
          expect(kept.ours).toEqual(kept.go);
        }
        if (hasAllocFree(toolchain)) {
          const traced = tracedRun(toolchain, { environment: { GODEBUG: 'traceallocfree=1' }, rounds: 10 });
          const all = await compareParsed(traced, toolchain, diagnostics);
          expect(all.ours).toEqual(all.go);
          expect(all.ours.counts['Experimental HeapObjectAlloc']).toBeGreaterThan(10_000);
        }
        expect(diagnostics.list()).toEqual([]);
        const compared = [
          ...(isOld ? ['counts', 'times'] : ['counts', 'times', 'transitions of each goroutine', 'stacks']),
          ...(hasFlight(toolchain) ? ['the same of a flight recorder'] : []),
          ...(hasAllocFree(toolchain) ? ['and with traceallocfree=1'] : []),
        ];
        return `${compared.join(', ')}: equal`;
      });
    },
  );
});
