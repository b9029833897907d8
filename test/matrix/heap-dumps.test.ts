/* Heap dumps of every Go line, plain, stripped and position-independent, beside the processes that wrote them. */
import { describe, test } from 'vitest';
import { compareHeapDump } from '../truth/heap-dump.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { lineCases } from './lines.ts';
import { agreementOf, leaveOut, runSubject } from './subject.ts';

describe('a heap dump', () => {
  test.for(lineCases)('$line.toolchain $line.experiment $flavour', async ({ line, flavour }, { skip }) => {
    const subject = { group: 'Heap dumps', subject: `${lineName(line)}, ${flavour}` };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => agreementOf(await compareHeapDump(line, flavour)));
  });
});
