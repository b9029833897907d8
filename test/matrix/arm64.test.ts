/* arm64: the fixture built for it, run under qemu-user, and the core that qemu writes when it is aborted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { inspect } from '../truth/inspect.ts';
import { buildFixture, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { abortedCore } from './core-makers.ts';
import { armLines } from './lines.ts';
import { scratchFolder } from './record.ts';
import { agreement, leaveOut, runSubject } from './subject.ts';
import { haveDebian } from './tools.ts';

describe('an arm64 core', () => {
  test.for(armLines)('of $toolchain', async (line, { skip }) => {
    const subject = { group: 'Core files, arm64 under qemu-user', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    if (!haveDebian('qemu-aarch64', 'qemu-user')) leaveOut(subject, skip, 'qemu-user cannot be installed');
    await runSubject(subject, async () => {
      const binary = buildFixture(line, 'plain');
      const folder = mkdtempSync(join(scratchFolder('cores'), 'arm64-'));
      try {
        // Beside qemu's own core of the guest the kernel may write one of qemu itself.
        const core = await abortedCore(folder, `qemu-aarch64 ${binary}`, '^qemu_.*\\.core$');
        return agreement(core.fixture.truth, await inspect(core.path, '--exe', binary), false);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});
