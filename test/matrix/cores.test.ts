/* Cores by the kernel, gdb and Delve, read with the executable beside them. */
import { rmSync } from 'node:fs';
import { describe, test } from 'vitest';
import { inspect } from '../truth/inspect.ts';
import { buildFixture, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { coreObstacle, dumpCore } from './core-makers.ts';
import { coreCases } from './lines.ts';
import { agreement, leaveOut, runSubject } from './subject.ts';

describe('a core', () => {
  test.for(coreCases)('of $line.toolchain by $maker', async ({ line, maker }, { skip }) => {
    const subject = { group: 'Core files, amd64', subject: `${lineName(line)}, by ${maker}` };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    const obstacle = coreObstacle(maker);
    if (obstacle !== undefined) leaveOut(subject, skip, obstacle);
    await runSubject(subject, async () => {
      const binary = buildFixture(line, 'plain');
      const core = await dumpCore(maker, binary);
      try {
        return agreement(core.fixture.truth, await inspect(core.path, '--exe', binary), false);
      } finally {
        rmSync(core.folder, { recursive: true });
      }
    });
  });
});
