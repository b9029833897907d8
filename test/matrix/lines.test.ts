/* A live process of every Go line, plain, stripped, position-independent and with cgo. */
import { describe, test } from 'vitest';
import { startFixture } from '../truth/fixture-process.ts';
import { inspect } from '../truth/inspect.ts';
import { buildFixture, isStripped, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { largeLines, lineCases } from './lines.ts';
import { agreement, leaveOut, runSubject } from './subject.ts';

describe('a live process', () => {
  test.for(lineCases)('$line.toolchain $line.experiment $flavour', async ({ line, flavour }, { skip }) => {
    const subject = { group: 'Live processes', subject: `${lineName(line)}, ${flavour}` };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const fixture = await startFixture([buildFixture(line, flavour), '--small-maps=1000']);
      try {
        return agreement(fixture.truth, await inspect(String(fixture.pid)), isStripped(flavour));
      } finally {
        await fixture.end();
      }
    });
  });
});

describe('a large live process', () => {
  test.for(largeLines)('of $toolchain', async (line, { skip }) => {
    const subject = { group: 'Live processes, 2.2 GB and 100,000 maps', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const fixture = await startFixture([buildFixture(line, 'plain'), '--scale=service']);
      try {
        return agreement(fixture.truth, await inspect(String(fixture.pid)), false);
      } finally {
        await fixture.end();
      }
    });
  });
});
