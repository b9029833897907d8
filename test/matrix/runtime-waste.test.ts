/* Findings about goroutines, the heap's pages and memory outside Go, on every line from Go 1.21 on. */
import { describe, test } from 'vitest';
import {
  compareWaste,
  compareWasteOfCore,
  coreCases,
  hasProgram,
  wasteCases,
  type WasteResult,
} from '../truth/runtime-waste.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { classic, local, wasteLines } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

const group = 'Waste of goroutines, heap pages and memory outside Go';

function figuresOf(results: readonly WasteResult[]): string {
  const problems = results.flatMap((result) => result.problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return results.map(({ figures }) => figures).join('; ');
}

describe('a live process', () => {
  test.for(wasteLines)('$toolchain $experiment', async (line, { skip }) => {
    const subject = { group, subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    if (!hasProgram('gcc')) leaveOut(subject, skip, 'there is no C compiler');
    await runSubject(subject, async () => {
      const results: WasteResult[] = [];
      for (const waste of wasteCases) results.push(await compareWaste(line, waste));
      return figuresOf(results);
    });
  });
});

describe('a core', () => {
  test.for([classic, local])('$toolchain', async (line, { skip }) => {
    const subject = { group, subject: `${lineName(line)}, core by gdb` };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    if (!hasProgram('gdb')) leaveOut(subject, skip, 'gdb cannot be installed');
    await runSubject(subject, async () => {
      const results: WasteResult[] = [];
      for (const waste of coreCases) results.push(await compareWasteOfCore(line, waste));
      return figuresOf(results);
    });
  });
});
