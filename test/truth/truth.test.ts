/*
 * The census of a live process, compared with what the process knows of itself: every map, by address. Two Go lines
 * here, one of each map design; test/matrix has them all.
 */
import { describe, expect, test } from 'vitest';
import { rounds } from './rounds.ts';
import { compareWithTruth } from './compare.ts';
import { startFixture } from './fixture-process.ts';
import { inspect } from './inspect.ts';
import { buildFixture, type Flavour, type GoLine, isStripped, toolchainVersion } from './toolchain.ts';

interface Case {
  readonly line: GoLine;
  readonly flavour: Flavour;
  readonly parameters: readonly string[];
}

const local: GoLine = { toolchain: 'local' };
const classic: GoLine = { toolchain: 'go1.23.12' };

const cases: readonly Case[] = [
  { line: local, flavour: 'plain', parameters: ['--small-maps=20000'] },
  { line: local, flavour: 'plain', parameters: ['--gc=on'] },
  { line: local, flavour: 'stripped', parameters: [] },
  { line: classic, flavour: 'plain', parameters: [] },
];

/** A process that writes, grows and collects all the time is read several times: no two looks meet it in one state. */
const busyLooks = rounds(2, 10);

describe('the census agrees with the process on every map', () => {
  test.for(cases)('$line.toolchain $flavour $parameters', async ({ line, flavour, parameters }, { skip }) => {
    if (toolchainVersion(line) === undefined) skip(`${line.toolchain} cannot be downloaded`);
    const fixture = await startFixture([buildFixture(line, flavour), ...parameters]);
    try {
      const report = await inspect(String(fixture.pid));
      const compared = compareWithTruth(fixture.truth, report, { stripped: isStripped(flavour) });
      expect(compared.problems).toEqual([]);
      expect(compared.mapCount).toBeGreaterThan(180);
    } finally {
      await fixture.end();
    }
  });

  test.for([local, classic])('$toolchain while it never rests', async (line, { skip }) => {
    if (toolchainVersion(line) === undefined) skip(`${line.toolchain} cannot be downloaded`);
    const fixture = await startFixture([buildFixture(line, 'plain'), '--busy']);
    try {
      for (let look = 0; look < busyLooks; look++) {
        const report = await inspect(String(fixture.pid));
        expect(compareWithTruth(fixture.truth, report, { stripped: false }).problems).toEqual([]);
      }
    } finally {
      await fixture.end();
    }
  });
});
