/* Maps whose entries are over, of a known share: the newest Go and one of classic maps. test/matrix has the other lines. */
import { describe, expect, test } from 'vitest';
import { compareDeadEntries, findingsOf, startValues } from './dead-entries.ts';
import { buildFixture, type Flavour, type GoLine, isStripped, toolchainVersion } from './toolchain.ts';

const local: GoLine = { toolchain: 'local' };
const cases: readonly { readonly line: GoLine; readonly flavour: Flavour }[] = [
  { line: local, flavour: 'plain' },
  { line: local, flavour: 'stripped' },
  { line: { toolchain: 'go1.23.12' }, flavour: 'plain' },
];

describe('entries that are over', () => {
  test.for(cases)('$line.toolchain $flavour', async ({ line, flavour }, { skip }) => {
    if (toolchainVersion(line) === undefined) skip(`${line.toolchain} cannot be downloaded`);
    const values = await startValues(buildFixture(line, flavour, 'values'));
    try {
      const report = await findingsOf(String(values.pid));
      expect(compareDeadEntries(values.facts, report, !isStripped(flavour))).toEqual([]);
      expect(values.facts).toHaveLength(13);
    } finally {
      await values.end();
    }
  });
});
