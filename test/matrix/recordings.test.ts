/* What `highwater record` writes, read once the process is gone: a recording by itself, a core with the executable. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startFixture } from '../truth/fixture-process.ts';
import { inspect, runHighwater } from '../truth/inspect.ts';
import { buildFixture, isStripped, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { delve } from './core-makers.ts';
import { recordingCases } from './lines.ts';
import { scratchFolder } from './record.ts';
import { agreement, leaveOut, runSubject } from './subject.ts';

function mebibytes(path: string): string {
  return `${(statSync(path).size / 2 ** 20).toFixed(1)} MiB`;
}

/** How many goroutines Delve lists in the core; nothing where there is no Delve. */
function goroutinesByDelve(binary: string, core: string): string {
  const program = delve();
  if (program === undefined) return '';
  const options = ['--allow-non-terminal-interactive=true', '--check-go-version=false'];
  const input = 'goroutines\nexit\n';
  const { stdout } = spawnSync(program, ['core', binary, core, ...options], { input, encoding: 'utf8' });
  const count = Number(/^\[(\d+) goroutines?\]$/m.exec(stdout)?.[1] ?? 0);
  expect(count, stdout).toBeGreaterThan(3);
  return `, in which Delve lists ${count} goroutines`;
}

describe('a recording and a core', () => {
  test.for(recordingCases)(
    '$line.toolchain $line.experiment $flavour',
    async ({ line, flavour }, { skip }) => {
      const subject = {
        group: 'Recordings and cores by highwater',
        subject: `${lineName(line)}, ${flavour}`,
      };
      if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
      await runSubject(subject, async () => {
        const binary = buildFixture(line, flavour);
        const folder = mkdtempSync(join(scratchFolder('recordings'), 'record-'));
        const recording = join(folder, 'recording');
        const core = join(folder, 'core');
        try {
          const fixture = await startFixture([binary]);
          await runHighwater('record', String(fixture.pid), '--freeze', '-o', recording);
          await runHighwater('record', String(fixture.pid), '--core', '-o', core);
          await fixture.end();
          const stripped = isStripped(flavour);
          const recorded = agreement(fixture.truth, await inspect(recording), stripped);
          agreement(fixture.truth, await inspect(core, '--exe', binary), stripped);
          // Delve reads nothing without DWARF.
          const goroutines = stripped ? '' : goroutinesByDelve(binary, core);
          return `${recorded}; recording ${mebibytes(recording)}, core ${mebibytes(core)}${goroutines}`;
        } finally {
          rmSync(folder, { recursive: true });
        }
      });
    },
  );
});
