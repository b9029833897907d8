/* The reader of Go source against the compiler of every line, and against go/scanner and go/types on its standard library. */
import { describe, expect, test } from 'vitest';
import { compareGrid, compareStandardTypes } from '../../src/gosource/testdata/compare-layouts.ts';
import { compareTokens } from '../../src/gosource/testdata/compare-tokens.ts';
import { compareTypes } from '../../src/gosource/testdata/compare-types.ts';
import { goMinorOf, standardFiles } from '../../src/gosource/testdata/oracle.ts';
import { lineName } from '../truth/toolchain.ts';
import { armLines, formatToolchains } from './lines.ts';
import { leaveOut, runSubject } from './subject.ts';
import { haveDebian } from './tools.ts';

const group = 'Go source, against the compiler, go/scanner and go/types';

// With a cold build cache half the standard library is compiled first.
const timeout = 900_000;

describe('Go source', () => {
  test.for(formatToolchains.map((toolchain) => ({ toolchain })))(
    'of $toolchain',
    { timeout },
    async ({ toolchain }, { skip }) => {
      const subject = {
        group: 'Go source, against the compiler, go/scanner and go/types',
        subject: toolchain,
      };
      const goMinor = goMinorOf(toolchain) ?? leaveOut(subject, skip, 'the toolchain cannot be downloaded');
      await runSubject(subject, () => {
        const grid = compareGrid({ toolchain, goMinor });
        expect(grid.problems).toEqual([]);
        const standard = compareStandardTypes({ toolchain, goMinor }, []);
        expect(standard.problems).toEqual([]);
        const files = standardFiles(toolchain, 1);
        const tokens = compareTokens(files);
        expect(tokens.differing).toEqual([]);
        const types = compareTypes(files, goMinor);
        expect(types.problems).toEqual([]);
        expect(types.layoutCount).toBeGreaterThan(5000);
        return Promise.resolve(
          `${grid.typeCount} types and ${standard.typeCount} standard ones laid out alike; of ${tokens.fileCount} files ` +
            `${tokens.tokenCount} tokens, ${types.nameCount} type names, ${types.layoutCount} layouts equal`,
        );
      });
    },
  );
});

describe('Go source for arm64', () => {
  test.for(armLines)('of $toolchain', { timeout }, async (line, { skip }) => {
    const subject = { group, subject: lineName(line) };
    const goMinor =
      goMinorOf(line.toolchain) ?? leaveOut(subject, skip, 'the toolchain cannot be downloaded');
    if (!haveDebian('qemu-aarch64', 'qemu-user')) leaveOut(subject, skip, 'qemu-user cannot be installed');
    await runSubject(subject, () => {
      const target = { toolchain: line.toolchain, goMinor, arch: 'arm64' } as const;
      const grid = compareGrid(target);
      expect(grid.problems).toEqual([]);
      const standard = compareStandardTypes(target, []);
      expect(standard.problems).toEqual([]);
      return Promise.resolve(
        `${grid.typeCount} types and ${standard.typeCount} standard ones laid out alike`,
      );
    });
  });
});
