/* Heap dumps of every Go line, plain, stripped and position-independent, beside the processes that wrote them. */
import { describe, test } from 'vitest';
import { compareEmulatedDump, compareHeapDump } from '../truth/heap-dump.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { armLines, lineCases } from './lines.ts';
import { agreementOf, leaveOut, runSubject } from './subject.ts';
import { haveDebian } from './tools.ts';

describe('a heap dump', () => {
  test.for(lineCases)('$line.toolchain $line.experiment $flavour', async ({ line, flavour }, { skip }) => {
    const subject = { group: 'Heap dumps', subject: `${lineName(line)}, ${flavour}` };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => agreementOf(await compareHeapDump(line, flavour)));
  });
});

describe('an arm64 heap dump', () => {
  test.for(armLines)('of $toolchain', async (line, { skip }) => {
    const subject = { group: 'Heap dumps, arm64 under qemu-user', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    if (!haveDebian('qemu-aarch64', 'qemu-user')) leaveOut(subject, skip, 'qemu-user cannot be installed');
    await runSubject(subject, async () => agreementOf(await compareEmulatedDump(line, 'qemu-aarch64')));
  });
});
