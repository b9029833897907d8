/* Layouts against the compiler: here two Go lines, in test/matrix all of them. */
import { expect, test } from 'vitest';
import { compareGrid, compareStandardTypes } from '../testdata/compare-layouts.ts';
import { gridTypes } from '../testdata/grid-types.ts';
import { goMinorOf } from '../testdata/oracle.ts';

// A cold build cache has all of what the types need to compile first.
const timeoutMs = 300_000;

const lines = ['local', 'go1.23.12'].map((toolchain) => ({ toolchain }));

test.for(lines)(
  '$toolchain lays every form of type out as we do, and names it so',
  ({ toolchain }, { skip }) => {
    const goMinor = goMinorOf(toolchain) ?? skip(`${toolchain} cannot be downloaded`);
    const { typeCount, problems } = compareGrid({ toolchain, goMinor });
    expect(problems).toEqual([]);
    expect(typeCount).toBeGreaterThan(280);
  },
);

test('the forms are different ones', () => {
  const types = gridTypes(26);
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
});

test.for(lines)(
  'the standard types that are known are those of $toolchain',
  { timeout: timeoutMs },
  ({ toolchain }, { skip }) => {
    const goMinor = goMinorOf(toolchain) ?? skip(`${toolchain} cannot be downloaded`);
    // The matrix has net/http, which takes long to compile, too.
    const { typeCount, problems } = compareStandardTypes({ toolchain, goMinor }, ['net/http']);
    expect(problems).toEqual([]);
    expect(typeCount).toBeGreaterThan(180);
  },
);
