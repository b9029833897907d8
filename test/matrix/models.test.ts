/* The models of maps, slices, strings and stacks against real ones of every Go line. */
import { describe, test } from 'vitest';
import { compareAllocations } from '../truth/allocations.ts';
import { compareGrid, type GridResult } from '../truth/grid.ts';
import { fullRequest } from '../truth/grid-requests.ts';
import { replayAll } from '../truth/replay.ts';
import { lineName, toolchainVersion } from '../truth/toolchain.ts';
import { formatToolchains, gridLines, mapKindOf, mapLines } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';

/** Maps of five million entries in 46 types take their time. */
const gridTimeoutMs = 3 * 3600_000;

function failOn(problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new Error(`${problems.length} differences:\n${problems.slice(0, 12).join('\n')}`);
}

function gridFigures(result: GridResult): string {
  const { typeCount, cellCount, sampleCount, meanCount, remeasuredCount, skipped } = result;
  const left = skipped.length === 0 ? 'nothing skipped' : `skipped for their size: ${skipped.join(', ')}`;
  return (
    `${typeCount} types, ${cellCount} cells, ${sampleCount} maps equal; ${meanCount} means as expected, ` +
    `${remeasuredCount} of them after measuring again; ${left}`
  );
}

describe('predicted maps', () => {
  test.for(gridLines)('$toolchain $experiment', { timeout: gridTimeoutMs }, async (line, { skip }) => {
    const subject = { group: 'Maps as predicted, 0 to 5,000,000 entries', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const result = await compareGrid(line, fullRequest(mapKindOf(line), line.toolchain));
      console.log(`${lineName(line)}: ${gridFigures(result)}`);
      failOn(result.problems);
      return gridFigures(result);
    });
  });
});

describe('simulated maps', () => {
  test.for(mapLines)('$toolchain $experiment', async (line, { skip }) => {
    const subject = { group: 'Maps as simulated, with the hashes of the real ones', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const { mapCount, lookCount, slotCount, problems } = await replayAll(line);
      failOn(problems);
      return `${mapCount} maps at ${lookCount} moments, ${slotCount} slots: equal`;
    });
  });
});

describe('slices, strings and stacks', () => {
  test.for(formatToolchains.map((toolchain) => ({ toolchain })))('$toolchain', async (line, { skip }) => {
    const subject = { group: 'Slices, strings and goroutine stacks', subject: line.toolchain };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const { sliceCount, stringCount, stackCount, problems } = compareAllocations(line);
      failOn(problems);
      return `${sliceCount} slices, ${stringCount} lengths of strings, ${stackCount} depths of stacks`;
    });
  });
});
