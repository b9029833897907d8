/* Entries that are over, in maps of known content: every Go line from 1.21 on, plain and stripped, and cores. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareDeadEntries, findingsOf, startValues, typedFacts } from '../truth/dead-entries.ts';
import { buildFixture, isStripped, lineName, toolchainVersion } from '../truth/toolchain.ts';
import { coreObstacle } from './core-makers.ts';
import { valueCases, valueCoreLines } from './lines.ts';
import { scratchFolder } from './record.ts';
import { leaveOut, runSubject } from './subject.ts';

describe('entries that are over', () => {
  test.for(valueCases)('$line.toolchain $line.experiment $flavour', async ({ line, flavour }, { skip }) => {
    const subject = { group: 'Entries that are over', subject: `${lineName(line)}, ${flavour}` };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    await runSubject(subject, async () => {
      const values = await startValues(buildFixture(line, flavour, 'values'));
      try {
        const report = await findingsOf(String(values.pid));
        const typed = typedFacts(values.facts, report);
        const hasAllTypes = !isStripped(flavour) || line.toolchain !== 'go1.21.13';
        if (hasAllTypes) expect(typed).toEqual(values.facts);
        expect(compareDeadEntries(typed, report, !isStripped(flavour))).toEqual([]);
        const untyped = values.facts.length - typed.length;
        return `${typed.length} maps${untyped > 0 ? `; ${untyped} more have no known type` : ''}`;
      } finally {
        await values.end();
      }
    });
  });
});

describe('entries that are over, in a core', () => {
  test.for(valueCoreLines)('of $toolchain', async (line, { skip }) => {
    const subject = { group: 'Entries that are over, in a core', subject: lineName(line) };
    if (toolchainVersion(line) === undefined) leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    const obstacle = coreObstacle('kernel');
    if (obstacle !== undefined) leaveOut(subject, skip, obstacle);
    await runSubject(subject, async () => {
      const folder = mkdtempSync(join(scratchFolder('cores'), 'values-'));
      try {
        const binary = buildFixture(line, 'plain', 'values');
        const script = 'cd "$1" && ulimit -c unlimited && exec $2';
        const values = await startValues('bash', '-c', script, 'bash', folder, binary);
        await values.end('SIGABRT');
        const core = readdirSync(folder).find((name) => name.startsWith('core'));
        if (core === undefined) throw new Error('no core was written');
        // Long after the process: what expires meanwhile has not expired in it.
        execFileSync('touch', ['-d', '+3 days', join(folder, core)]);
        const report = await findingsOf(join(folder, core), '--exe', binary);
        expect(compareDeadEntries(values.facts, report, true)).toEqual([]);
        return `${values.facts.length} maps`;
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
});
