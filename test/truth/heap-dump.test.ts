/*
 * The census of a heap dump, compared with what the program knows of itself and with the census of the process that wrote it,
 * map by map, and their findings. Two Go lines here; test/matrix has them all.
 */
import { expect, test } from 'vitest';
import { compareHeapDump } from './heap-dump.ts';
import { type Flavour, type GoLine, toolchainVersion } from './toolchain.ts';

const local: GoLine = { toolchain: 'local' };
const cases: readonly { readonly line: GoLine; readonly flavour: Flavour }[] = [
  { line: local, flavour: 'plain' },
  { line: local, flavour: 'stripped-pie' },
  { line: { toolchain: 'go1.23.12' }, flavour: 'pie' },
];

test.for(cases)(
  'a heap dump of $line.toolchain $flavour says what its process says',
  async ({ line, flavour }, { skip }) => {
    if (toolchainVersion(line) === undefined) skip(`${line.toolchain} cannot be downloaded`);
    const compared = await compareHeapDump(line, flavour);
    expect(compared.problems).toEqual([]);
    expect(compared.mapCount).toBeGreaterThan(1100);
  },
);
